import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { FileStore, FileWriter } from '../files/file-store.js';
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
 * download; text is deflated before its entry begins, in memory or at the key `overflow`.
 */
export async function openContent(files: FileStore, entry: Entry, overflow: string): Promise<PackedContent> {
  return compressed.test(entry.name) ? openStored(files, entry) : openDeflated(files, entry, overflow);
}

async function openStored(files: FileStore, { key, bytes, crc32: known }: Entry): Promise<PackedContent> {
  return {
    ...{ isDeflated: false, bytes, packedBytes: bytes },
    // A spool of an older version does not know it.
    crc32: known ?? (await checksumOf(files, key, bytes)),
    read: () => readFile(files, key, bytes),
  };
}

async function openDeflated(
  files: FileStore,
  { key, bytes }: Entry,
  overflow: string,
): Promise<PackedContent> {
  const packed = new Overflow(files, overflow);
  let read = 0;
  let crc = 0;
  const counted = async function* () {
    for await (const chunk of readFile(files, key, bytes)) {
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

async function checksumOf(files: FileStore, key: string, bytes: number): Promise<number> {
  let crc = 0;
  for await (const chunk of readFile(files, key, bytes)) crc = crc32(chunk, crc);
  return crc;
}

/** A read takes a buffer of this size, also for the last few bytes. */
const readFile = (files: FileStore, key: string, bytes: number): AsyncIterable<Buffer> =>
  files.read(key, { blockBytes: Math.min(bytes + 1, largestReadBytes) });

/** Bytes that are kept in memory, or in a file once they are many. */
class Overflow {
  bytes = 0;
  private chunks: Buffer[] = [];
  private kept = 0;
  private file: FileWriter | undefined;
  private isOnDisk = false;

  constructor(
    private readonly files: FileStore,
    private readonly key: string,
  ) {}

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
    yield* this.files.read(this.key, { blockBytes: largestReadBytes }) as AsyncIterable<Buffer>;
    await this.files.remove(this.key);
  }

  async close(): Promise<void> {
    await this.file?.commit();
    this.file = undefined;
  }

  private async flush(): Promise<void> {
    this.file ??= await this.files.write(this.key, { isScratch: true });
    this.isOnDisk = true;
    for (const chunk of this.chunks) await this.file.append(chunk);
    this.chunks = [];
    this.kept = 0;
  }
}
