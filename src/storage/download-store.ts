import type { ReadRows, Rows } from './rows.js';
import type { ReportVersion } from './report-store.js';
import { readStored } from './stored-json.js';

/** Bytes from `first` to `last`, both included. */
export interface Span {
  first: number;
  last: number;
}

/** Which bytes of a report somebody has been given by downloads that broke off or were asked for in parts. */
export interface DownloadStore {
  /** Adds bytes that were given; true: with them all of the report was, and counting begins anew. */
  add(reader: string, report: DownloadedReport, given: Span): Promise<boolean>;
  /** Whether all of the report would have been given with these. */
  wouldBeWhole(reader: string, report: DownloadedReport, given: Span): Promise<boolean>;
}

/** The report a download is of. */
export type DownloadedReport = Pick<ReportVersion, 'requestId' | 'version' | 'bytes'>;

/** So many pieces are kept apart; of more the smallest are forgotten, and have to be given again. */
const mostSpans = 100;

/** Downloads in the database; they go with their report. */
export function createDownloadStore(rows: Rows): DownloadStore {
  const place = 'reader = ? AND request_id = ? AND version = ?';
  const joined = async (
    from: ReadRows,
    reader: string,
    { requestId, version }: DownloadedReport,
    given: Span,
  ) => {
    const row = await from.get(`SELECT covered FROM downloads WHERE ${place}`, reader, requestId, version);
    return join([...(row ? (readStored(row.covered) as Span[]) : []), given]);
  };
  return {
    wouldBeWhole: async (reader, report, given) => isWhole(await joined(rows, reader, report, given), report),
    add: (reader, report, given) =>
      rows.atomically(async (inside) => {
        const spans = await joined(inside, reader, report, given);
        const { requestId, version } = report;
        await inside.run(`DELETE FROM downloads WHERE ${place}`, reader, requestId, version);
        if (isWhole(spans, report)) return true;
        // A report that was destroyed meanwhile has no downloads.
        await inside.run(
          `INSERT INTO downloads (reader, request_id, version, covered)
           SELECT ?, request_id, version, ? FROM reports WHERE request_id = ? AND version = ?`,
          ...[reader, JSON.stringify(largest(spans)), requestId, version],
        );
        return false;
      }),
  };
}

const isWhole = ([one, other]: Span[], { bytes }: DownloadedReport) =>
  one?.first === 0 && one.last === bytes - 1 && other === undefined;

/** In order, those that touch as one. */
function join(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const { first, last } of spans.filter((span) => span.first <= span.last).sort(byFirst)) {
    const before = joined.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

const byFirst = (one: Span, other: Span) => one.first - other.first;

const largest = (spans: Span[]) =>
  [...spans].sort((one, other) => other.last - other.first - (one.last - one.first)).slice(0, mostSpans);
