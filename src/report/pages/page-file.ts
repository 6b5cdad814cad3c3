import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Entry } from '../entry.js';

/** Bytes that are gathered before they are written. */
const chunkBytes = 256 * 1024;

/** A page that is written piece by piece, so that its size does not matter. */
export class PageFile {
  private readonly hash = createHash('sha256');
  private pieces: string[] = [];
  private gathered = 0;
  private bytes = 0;

  private constructor(
    private readonly name: string,
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Begins a page; its folder exists. */
  static async begin(name: string, path: string): Promise<PageFile> {
    return new PageFile(name, path, await open(path, 'w', 0o600));
  }

  async write(text: string): Promise<void> {
    this.pieces.push(text);
    this.gathered += text.length;
    if (this.gathered >= chunkBytes) await this.flush();
  }

  /** Ends the page and makes an entry of it. */
  async end(): Promise<Entry> {
    await this.flush();
    await this.file.close();
    return { name: this.name, file: this.path, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Lets go of a page that will not be finished. */
  abandon(): Promise<void> {
    return this.file.close();
  }

  private async flush(): Promise<void> {
    const data = Buffer.from(this.pieces.join(''));
    this.pieces = [];
    this.gathered = 0;
    this.hash.update(data);
    this.bytes += data.length;
    await this.file.writeFile(data);
  }
}
