import type { Database } from './database.js';

/** One way to somebody's consent: from the link an operator makes to the vendor's answer. Only hashes are kept. */
export interface ConsentRow {
  linkHash: string;
  connectionId: string;
  /** Sealed PKCE verifier. */
  verifier?: string;
  expiresAt: number;
}

/** Consents under way. */
export interface ConsentStore {
  insert(consent: ConsentRow): void;
  /** The link is used up by this; undefined when it is unknown, used or too old. */
  takeLink(linkHash: string, now: number): ConsentRow | undefined;
  /** What the vendor will answer to. */
  bind(linkHash: string, bound: { stateHash: string; browserHash: string; verifier: string }): void;
  /** The consent of a state, once, in the browser that started it, in time. */
  takeState(stateHash: string, browserHash: string, now: number): ConsentRow | undefined;
  removeExpired(now: number): void;
}

/** Consents in the database. */
export function createConsentStore(database: Database): ConsentStore {
  return {
    insert: ({ linkHash, connectionId, expiresAt }) => {
      database.run(
        'INSERT INTO consents (link_hash, connection_id, expires_at) VALUES (?, ?, ?)',
        linkHash,
        connectionId,
        expiresAt,
      );
    },
    takeLink: (linkHash, now) =>
      takeOne(
        database,
        'UPDATE consents SET started_at = ?1 WHERE link_hash = ?2 AND started_at IS NULL AND expires_at > ?1',
        [now, linkHash],
        'SELECT * FROM consents WHERE link_hash = ?',
        linkHash,
      ),
    bind: (linkHash, { stateHash, browserHash, verifier }) => {
      database.run(
        'UPDATE consents SET state_hash = ?, browser_hash = ?, verifier = ? WHERE link_hash = ?',
        stateHash,
        browserHash,
        verifier,
        linkHash,
      );
    },
    takeState: (stateHash, browserHash, now) =>
      takeOne(
        database,
        `UPDATE consents SET ended_at = ?1
         WHERE state_hash = ?2 AND browser_hash = ?3 AND ended_at IS NULL AND expires_at > ?1`,
        [now, stateHash, browserHash],
        'SELECT * FROM consents WHERE state_hash = ?',
        stateHash,
      ),
    removeExpired: (now) => {
      database.run('DELETE FROM consents WHERE expires_at <= ?', now);
    },
  };
}

function takeOne(
  database: Database,
  update: string,
  values: (string | number)[],
  select: string,
  key: string,
): ConsentRow | undefined {
  return database.transaction(() => {
    if (database.run(update, ...values) !== 1) return undefined;
    const row = database.get(select, key);
    return (
      row && {
        linkHash: row.link_hash as string,
        connectionId: row.connection_id as string,
        verifier: (row.verifier as string | null) ?? undefined,
        expiresAt: Number(row.expires_at),
      }
    );
  });
}
