import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncPath } from '../durable.js';
import type { Entry } from './entry.js';
import { openContent } from './packed-content.js';

/** A zip on the disk. */
export interface Zip {
  bytes: number;
  sha256: string;
}

/** How the writing is stopped and watched. */
export interface ZipOptions {
  signal?: AbortSignal;
  /** Told after each entry how many are written. */
  onProgress?: (entries: number) => void;
}

/**
 * Writes the entries below one top folder, one after the other, with one date, so that the same entries give
 * the same bytes. It opens in one pass. The file is on the disk when this resolves. Throws ContentChanged when a file is
 * not what was downloaded.
 */
export async function writeZip(
  path: string,
  topFolder: string,
  entries: Iterable<Entry>,
  date: Date,
  { signal, onProgress }: ZipOptions = {},
): Promise<Zip> {
  // What packs takes long to load, and a service may run for days without packing.
  const { ZipArchive } = await import('./zip-archive.js');
  const ended = new AbortController();
  const archive = new ZipArchive(ended.signal);
  const digest = new DigestStream();
  archive.on('progress', ({ entries: { processed } }) => onProgress?.(processed));
  const written = pipeline(archive, digest, createWriteStream(path, { mode: 0o600 }), { signal });
  // A failure must reach the entry that is under way, and not count as unhandled meanwhile.
  written.then(
    () => ended.abort(new Error('The zip ended early.')),
    (error: unknown) => ended.abort(error),
  );
  const overflow = `${path}.deflated`;
  try {
    for (const entry of entries)
      await archive.add(() => openContent(entry, overflow), {
        ...{ name: `${topFolder}/${entry.name}`, date, mode: 0o644 },
      });
    // What goes wrong now, the pipeline tells.
    archive.finalize().catch(() => undefined);
    await written;
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  } finally {
    await rm(overflow, { force: true });
  }
  await syncPath(path);
  return { bytes: digest.bytes, sha256: digest.hex() };
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
