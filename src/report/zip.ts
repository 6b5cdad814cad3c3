import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import { syncPath } from '../durable.js';
import type { Entry } from './entry.js';

/** Files that are compressed already: they are stored as they are. */
const compressed = /\.(mp4|m4a|mp3|jpg|bin)$/;

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
  const archive = new ZipArchive({ zlib: { level: 6 } });
  const digest = new DigestStream();
  const written = pipeline(archive, digest, createWriteStream(path, { mode: 0o600 }), { signal });
  // The pipeline's end is awaited below; until then its failure must not count as unhandled.
  written.catch(() => undefined);
  try {
    for (const entry of entries) await append(archive, topFolder, entry, date, written);
    await Promise.race([archive.finalize(), written]);
    await written;
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
  await syncPath(path);
  return { bytes: digest.bytes, sha256: digest.hex() };
}

/** One entry at a time: archiver truncates when several live streams are appended (node-archiver issue 364). */
async function append(
  archive: ZipArchive,
  topFolder: string,
  { name, file }: Entry,
  date: Date,
  written: Promise<void>,
): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const failed = new Promise<never>((_resolve, reject) => source.once('error', reject));
  const added = new Promise<void>((resolve) => archive.once('entry', () => resolve()));
  archive.append(source, { name: `${topFolder}/${name}`, date, mode: 0o644, store: compressed.test(name) });
  try {
    await Promise.race([
      added,
      failed,
      written.then(() => Promise.reject(new Error('The zip ended early.'))),
    ]);
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
