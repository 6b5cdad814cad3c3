import yauzl from 'yauzl';
import type { OpenFile } from '../files/file-store.js';

const windowBytes = 64 * 1024;

/** A part of the file, in memory. */
interface Window {
  start: number;
  bytes: Buffer;
}

/**
 * The bytes of a zip. Headers and small contents lie close together, in the directory and where it points to: two
 * windows save most calls of the system.
 */
export class ZipBytes extends yauzl.RandomAccessReader {
  /** The one that was used last comes first. */
  private windows: Window[] = [];

  constructor(private readonly file: OpenFile) {
    super();
  }

  get size(): number {
    return this.file.bytes;
  }

  /** Never more than the length; less where the file ends. What it gives is shared: it must not be written to. */
  async at(place: number, length: number): Promise<Buffer> {
    if (length > windowBytes) return this.load(place, length);
    const found = this.windows.find(
      ({ start, bytes }) => place >= start && place + length <= start + bytes.length,
    );
    const window = found ?? { start: place, bytes: await this.load(place, windowBytes) };
    if (window !== this.windows[0]) this.windows = [window, ...this.windows.filter((one) => one !== window)];
    this.windows.length = Math.min(this.windows.length, 2);
    return window.bytes.subarray(place - window.start, place - window.start + length);
  }

  /** Contents that are too large to be held. */
  async *chunks(start: number, end: number): AsyncGenerator<Buffer> {
    for (let place = start; place < end;) {
      const bytes = await this.load(place, Math.min(windowBytes, end - place));
      if (bytes.length === 0) throw new Error('the file ends within an entry');
      yield bytes;
      place += bytes.length;
    }
  }

  /** How the reader of the directory asks; its types leave out the count. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    place: number,
    callback: (error: Error | null, count?: number) => void,
  ): void {
    this.at(place, length).then((bytes) => {
      callback(null, bytes.copy(buffer, offset));
    }, callback);
  }

  private load(place: number, length: number): Promise<Buffer> {
    return this.file.readAt(place, length);
  }
}
