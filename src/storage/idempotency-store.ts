import type { Database } from './database.js';

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
  find(owner: string, keyHash: string): IdempotencyKey | undefined;
  insert(key: IdempotencyKey): void;
  forget(requestId: string): void;
}

/** Idempotency keys in the database. */
export function createIdempotencyStore(database: Database): IdempotencyStore {
  return {
    find: (owner, keyHash) => {
      const row = database.get(
        'SELECT body_hash, request_id FROM idempotency_keys WHERE owner = ? AND key_hash = ?',
        owner,
        keyHash,
      );
      return (
        row && { owner, keyHash, bodyHash: row.body_hash as string, requestId: row.request_id as string }
      );
    },
    insert: ({ owner, keyHash, bodyHash, requestId }) => {
      database.run(
        'INSERT INTO idempotency_keys (owner, key_hash, body_hash, request_id) VALUES (?, ?, ?, ?)',
        owner,
        keyHash,
        bodyHash,
        requestId,
      );
    },
    forget: (requestId) => {
      database.run('DELETE FROM idempotency_keys WHERE request_id = ?', requestId);
    },
  };
}
