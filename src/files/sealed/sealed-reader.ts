import { Readable } from 'node:stream';
import type { FileStore, OpenFile, ReadOptions } from '../file-store.js';
import {
  chunkAt,
  chunkBytes,
  headBytes,
  isSealed,
  measure,
  notAsSealed,
  openChunk,
  readHead,
  sealedChunkBytes,
  type FileKey,
} from './sealed-form.js';

/** The keys of those to whom files belong. */
export interface OwnerKeys {
  /** The key of whom a file belongs to, 32 bytes. Throws `ENOENT` where there is none: it was destroyed. */
  of(key: string): Promise<Buffer>;
  /** The same; it is made where there is none yet. */
  toWrite(key: string): Promise<Buffer>;
}

/** Sealed chunks that are read at once by whoever reads a file from its first byte to its last. */
const chunksAtOnce = 8;

/** Opens a file that may be sealed: one from before sealing was switched on is read as it is. */
export async function openSealed(inner: FileStore, keys: OwnerKeys, key: string): Promise<OpenFile> {
  const file = await inner.open(key);
  try {
    const head = await file.readAt(0, headBytes);
    if (!isSealed(head)) return file;
    return new SealedFile(file, readHead(head, await keys.of(key), key));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The bytes of a file, or a part of them, chunk by chunk. */
export function readSealed(
  open: () => Promise<OpenFile>,
  { start = 0, end = Infinity, blockBytes = chunkBytes * chunksAtOnce }: ReadOptions = {},
): Readable {
  const pieces = async function* () {
    const file = await open();
    try {
      const until = Math.min(file.bytes, end + 1);
      for (let at = start; at < until;) {
        // To the end of a chunk where that is near enough, so that none is opened twice.
        const piece = blockBytes < chunkBytes ? blockBytes : blockBytes - (at % chunkBytes);
        const read = await file.readAt(at, Math.min(until - at, piece));
        if (read.length === 0) return;
        at += read.length;
        yield read;
      }
    } finally {
      await file.close();
    }
  };
  return Readable.from(pieces(), { objectMode: false, highWaterMark: chunkBytes * chunksAtOnce });
}

/** A sealed file that is open; the chunk that was opened last is kept, as neighbours are read one after the other. */
export class SealedFile implements OpenFile {
  readonly bytes: number;
  private readonly chunks: number;
  private last: { number: number; text: Buffer } | undefined;

  constructor(
    private readonly inner: OpenFile,
    private readonly key: FileKey,
  ) {
    const measured = measure(inner.bytes);
    if (!measured) throw notAsSealed();
    ({ bytes: this.bytes, chunks: this.chunks } = measured);
  }

  async readAt(offset: number, bytes: number): Promise<Buffer> {
    const until = Math.min(this.bytes, offset + bytes);
    if (offset >= until) return Buffer.alloc(0);
    const [first, last] = [Math.floor(offset / chunkBytes), Math.floor((until - 1) / chunkBytes)];
    if (first === last) {
      const text = await this.textOf(first);
      // The buffer is the caller's own.
      return Buffer.from(text.subarray(offset - first * chunkBytes, until - first * chunkBytes));
    }
    const read = Buffer.allocUnsafe(until - offset);
    await this.copyInto(read, offset, until);
    return read;
  }

  async readInto(buffer: Buffer, at: number, offset: number): Promise<number> {
    const until = Math.min(this.bytes, offset + buffer.length - at);
    if (offset >= until) return 0;
    await this.copyInto(buffer.subarray(at), offset, until);
    return until - offset;
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private async copyInto(target: Buffer, offset: number, until: number): Promise<void> {
    const last = Math.floor((until - 1) / chunkBytes);
    for (let number = Math.floor(offset / chunkBytes); number <= last;) {
      const count = Math.min(chunksAtOnce, last - number + 1);
      const texts = count === 1 ? [await this.textOf(number)] : await this.textsOf(number, count);
      for (const text of texts) {
        const begin = number * chunkBytes;
        text.copy(target, Math.max(0, begin - offset), Math.max(0, offset - begin), until - begin);
        number += 1;
      }
    }
  }

  private async textOf(number: number): Promise<Buffer> {
    if (this.last?.number === number) return this.last.text;
    const [text = Buffer.alloc(0)] = await this.textsOf(number, 1);
    return text;
  }

  private async textsOf(first: number, count: number): Promise<Buffer[]> {
    const sealed = await this.inner.readAt(chunkAt(first), count * sealedChunkBytes);
    const texts = Array.from({ length: count }, (_, index) => {
      const number = first + index;
      const part = sealed.subarray(index * sealedChunkBytes, (index + 1) * sealedChunkBytes);
      return openChunk(this.key, number, number === this.chunks - 1, part);
    });
    const text = texts.at(-1);
    if (text) this.last = { number: first + count - 1, text };
    return texts;
  }
}
