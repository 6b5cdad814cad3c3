import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry as ZipEntry, type ZipFile } from 'yauzl';
import { openPath } from '../files/disk-files.js';
import type { OpenFile } from '../files/file-store.js';
import { ZipBytes } from './zip-bytes.js';
import { openContent } from './zip-content.js';
import { ZipLayout } from './zip-layout.js';

/** What reading one entry of a zip told. */
export interface ReadEntry {
  name: string;
  bytes: number;
  sha256: string;
  /** Whether the content matches the zip's own checksum. */
  isIntact: boolean;
  /** Another program than ours has packed it. */
  isForeign?: boolean | undefined;
  /** The content, where it was asked for. */
  text?: string;
  content?: Buffer;
}

/** Largest text file that is kept in memory. */
const largestTextBytes = 256 * 1024 * 1024;

/** Reads a zip on the disk, like `readOpenZip`. */
export async function* readZip(
  path: string,
  isWanted: (name: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<ReadEntry> {
  const file = await openPath(path);
  try {
    yield* readOpenZip(file, isWanted, signal);
  } finally {
    await file.close();
  }
}

/**
 * Reads every entry of a zip once and tells its digest; the texts that are wanted come along. Throws when the
 * file is no zip, breaks off or hides bytes between its parts.
 */
export async function* readOpenZip(
  file: OpenFile,
  isWanted: (name: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<ReadEntry> {
  const bytes = new ZipBytes(file);
  const zip = await yauzl.fromRandomAccessReaderPromise(bytes, bytes.size, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
    strictFileNames: true,
  });
  const layout = await ZipLayout.read(bytes);
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
    const local = await zip.readLocalFileHeaderPromise(entry);
    const { isForeign } = await layout.add(entry, local);
    const content = openContent(bytes, entry, local.fileDataStart);
    const read = await readEntry(entry, content, isWanted(entry.fileName), signal);
    read.isForeign = isForeign;
    yield read;
  }
  await layout.end();
}

function nextEntry(zip: ZipFile): Promise<ZipEntry | undefined> {
  return new Promise((resolve, reject) => {
    const listeners = {
      entry: (entry: ZipEntry) => settle(() => resolve(entry)),
      end: () => settle(() => resolve(undefined)),
      error: (error: Error) => settle(() => reject(error)),
    };
    const settle = (end: () => void) => {
      for (const [event, listener] of Object.entries(listeners)) zip.removeListener(event, listener);
      end();
    };
    for (const [event, listener] of Object.entries(listeners)) zip.once(event, listener);
    zip.readEntry();
  });
}

async function readEntry(
  entry: ZipEntry,
  pieces: AsyncIterable<Buffer>,
  isWanted: boolean,
  signal?: AbortSignal,
): Promise<ReadEntry> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let bytes = 0;
  let crc = 0;
  for await (const data of pieces) {
    signal?.throwIfAborted();
    hash.update(data);
    crc = crc32(data, crc);
    bytes += data.length;
    if (bytes > entry.uncompressedSize) break;
    if (isWanted && bytes <= largestTextBytes) chunks.push(data);
  }
  if (bytes !== entry.uncompressedSize) throw new Error(`another size than announced: ${entry.fileName}`);
  // A checked report keeps one of these for each of its files: written out, it takes half of what a copy by spread takes.
  const read: ReadEntry = {
    name: entry.fileName,
    bytes,
    sha256: hash.digest('hex'),
    isIntact: crc === entry.crc32,
    isForeign: undefined,
  };
  if (isWanted) {
    read.content = Buffer.concat(chunks);
    read.text = read.content.toString('utf8');
  }
  return read;
}
