import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Entry } from './entry.js';

/** Characters that are gathered before they are written. */
const enough = 128 * 1024;

/** Bytes of a buffer, and of UTF-8 that a unit of a text takes at most. */
const bufferBytes = 256 * 1024;
const mostBytesOfUnit = 3;

/** Buffers of files that were ended: each page would otherwise leave one for the garbage. */
const spare: Buffer[] = [];
const mostSpare = 4;

/** A text file of the bag that is written piece by piece, so that its size does not matter, and hashed meanwhile. */
export class TextFile {
  private readonly hash = createHash('sha256');
  private pieces: string[] = [];
  private gathered = 0;
  private bytes = 0;
  private readonly buffer = spare.pop() ?? Buffer.allocUnsafe(bufferBytes);

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
    return this.gathered >= enough;
  }

  async write(text: string): Promise<void> {
    this.add(text);
    if (this.isFull) await this.flush();
  }

  /** Ends the file and makes an entry of it. */
  async end(): Promise<Entry> {
    await this.flush();
    await this.file.close();
    if (spare.length < mostSpare) spare.push(this.buffer);
    return { name: this.name, file: this.path, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Lets go of a file that will not be finished. */
  abandon(): Promise<void> {
    return this.file.close();
  }

  /** Writes what is gathered. */
  async flush(): Promise<void> {
    const { pieces } = this;
    this.pieces = [];
    this.gathered = 0;
    let used = 0;
    for (const piece of pieces) {
      const most = piece.length * mostBytesOfUnit;
      if (used + most > this.buffer.length) {
        await this.put(this.buffer.subarray(0, used));
        used = 0;
      }
      if (most > this.buffer.length) await this.put(Buffer.from(piece));
      else used += this.buffer.write(piece, used);
    }
    await this.put(this.buffer.subarray(0, used));
  }

  private async put(data: Buffer): Promise<void> {
    if (data.length === 0) return;
    this.hash.update(data);
    this.bytes += data.length;
    await this.file.writeFile(data);
  }
}
