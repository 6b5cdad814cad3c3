import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { renameDurably } from './durable.js';
import type { ArrivingFile } from './file-store.js';
import { openNew } from './open-new.js';

/** What stands beside a part, so that another process can go on with it. */
interface Kept {
  /** Which file it is a part of; a step's place on the disk may be taken by another file. */
  name: string;
  validator: string;
  bytes: number;
  sha256: string;
}

/** After so many bytes what has arrived is put on the disk for good. */
const checkpointBytes = 64 * 1024 * 1024;

/** A file that is still arriving on the disk: beside its place as `.part`, with a note about it. */
export class PartFile implements ArrivingFile {
  bytes = 0;
  validator: string | undefined;
  private hash: Hash = createHash('sha256');
  private crc = 0;
  private file: FileHandle | undefined;
  private keptBytes = 0;

  /** `pathOf`: where a key lies on the disk. `name` tells files apart that lie at one key one after the other. */
  constructor(
    private readonly pathOf: (key: string) => string,
    private readonly key: string,
    private readonly name = '',
  ) {}

  private get part(): string {
    return `${this.pathOf(this.key)}.part`;
  }

  private get note(): string {
    return `${this.part}.json`;
  }

  async takeUp(): Promise<void> {
    const kept = await readKept(this.note);
    if (!kept || kept.name !== this.name) return;
    const hash = createHash('sha256');
    let [bytes, crc] = [0, 0];
    try {
      const reading = createReadStream(this.part, { end: kept.bytes - 1, highWaterMark: 1024 * 1024 });
      for await (const chunk of reading as AsyncIterable<Buffer>) {
        hash.update(chunk);
        crc = crc32(chunk, crc);
        bytes += chunk.length;
      }
      if (bytes !== kept.bytes || hash.copy().digest('hex') !== kept.sha256) return;
      this.file = await open(this.part, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await this.file.truncate(bytes);
    Object.assign(this, { bytes, crc, hash, keptBytes: bytes });
    this.validator = kept.validator;
  }

  async restart(): Promise<void> {
    Object.assign(this, { bytes: 0, validator: undefined, crc: 0, keptBytes: 0 });
    this.hash = createHash('sha256');
    const file = await this.handle();
    await file.truncate(0);
    await rm(this.note, { force: true });
  }

  async append(chunk: Buffer): Promise<void> {
    const file = await this.handle();
    let written = 0;
    while (written < chunk.length) {
      const { bytesWritten } = await file.write(chunk, written, chunk.length - written, this.bytes + written);
      written += bytesWritten;
    }
    this.hash.update(chunk);
    this.crc = crc32(chunk, this.crc);
    this.bytes += chunk.length;
    if (this.bytes - this.keptBytes >= checkpointBytes) await this.checkpoint();
  }

  async head(bytes: number): Promise<Buffer> {
    const file = await this.handle();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(bytes, this.bytes)), 0, undefined, 0);
    return buffer.subarray(0, bytesRead);
  }

  read(): Readable {
    return createReadStream(this.part, { highWaterMark: 1024 * 1024 });
  }

  async commit(as = this.key): Promise<{ sha256: string; crc32: number }> {
    const file = await this.handle();
    await file.sync();
    await this.close();
    await renameDurably(this.part, this.pathOf(as));
    await rm(this.note, { force: true });
    return { sha256: this.hash.digest('hex'), crc32: this.crc };
  }

  async keep(): Promise<void> {
    if (this.bytes === 0 || this.validator === undefined) return this.discard();
    await this.checkpoint();
    await this.close();
  }

  async discard(): Promise<void> {
    await this.close();
    for (const path of [this.part, this.note]) await rm(path, { force: true });
  }

  private async checkpoint(): Promise<void> {
    this.keptBytes = this.bytes;
    if (this.validator === undefined) return;
    const file = await this.handle();
    await file.sync();
    const { name, validator, bytes } = this;
    const kept: Kept = { name, validator, bytes, sha256: this.hash.copy().digest('hex') };
    await writeFile(`${this.note}.new`, JSON.stringify(kept), { mode: 0o600, flush: true });
    await renameDurably(`${this.note}.new`, this.note);
  }

  private async handle(): Promise<FileHandle> {
    this.file ??= await openNew(this.part, 'w+');
    return this.file;
  }

  private async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }
}

async function readKept(path: string): Promise<Kept | undefined> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as Partial<Kept>;
    const { name, validator, bytes, sha256 } = kept;
    const isWhole = typeof name === 'string' && typeof validator === 'string' && typeof sha256 === 'string';
    return isWhole && Number.isSafeInteger(bytes) && Number(bytes) > 0 ? (kept as Kept) : undefined;
  } catch {
    return undefined; // there is none, or it broke off: the file is fetched from its first byte
  }
}
