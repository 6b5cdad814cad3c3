import type { Row, Rows } from './rows.js';
import { readStored } from './stored-json.js';

/** How a consent ended, so that whoever comes back to its page reads the same. */
export type ConsentOutcome =
  /** Titles of the sources whose scopes were not granted. */
  | { isConnected: true; missing: string[] }
  /** The status of the page and why nothing was connected, in words. */
  | { isConnected: false; status: number; why: string };

/** What is bound to a consent when its link is used. */
export interface StartedConsent {
  stateHash: string;
  browserHash: string;
  /** Sealed PKCE verifier. */
  verifier: string;
  /** Sealed address of the vendor's page. */
  way: string;
}

/** One way to somebody's consent: from the link an operator makes to the vendor's answer. Only hashes are kept. */
export interface ConsentRow extends Partial<StartedConsent> {
  linkHash: string;
  connectionId: string;
  expiresAt: number;
  /** The vendor's answer was taken then. */
  endedAt?: number;
  /** Absent after the end: the process ended before the consent did. */
  outcome?: ConsentOutcome;
}

/** Consents under way, and how they ended until their time is over. */
export interface ConsentStore {
  insert(consent: Pick<ConsentRow, 'linkHash' | 'connectionId' | 'expiresAt'>): Promise<void>;
  findByLink(linkHash: string, now: number): Promise<ConsentRow | undefined>;
  findByState(stateHash: string, now: number): Promise<ConsentRow | undefined>;
  /** Uses the link up; false: it was used already, or is too old. */
  start(linkHash: string, started: StartedConsent, now: number): Promise<boolean>;
  /** Takes the vendor's answer; false: it was taken already, or came too late. */
  take(linkHash: string, now: number): Promise<boolean>;
  remember(linkHash: string, outcome: ConsentOutcome): Promise<void>;
  removeExpired(now: number): Promise<void>;
}

/** Consents in the database. */
export function createConsentStore(rows: Rows): ConsentStore {
  const find = async (column: 'link_hash' | 'state_hash', value: string, now: number) => {
    const row = await rows.get(`SELECT * FROM consents WHERE ${column} = ? AND expires_at > ?`, value, now);
    return row && toConsent(row);
  };
  return {
    insert: async ({ linkHash, connectionId, expiresAt }) => {
      await rows.run(
        'INSERT INTO consents (link_hash, connection_id, expires_at) VALUES (?, ?, ?)',
        ...[linkHash, connectionId, expiresAt],
      );
    },
    findByLink: (linkHash, now) => find('link_hash', linkHash, now),
    findByState: (stateHash, now) => find('state_hash', stateHash, now),
    start: async (linkHash, { stateHash, browserHash, verifier, way }, now) =>
      (await rows.run(
        `UPDATE consents SET started_at = ?1, state_hash = ?2, browser_hash = ?3, verifier = ?4, way = ?5
         WHERE link_hash = ?6 AND started_at IS NULL AND expires_at > ?1`,
        ...[now, stateHash, browserHash, verifier, way, linkHash],
      )) === 1,
    take: async (linkHash, now) =>
      (await rows.run(
        `UPDATE consents SET ended_at = ?1, verifier = NULL, way = NULL
         WHERE link_hash = ?2 AND ended_at IS NULL AND expires_at > ?1`,
        ...[now, linkHash],
      )) === 1,
    remember: async (linkHash, outcome) => {
      await rows.run(
        'UPDATE consents SET outcome = ? WHERE link_hash = ?',
        JSON.stringify(outcome),
        linkHash,
      );
    },
    removeExpired: async (now) => {
      await rows.run('DELETE FROM consents WHERE expires_at <= ?', now);
    },
  };
}

function toConsent(row: Row): ConsentRow {
  const text = (value: unknown) => (value as string | null) ?? undefined;
  return {
    linkHash: row.link_hash as string,
    connectionId: row.connection_id as string,
    stateHash: text(row.state_hash),
    browserHash: text(row.browser_hash),
    verifier: text(row.verifier),
    way: text(row.way),
    expiresAt: Number(row.expires_at),
    endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
    outcome: row.outcome === null ? undefined : (readStored(row.outcome) as ConsentOutcome),
  };
}
