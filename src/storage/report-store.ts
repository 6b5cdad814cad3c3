import type { Database } from './database.js';
import type { RequestStatus } from './request-store.js';

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
}

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
    insert: ({ requestId, version, status, bytes, sha256, publishedAt }) => {
      database.run(
        `INSERT INTO reports (request_id, version, status, bytes, sha256, published_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        ...[requestId, version, status, bytes, sha256, publishedAt],
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
      })),
    forget: (requestId) => {
      database.run('DELETE FROM reports WHERE request_id = ?', requestId);
    },
  };
}
