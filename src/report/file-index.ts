import { Readable } from 'node:stream';
import type { BagFolder } from './bag-folder.js';
import { toCsv } from './csv.js';
import type { Entry } from './entry.js';
import type { ReportSource } from './facts.js';

/** Writes which file belongs to which record, as `data/files.json` and its CSV twin. */
export async function writeFileIndex(sources: readonly ReportSource[], bag: BagFolder): Promise<Entry[]> {
  const rows = () =>
    sources.flatMap(({ id, files }) =>
      files.map(({ path, kind, bytes, record }) => ({ path, source: id, record, kind, bytes })),
    );
  function* text(): Generator<string> {
    yield '[';
    let separator = '\n';
    for (const row of rows()) {
      yield `${separator}${JSON.stringify(row)}`;
      separator = ',\n';
    }
    yield '\n]\n';
  }
  const table = toCsv(Readable.from(rows()), ['path', 'source', 'record', 'kind', 'bytes']);
  return [await bag.write('data/files.json', text()), await bag.write('data/files.csv', table)];
}
