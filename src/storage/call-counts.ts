import type { Database } from './database.js';

/** Calls made for one request with one operation and one answer. */
export interface CallCount {
  requestId: string;
  /** Template of the operation; never its values. */
  endpoint: string;
  /** HTTP status of the answer. */
  status: number;
  calls: number;
}

/** What was asked of the vendor for each request. */
export interface CallCounts {
  add(counts: readonly CallCount[]): void;
  list(requestId: string): CallCount[];
  forget(requestId: string): void;
}

/** Counted calls in the database. */
export function createCallCounts(database: Database): CallCounts {
  return {
    add: (counts) =>
      database.transaction(() => {
        // A request may be gone by the time its last calls are counted.
        for (const { requestId, endpoint, status, calls } of counts)
          database.run(
            `INSERT INTO request_calls (request_id, endpoint, status, calls)
             SELECT id, ?2, ?3, ?4 FROM access_requests WHERE id = ?1
             ON CONFLICT (request_id, endpoint, status) DO UPDATE SET calls = calls + excluded.calls`,
            ...[requestId, endpoint, status, calls],
          );
      }),
    list: (requestId) =>
      database
        .all('SELECT * FROM request_calls WHERE request_id = ? ORDER BY endpoint, status', requestId)
        .map((row) => ({
          requestId,
          endpoint: row.endpoint as string,
          status: Number(row.status),
          calls: Number(row.calls),
        })),
    forget: (requestId) => {
      database.run('DELETE FROM request_calls WHERE request_id = ?', requestId);
    },
  };
}
