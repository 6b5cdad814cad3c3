import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeCsv } from './csv.js';
import { toEntry, type Entry } from './entry.js';
import type { ReportSource } from './facts.js';

/** Writes which file belongs to which record, as `data/files.json` and its CSV twin. */
export async function writeFileIndex(sources: readonly ReportSource[], folder: string): Promise<Entry[]> {
  const rows = () =>
    sources.flatMap(({ id, files }) =>
      files.map(({ path, kind, bytes, record }) => ({ path, source: id, record, kind, bytes })),
    );
  const json = join(folder, 'data', 'files.json');
  const csv = join(folder, 'data', 'files.csv');
  function* text(): Generator<string> {
    yield '[';
    let separator = '\n';
    for (const row of rows()) {
      yield `${separator}${JSON.stringify(row)}`;
      separator = ',\n';
    }
    yield '\n]\n';
  }
  await pipeline(Readable.from(text()), createWriteStream(json, { mode: 0o600 }));
  await writeCsv(Readable.from(rows()), ['path', 'source', 'record', 'kind', 'bytes'], csv);
  return [await toEntry('data/files.json', json), await toEntry('data/files.csv', csv)];
}
