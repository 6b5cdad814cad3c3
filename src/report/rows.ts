import { gapOutcomes } from '../contract/index.js';
import type { OpenFile } from '../files/file-store.js';
import { readEntries } from './entry-reader.js';
import type { Manifest } from './manifest.js';

/** Where reading goes on: behind so many records of a source. */
export interface RowPlace {
  source: string;
  number: number;
}

/** What a row can be, beside the end. */
export const rowKinds = ['source', 'gap', 'record'] as const;

/** What a row can be, beside the end. */
export type RowKind = (typeof rowKinds)[number];

/** Which rows of a report are wanted. */
export interface RowOrder {
  /** Absent: all sources, in the order of the report. */
  source?: string;
  /** Absent: all. The end is always told. */
  kinds?: readonly RowKind[];
  /** Absent: from the beginning. */
  after?: RowPlace;
  /** Most records at once. */
  limit: number;
}

/** What of a report a caller reads line by line. */
export interface ReportRows {
  /** Ids of the sources that the report tells of. */
  sources: readonly string[];
  /** Lines of JSON; the last one tells that nothing was cut off, and where to go on. */
  read(order: RowOrder): AsyncGenerator<string>;
}

type Told = Pick<Manifest['sources'][number], 'id' | 'title' | 'outcome' | 'reason' | 'remedy' | 'records'>;

/** Opens a published report to be read as rows: each record, and each gap as a row of its own. */
export async function openRows(
  file: OpenFile,
  writeCursor: (place: RowPlace) => string,
): Promise<ReportRows> {
  const entries = await readEntries(file);
  const { status, subject, sources } = JSON.parse(await entries.text('manifest.json')) as Manifest;

  async function* read({ source: wanted, kinds = rowKinds, after, limit }: RowOrder): AsyncGenerator<string> {
    if (!after && wanted === undefined && kinds.includes('gap'))
      for (const { remedy, reason, ...place } of subject.not_searched)
        yield row({ kind: 'gap', source: null, place, reason, remedy });
    const asked = sources.filter(({ id }) => wanted === undefined || id === wanted);
    const from = after ? asked.findIndex(({ id }) => id === after.source) : 0;
    let left = limit;
    for (const source of from === -1 ? [] : asked.slice(from)) {
      const skipped = source.id === after?.source ? after.number : 0;
      if (left === 0) {
        yield end({ source: source.id, number: 0 });
        return;
      }
      if (skipped === 0) yield* opening(source, kinds);
      if (!kinds.includes('record')) continue;
      let number = 0;
      for await (const record of recordsOf(source.id)) {
        number += 1;
        if (number <= skipped) continue;
        if (left === 0) {
          yield end({ source: source.id, number: number - 1 });
          return;
        }
        left -= 1;
        // The record as it stands in the report: numbers keep their digits.
        yield `{"kind":"record","source":${JSON.stringify(source.id)},"number":${number},"record":${record}}\n`;
      }
    }
    yield end();
  }

  const end = (place?: RowPlace) =>
    row({ kind: 'end', status, next_cursor: place ? writeCursor(place) : null });

  async function* recordsOf(id: string): AsyncGenerator<string> {
    const name = `data/${id}/${id}.json`;
    if (!entries.has(name)) return;
    // "[" and "]" stand on lines of their own.
    for await (const line of entries.lines(name)) if (line.length > 1) yield line.replace(/,$/, '');
  }

  return { sources: sources.map(({ id }) => id), read };
}

/** What happened to a source, before its records. */
function* opening(
  { id, title, outcome, reason, remedy, records }: Told,
  kinds: readonly RowKind[],
): Generator<string> {
  if (kinds.includes('source')) yield row({ kind: 'source', source: id, title, outcome, records });
  if (gapOutcomes.has(outcome) && kinds.includes('gap'))
    yield row({ kind: 'gap', source: id, outcome, reason, remedy });
}

const row = (content: object) => `${JSON.stringify(content)}\n`;
