import type { Rows } from './rows.js';

/** A key a caller gave with a request, so that sending it twice makes one request. Only hashes are kept. */
export interface IdempotencyKey {
  /** Whose key it is: another caller may use the same text for something else. */
  owner: string;
  keyHash: string;
  bodyHash: string;
  requestId: string;
}

/** Idempotency keys at rest. They go with what their request keeps of a person. */
export interface IdempotencyStore {
  /** Takes a key for a request. Resolves with the one that was there already, which stays; undefined: it is taken now. */
  take(key: IdempotencyKey): Promise<IdempotencyKey | undefined>;
  forget(requestId: string): Promise<void>;
}

/** Idempotency keys in the database. Its unique key decides who was first, not a look before. */
export function createIdempotencyStore(rows: Rows): IdempotencyStore {
  return {
    take: async ({ owner, keyHash, bodyHash, requestId }) => {
      const isNew = await rows.run(
        `INSERT INTO idempotency_keys (owner, key_hash, body_hash, request_id) VALUES (?, ?, ?, ?)
         ON CONFLICT (owner, key_hash) DO NOTHING`,
        ...[owner, keyHash, bodyHash, requestId],
      );
      if (isNew === 1) return undefined;
      const row = await rows.get(
        'SELECT body_hash, request_id FROM idempotency_keys WHERE owner = ? AND key_hash = ?',
        owner,
        keyHash,
      );
      return (
        row && { owner, keyHash, bodyHash: row.body_hash as string, requestId: row.request_id as string }
      );
    },
    forget: async (requestId) => {
      await rows.run('DELETE FROM idempotency_keys WHERE request_id = ?', requestId);
    },
  };
}
