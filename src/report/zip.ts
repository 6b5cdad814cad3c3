import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncPath } from '../durable.js';
import type { Entry } from './entry.js';
import { ZipWriter } from './zip-writer.js';

/** Files that are compressed already: they are stored as they are. */
const compressed = /\.(mp4|m4a|mp3|jpg|bin)$/;

const largestReadBytes = 1024 * 1024;

/** A zip on the disk. */
export interface Zip {
  bytes: number;
  sha256: string;
}

/**
 * Writes the entries below one top folder, one after the other, with one date, so that the same entries give
 * the same bytes. ZIP64 where it is needed. The file is on the disk when this resolves.
 */
export async function writeZip(
  path: string,
  topFolder: string,
  entries: Iterable<Entry>,
  date: Date,
  signal?: AbortSignal,
): Promise<Zip> {
  const writer = new ZipWriter({ zlib: { level: 6 } });
  const digest = new DigestStream();
  const ended = new AbortController();
  const written = pipeline(writer, digest, createWriteStream(path, { mode: 0o600 }), { signal });
  // A failure must reach the entry that is under way, and not count as unhandled meanwhile.
  written.then(
    () => ended.abort(new Error('The zip ended early.')),
    (error: unknown) => ended.abort(error),
  );
  try {
    for (const entry of entries) await append(writer, topFolder, entry, date, ended.signal);
    writer.finalize();
    await written;
  } catch (error) {
    writer.destroy(error as Error);
    throw error;
  }
  await syncPath(path);
  return { bytes: digest.bytes, sha256: digest.hex() };
}

async function append(
  writer: ZipWriter,
  topFolder: string,
  { name, file, bytes }: Entry,
  date: Date,
  ended: AbortSignal,
): Promise<void> {
  // A read takes a buffer of this size, also for the last few bytes.
  const source = createReadStream(file, { highWaterMark: Math.min(bytes + 1, largestReadBytes) });
  const entry = { name: `${topFolder}/${name}`, date, mode: 0o644, store: compressed.test(name) };
  try {
    await writer.add(source, entry, ended);
  } finally {
    source.destroy();
  }
}

class DigestStream extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, data: Buffer) => void,
  ): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  hex(): string {
    return this.hash.digest('hex');
  }
}
