import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Entry } from './entry.js';

/** Bytes that are gathered before they are written. */
const chunkBytes = 256 * 1024;

/** A text file of the bag that is written piece by piece, so that its size does not matter, and hashed meanwhile. */
export class TextFile {
  private readonly hash = createHash('sha256');
  private pieces: string[] = [];
  private gathered = 0;
  private bytes = 0;

  private constructor(
    readonly name: string,
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Begins a file; its folder exists. */
  static async begin(name: string, path: string): Promise<TextFile> {
    return new TextFile(name, path, await open(path, 'w', 0o600));
  }

  /** Takes a piece, without waiting for it to be written: who adds many looks at `isFull` now and then. */
  add(text: string): void {
    this.pieces.push(text);
    this.gathered += text.length;
  }

  /** Whether enough is gathered to be flushed. */
  get isFull(): boolean {
    return this.gathered >= chunkBytes;
  }

  async write(text: string): Promise<void> {
    this.add(text);
    if (this.isFull) await this.flush();
  }

  /** Ends the file and makes an entry of it. */
  async end(): Promise<Entry> {
    await this.flush();
    await this.file.close();
    return { name: this.name, file: this.path, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Lets go of a file that will not be finished. */
  abandon(): Promise<void> {
    return this.file.close();
  }

  /** Writes what is gathered. */
  async flush(): Promise<void> {
    const data = Buffer.from(this.pieces.join(''));
    this.pieces = [];
    this.gathered = 0;
    this.hash.update(data);
    this.bytes += data.length;
    await this.file.writeFile(data);
  }
}
