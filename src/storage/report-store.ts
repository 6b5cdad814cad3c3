import type { Rows } from './rows.js';
import type { Cell } from './vault.js';
import type { RequestStatus } from '../model/access-request.js';

/** One published version of the report of a request. */
export interface ReportVersion {
  requestId: string;
  /** Counted from 1. */
  version: number;
  /** How the request stood with it. */
  status: RequestStatus;
  bytes: number;
  sha256: string;
  publishedAt: number;
  /** Who stands behind the pseudonyms, sealed; absent: there are none. */
  keyTable?: string;
}

/** Where the key to the pseudonyms of a report stands. */
export const keyCell = ({ requestId, version }: Pick<ReportVersion, 'requestId' | 'version'>): Cell => ({
  ...{ table: 'reports', column: 'key_table', row: `${requestId} ${version}` },
});

/** Published reports; their bytes lie in the data folder. */
export interface ReportStore {
  insert(report: ReportVersion): Promise<void>;
  /** Oldest first. */
  list(requestId: string): Promise<ReportVersion[]>;
  forget(requestId: string): Promise<void>;
}

/** Published reports in the database. */
export function createReportStore(rows: Rows): ReportStore {
  return {
    insert: async ({ requestId, version, status, bytes, sha256, publishedAt, keyTable }) => {
      await rows.run(
        `INSERT INTO reports (request_id, version, status, bytes, sha256, published_at, key_table)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[requestId, version, status, bytes, sha256, publishedAt, keyTable ?? null],
      );
    },
    list: async (requestId) =>
      (await rows.all('SELECT * FROM reports WHERE request_id = ? ORDER BY version', requestId)).map(
        (row) => ({
          requestId,
          version: Number(row.version),
          status: row.status as RequestStatus,
          bytes: Number(row.bytes),
          sha256: row.sha256 as string,
          publishedAt: Number(row.published_at),
          keyTable: (row.key_table as string | null) ?? undefined,
        }),
      ),
    forget: async (requestId) => {
      await rows.run('DELETE FROM reports WHERE request_id = ?', requestId);
    },
  };
}
