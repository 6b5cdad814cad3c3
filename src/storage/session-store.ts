import type { Row, Rows } from './rows.js';

/** Somebody who is signed in at the console. Of the cookie only the SHA-256 is kept. */
export interface Session {
  idHash: string;
  /** Whose session it is: the owner of the key, or the subject of an identity provider. */
  owner: string;
  /** The key it was exchanged for; absent: an identity provider vouched. */
  keyId?: string;
  /** What else it rests on: the hash of that key, or the role that was claimed. When it changes, the session is over. */
  basis: string;
  createdAt: number;
  /** When the person last did something. */
  seenAt: number;
  /** When it ends whatever the person does. */
  expiresAt: number;
  userAgent: string;
}

/** Sessions at rest. */
export interface SessionStore {
  insert(session: Session): Promise<void>;
  find(idHash: string): Promise<Session | undefined>;
  /** Newest first; of all owners when none is named. */
  list(owner?: string): Promise<Session[]>;
  seen(idHash: string, now: number): Promise<void>;
  end(idHash: string): Promise<void>;
  /** Removes those that are too old, or were last used before a moment. */
  removeOver(now: number, idleSince: number): Promise<void>;
}

/** Sessions in the database. */
export function createSessionStore(rows: Rows): SessionStore {
  return {
    insert: async ({ idHash, owner, keyId, basis, createdAt, seenAt, expiresAt, userAgent }) => {
      await rows.run(
        `INSERT INTO sessions (id_hash, owner, key_id, basis, created_at, seen_at, expires_at, user_agent)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[idHash, owner, keyId ?? null, basis, createdAt, seenAt, expiresAt, userAgent],
      );
    },
    find: async (idHash) => {
      const row = await rows.get('SELECT * FROM sessions WHERE id_hash = ?', idHash);
      return row && toSession(row);
    },
    list: async (owner) =>
      (
        await rows.all(
          'SELECT * FROM sessions WHERE ?1 IS NULL OR owner = ?1 ORDER BY created_at DESC, id_hash',
          owner ?? null,
        )
      ).map(toSession),
    seen: async (idHash, now) => {
      await rows.run('UPDATE sessions SET seen_at = ? WHERE id_hash = ?', now, idHash);
    },
    end: async (idHash) => {
      await rows.run('DELETE FROM sessions WHERE id_hash = ?', idHash);
    },
    removeOver: async (now, idleSince) => {
      await rows.run('DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?', now, idleSince);
    },
  };
}

const toSession = (row: Row): Session => ({
  idHash: row.id_hash as string,
  owner: row.owner as string,
  keyId: (row.key_id as string | null) ?? undefined,
  basis: row.basis as string,
  createdAt: Number(row.created_at),
  seenAt: Number(row.seen_at),
  expiresAt: Number(row.expires_at),
  userAgent: row.user_agent as string,
});
