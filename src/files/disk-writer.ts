import { createHash } from 'node:crypto';
import { rm, type FileHandle } from 'node:fs/promises';
import { renameDurably } from './durable.js';
import type { FileWriter, Written } from './file-store.js';

/** Bytes that are gathered before they are written. */
const bufferBytes = 64 * 1024;

/** Pieces of so many bytes are written as they are: to gather them would copy them. */
const largeBytes = 32 * 1024;

/** Bytes of UTF-8 that a unit of a text takes at most. */
const mostBytesOfUnit = 3;

/** Buffers of files that were ended: each file would otherwise leave one for the garbage. */
const spare: Buffer[] = [];
const mostSpare = 4;

/** Where a file is written and what it is called in the end; the same for one that is seen at once. */
export interface WrittenPlace {
  file: FileHandle;
  at: string;
  path: string;
}

/** Writes a file on the disk. Texts are joined before they are turned into bytes, which is what costs. */
export class DiskWriter implements FileWriter {
  private texts: string[] = [];
  private chunks: Buffer[] = [];
  private pending = 0;
  private bytes = 0;
  private buffer: Buffer | undefined;
  private readonly hash = createHash('sha256');

  constructor(private readonly place: WrittenPlace) {}

  async appendAll(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      this.texts.push(text);
      this.pending += text.length;
    }
    if (this.pending >= bufferBytes / 2) await this.flush();
  }

  async append(piece: string | Buffer): Promise<void> {
    if (typeof piece === 'string') this.texts.push(piece);
    else {
      this.joinTexts();
      this.chunks.push(piece);
    }
    this.pending += piece.length;
    if (this.pending >= bufferBytes || (typeof piece !== 'string' && piece.length >= largeBytes))
      await this.flush();
  }

  async commit(): Promise<Written> {
    const { file, at, path } = this.place;
    const isSeen = at === path;
    try {
      await this.flush();
      if (!isSeen) await file.sync();
      await file.close();
      if (this.buffer && spare.length < mostSpare) spare.push(this.buffer);
      this.buffer = undefined;
      if (!isSeen) await renameDurably(at, path);
    } catch (error) {
      // A disk that is full must not keep what nobody will use.
      await this.discard();
      throw error;
    }
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  async discard(): Promise<void> {
    const { file, at } = this.place;
    await file.close();
    await rm(at, { force: true });
  }

  private async flush(): Promise<void> {
    if (this.chunks.length === 0) {
      await this.flushTexts();
      return;
    }
    this.joinTexts();
    const chunks = this.chunks;
    this.chunks = [];
    this.pending = 0;
    const last = chunks.at(-1);
    if (last && last.length >= largeBytes) {
      chunks.pop();
      if (chunks.length > 0) await this.write(Buffer.concat(chunks));
      await this.write(last);
    } else if (chunks.length > 0)
      await this.write(last && chunks.length === 1 ? last : Buffer.concat(chunks));
  }

  /** Texts are turned into bytes in one memory, which the next flush takes again. */
  private async flushTexts(): Promise<void> {
    const texts = this.texts;
    this.texts = [];
    this.pending = 0;
    let used = 0;
    this.buffer ??= spare.pop() ?? Buffer.allocUnsafe(bufferBytes);
    for (const text of texts) {
      const most = text.length * mostBytesOfUnit;
      if (used + most > this.buffer.length) {
        await this.write(this.buffer.subarray(0, used));
        used = 0;
      }
      if (most > this.buffer.length) await this.write(Buffer.from(text));
      else used += this.buffer.write(text, used);
    }
    await this.write(this.buffer.subarray(0, used));
  }

  private joinTexts(): void {
    if (this.texts.length > 0) this.chunks.push(Buffer.from(this.texts.join('')));
    this.texts = [];
  }

  private async write(chunk: Buffer): Promise<void> {
    if (chunk.length === 0) return;
    this.hash.update(chunk);
    this.bytes += chunk.length;
    await this.place.file.writeFile(chunk);
  }
}
