import type { Row, Rows } from './rows.js';
import { readStored } from './stored-json.js';

/** What a key may do. */
export const roles = ['platform', 'operator', 'auditor', 'admin'] as const;

/** What a key may do. */
export type Role = (typeof roles)[number];

/** An API key as it is kept: only the SHA-256 of its secret. */
export interface ApiKey {
  id: string;
  role: Role;
  label: string;
  hash: string;
  /** Whose key it is: the first key of a line of rotated ones. */
  owner: string;
  /** Connections it is limited to; absent: all. */
  connections?: readonly string[];
  createdAt: number;
  lastUsedAt?: number;
  revokedAt?: number;
}

/** API keys at rest. */
export interface ApiKeyStore {
  insert(key: ApiKey): Promise<void>;
  find(id: string): Promise<ApiKey | undefined>;
  list(): Promise<ApiKey[]>;
  /** False when there is no such active key. */
  revoke(id: string, now: number): Promise<boolean>;
  used(id: string, now: number): Promise<void>;
}

/** API keys in the database. */
export function createApiKeyStore(rows: Rows): ApiKeyStore {
  return {
    insert: async ({ id, role, label, hash, owner, connections, createdAt }) => {
      await rows.run(
        `INSERT INTO api_keys (id, role, label, hash, owner, connections, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[id, role, label, hash, owner],
        connections ? JSON.stringify(connections) : null,
        createdAt,
      );
    },
    find: async (id) => {
      const row = await rows.get('SELECT * FROM api_keys WHERE id = ?', id);
      return row && toKey(row);
    },
    list: async () => (await rows.all('SELECT * FROM api_keys ORDER BY created_at, id')).map(toKey),
    revoke: async (id, now) =>
      (await rows.run('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', now, id)) ===
      1,
    used: async (id, now) => {
      await rows.run('UPDATE api_keys SET last_used_at = ? WHERE id = ?', now, id);
    },
  };
}

function toKey(row: Row): ApiKey {
  return {
    id: row.id as string,
    role: row.role as Role,
    label: row.label as string,
    hash: row.hash as string,
    owner: row.owner as string,
    connections: row.connections === null ? undefined : (readStored(row.connections) as string[]),
    createdAt: Number(row.created_at),
    lastUsedAt: row.last_used_at === null ? undefined : Number(row.last_used_at),
    revokedAt: row.revoked_at === null ? undefined : Number(row.revoked_at),
  };
}
