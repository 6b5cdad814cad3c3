import type { Rows } from './rows.js';

/** The keys that seal the files of requests, each wrapped by the key of its connection. */
export interface RequestKeyStore {
  find(requestId: string): Promise<{ connectionId: string; wrapped: string } | undefined>;
  /** Keeps the key that was there first. */
  insert(requestId: string, connectionId: string, wrapped: string): Promise<void>;
  /** Nothing of the request can be read any more. */
  destroy(requestId: string): Promise<void>;
}

/** Keys of requests in the database. */
export function createRequestKeyStore(rows: Rows): RequestKeyStore {
  return {
    find: async (requestId) => {
      const row = await rows.get(
        'SELECT connection_id, wrapped FROM request_keys WHERE request_id = ?',
        requestId,
      );
      return row && { connectionId: row.connection_id as string, wrapped: row.wrapped as string };
    },
    insert: async (requestId, connectionId, wrapped) => {
      await rows.run(
        'INSERT INTO request_keys (request_id, connection_id, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        requestId,
        connectionId,
        wrapped,
      );
    },
    destroy: async (requestId) => {
      await rows.run('DELETE FROM request_keys WHERE request_id = ?', requestId);
    },
  };
}
