import type { Rows } from './rows.js';

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
  add(counts: readonly CallCount[]): Promise<void>;
  list(requestId: string): Promise<CallCount[]>;
  forget(requestId: string): Promise<void>;
}

/** Counted calls in the database. */
export function createCallCounts(rows: Rows): CallCounts {
  return {
    add: (counts) =>
      rows.atomically(async (inside) => {
        // A request may be gone by the time its last calls are counted.
        for (const { requestId, endpoint, status, calls } of counts)
          await inside.run(
            `INSERT INTO request_calls (request_id, endpoint, status, calls)
             SELECT id, ?2, ?3, ?4 FROM access_requests WHERE id = ?1
             ON CONFLICT (request_id, endpoint, status) DO UPDATE SET calls = request_calls.calls + excluded.calls`,
            ...[requestId, endpoint, status, calls],
          );
      }),
    list: async (requestId) => {
      const found = await rows.all(
        'SELECT * FROM request_calls WHERE request_id = ? ORDER BY endpoint, status',
        requestId,
      );
      return found.map((row) => ({
        requestId,
        endpoint: row.endpoint as string,
        status: Number(row.status),
        calls: Number(row.calls),
      }));
    },
    forget: async (requestId) => {
      await rows.run('DELETE FROM request_calls WHERE request_id = ?', requestId);
    },
  };
}
