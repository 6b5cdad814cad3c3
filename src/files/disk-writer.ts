import { createHash } from 'node:crypto';
import { rm, type FileHandle } from 'node:fs/promises';
import { renameDurably } from './durable.js';
import type { FileWriter, Written } from './file-store.js';

/** Bytes that are gathered before they are written. */
const bufferBytes = 64 * 1024;

/** Pieces of so many bytes are written as they are: to gather them would copy them. */
const largeBytes = 32 * 1024;

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
  private readonly hash = createHash('sha256');

  constructor(private readonly place: WrittenPlace) {}

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

  private joinTexts(): void {
    if (this.texts.length > 0) this.chunks.push(Buffer.from(this.texts.join('')));
    this.texts = [];
  }

  private async write(chunk: Buffer): Promise<void> {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    await this.place.file.writeFile(chunk);
  }
}
