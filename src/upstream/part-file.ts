import { createHash, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { renameDurably } from '../durable.js';

/** A file that is still arriving. It takes its name only when it is whole. */
export class PartFile {
  bytes = 0;
  /** What the server calls this version of the file, for `If-Range`. */
  validator: string | undefined;
  private hash: Hash = createHash('sha256');
  private crc = 0;
  private file: FileHandle | undefined;

  constructor(private readonly path: string) {}

  /** Forgets what has arrived. */
  async restart(): Promise<void> {
    this.bytes = 0;
    this.validator = undefined;
    this.hash = createHash('sha256');
    this.crc = 0;
    const file = await this.handle();
    await file.truncate(0);
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
  }

  /** Puts the file on the disk under its name and tells its SHA-256 in hex, and its CRC-32, which zips begin with. */
  async commit(): Promise<{ sha256: string; crc32: number }> {
    const file = await this.handle();
    await file.sync();
    await this.close();
    await renameDurably(`${this.path}.part`, this.path);
    return { sha256: this.hash.digest('hex'), crc32: this.crc };
  }

  async discard(): Promise<void> {
    await this.close();
    await rm(`${this.path}.part`, { force: true });
  }

  private async handle(): Promise<FileHandle> {
    this.file ??= await open(`${this.path}.part`, 'w', 0o600);
    return this.file;
  }

  private async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }
}
