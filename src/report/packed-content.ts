import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { Entry } from './entry.js';
import type { PackedContent } from './zip-writer.js';

/** Files that are compressed already, or may be: they are stored as they are. */
const compressed =
  /\.(mp4|m4a|mp3|wav|aac|ogg|webm|mov|jpe?g|png|gif|webp|heic|pdf|zip|gz|7z|docx|xlsx|pptx|bin)$/;

const largestReadBytes = 1024 * 1024;

/** Deflated text above this waits on the disk, beside the zip. */
const largestInMemoryBytes = 1024 * 1024;

const level = 6;

/**
 * Opens the content of an entry with its sizes and checksum ahead. Media are read once, if their checksum came with the
 * download; text is deflated before its entry begins, in memory or in the file `overflow`.
 */
export async function openContent(entry: Entry, overflow: string): Promise<PackedContent> {
  return compressed.test(entry.name) ? openStored(entry) : openDeflated(entry, overflow);
}

async function openStored({ file, bytes, crc32: known }: Entry): Promise<PackedContent> {
  return {
    ...{ isDeflated: false, bytes, packedBytes: bytes },
    // A spool of an older version does not know it.
    crc32: known ?? (await checksumOf(file, bytes)),
    read: () => readFile(file, bytes),
  };
}

async function openDeflated({ file, bytes }: Entry, overflow: string): Promise<PackedContent> {
  const packed = new Overflow(overflow);
  let read = 0;
  let crc = 0;
  const counted = async function* () {
    for await (const chunk of readFile(file, bytes)) {
      read += chunk.length;
      crc = crc32(chunk, crc);
      yield chunk;
    }
  };
  try {
    await pipeline(counted, createDeflateRaw({ level }), (chunks: AsyncIterable<Buffer>) =>
      packed.fill(chunks),
    );
  } finally {
    await packed.close();
  }
  return {
    ...{ isDeflated: true, bytes: read, packedBytes: packed.bytes, crc32: crc },
    read: () => packed.read(),
  };
}

async function checksumOf(file: string, bytes: number): Promise<number> {
  let crc = 0;
  for await (const chunk of readFile(file, bytes)) crc = crc32(chunk, crc);
  return crc;
}

/** A read takes a buffer of this size, also for the last few bytes. */
const readFile = (file: string, bytes: number): AsyncIterable<Buffer> =>
  createReadStream(file, { highWaterMark: Math.min(bytes + 1, largestReadBytes) });

/** Bytes that are kept in memory, or in a file once they are many. */
class Overflow {
  bytes = 0;
  private chunks: Buffer[] = [];
  private kept = 0;
  private file: FileHandle | undefined;
  private isOnDisk = false;

  constructor(private readonly path: string) {}

  async fill(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) {
      this.chunks.push(chunk);
      this.bytes += chunk.length;
      this.kept += chunk.length;
      if (this.kept >= largestInMemoryBytes) await this.flush();
    }
    if (this.isOnDisk) await this.flush();
  }

  async *read(): AsyncGenerator<Buffer> {
    if (!this.isOnDisk) {
      yield* this.chunks;
      return;
    }
    yield* createReadStream(this.path, { highWaterMark: largestReadBytes }) as AsyncIterable<Buffer>;
    await rm(this.path, { force: true });
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }

  private async flush(): Promise<void> {
    this.file ??= await open(this.path, 'w', 0o600);
    this.isOnDisk = true;
    for (const chunk of this.chunks) await this.file.writeFile(chunk);
    this.chunks = [];
    this.kept = 0;
  }
}
