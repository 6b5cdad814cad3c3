import { pipeline } from 'node:stream/promises';
import type { FileStore, Written } from '../files/file-store.js';
import type { Entry } from './entry.js';
import { openContent } from './packed-content.js';

/** How the writing is stopped and watched. */
export interface ZipOptions {
  signal?: AbortSignal;
  /** Told after each entry how many are written. */
  onProgress?: (entries: number) => void;
}

/**
 * Writes the entries below one top folder, one after the other, with one date, so that the same entries give
 * the same bytes. It opens in one pass. The file is at its key when it is whole. Throws ContentChanged when a file is
 * not what was downloaded.
 */
export async function writeZip(
  files: FileStore,
  key: string,
  topFolder: string,
  entries: Iterable<Entry>,
  date: Date,
  { signal, onProgress }: ZipOptions = {},
): Promise<Written> {
  // What packs takes long to load, and a service may run for days without packing.
  const { ZipArchive } = await import('./zip-archive.js');
  const ended = new AbortController();
  const archive = new ZipArchive(ended.signal);
  const file = await files.write(key);
  archive.on('progress', ({ entries: { processed } }) => onProgress?.(processed));
  const fill = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) await file.append(chunk);
  };
  const written = pipeline(archive, fill, { signal });
  // A failure must reach the entry that is under way, and not count as unhandled meanwhile.
  written.then(
    () => ended.abort(new Error('The zip ended early.')),
    (error: unknown) => ended.abort(error),
  );
  const overflow = `${key}.deflated`;
  try {
    for (const entry of entries)
      await archive.add(() => openContent(files, entry, overflow), {
        ...{ name: `${topFolder}/${entry.name}`, date, mode: 0o644 },
      });
    // What goes wrong now, the pipeline tells.
    archive.finalize().catch(() => undefined);
    await written;
  } catch (error) {
    archive.destroy(error as Error);
    // Nothing is written to the file any more when it is let go.
    await written.catch(() => undefined);
    await file.discard();
    throw error;
  } finally {
    await files.remove(overflow);
  }
  return file.commit();
}
