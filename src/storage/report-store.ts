import type { Database } from './database.js';
import type { Place } from './vault.js';
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
export const keyPlace = ({ requestId, version }: Pick<ReportVersion, 'requestId' | 'version'>): Place => ({
  ...{ table: 'reports', column: 'key_table', row: `${requestId} ${version}` },
});

/** Published reports; their bytes lie in the data folder. */
export interface ReportStore {
  insert(report: ReportVersion): void;
  /** Oldest first. */
  list(requestId: string): ReportVersion[];
  forget(requestId: string): void;
}

/** Published reports in the database. */
export function createReportStore(database: Database): ReportStore {
  return {
    insert: ({ requestId, version, status, bytes, sha256, publishedAt, keyTable }) => {
      database.run(
        `INSERT INTO reports (request_id, version, status, bytes, sha256, published_at, key_table)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[requestId, version, status, bytes, sha256, publishedAt, keyTable ?? null],
      );
    },
    list: (requestId) =>
      database.all('SELECT * FROM reports WHERE request_id = ? ORDER BY version', requestId).map((row) => ({
        requestId,
        version: Number(row.version),
        status: row.status as RequestStatus,
        bytes: Number(row.bytes),
        sha256: row.sha256 as string,
        publishedAt: Number(row.published_at),
        keyTable: (row.key_table as string | null) ?? undefined,
      })),
    forget: (requestId) => {
      database.run('DELETE FROM reports WHERE request_id = ?', requestId);
    },
  };
}
