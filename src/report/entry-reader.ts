import { StringDecoder } from 'node:string_decoder';
import yauzl, { type Entry as ZipEntry } from 'yauzl';
import type { OpenFile } from '../files/file-store.js';
import { ZipBytes } from './zip-bytes.js';
import { openContent } from './zip-content.js';

/** Entries of a published report, each read by its name. The report was checked before: nothing is judged here. */
export interface EntryReader {
  has(name: string): boolean;
  /** A small text, whole. Throws Error when there is no such entry. */
  text(name: string): Promise<string>;
  /** The lines of a text, without their ends. */
  lines(name: string): AsyncGenerator<string>;
}

/** Reads the directory of a report. */
export async function readEntries(file: OpenFile): Promise<EntryReader> {
  const bytes = new ZipBytes(file);
  const zip = await yauzl.fromRandomAccessReaderPromise(bytes, bytes.size, {
    ...{ lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true },
  });
  const entries = new Map<string, ZipEntry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: ZipEntry) => {
      entries.set(entry.fileName.slice(entry.fileName.indexOf('/') + 1), entry);
      zip.readEntry();
    });
    zip.once('end', resolve).once('error', reject);
    zip.readEntry();
  });
  async function* content(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name);
    if (!entry) throw new Error(`the report has no ${name}`);
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry);
    yield* openContent(bytes, entry, fileDataStart);
  }
  return {
    has: (name) => entries.has(name),
    text: async (name) => {
      const chunks: Buffer[] = [];
      for await (const chunk of content(name)) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },
    lines: (name) => linesOf(content(name)),
  };
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    parts.push(first);
    for (const next of others) {
      yield parts.join('');
      parts = [next];
    }
  }
  const last = parts.join('') + decoder.end();
  if (last !== '') yield last;
}
