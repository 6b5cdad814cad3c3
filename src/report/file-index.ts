import type { BagFolder } from './bag-folder.js';
import type { Entry } from './entry.js';
import type { ReportSource } from './facts.js';
import { writeFlatTable } from './flat-table.js';

/** Writes which file belongs to which record, as `data/files.json` and its CSV twin. */
export function writeFileIndex(sources: readonly ReportSource[], bag: BagFolder): Promise<Entry[]> {
  const fields = ['path', 'source', 'record', 'kind', 'bytes'] as const;
  return writeFlatTable(rowsOf(sources), fields, 'data/files', bag);
}

function* rowsOf(sources: readonly ReportSource[]) {
  for (const { id, files } of sources)
    for (const { path, kind, bytes, record } of files) yield { path, source: id, record, kind, bytes };
}
