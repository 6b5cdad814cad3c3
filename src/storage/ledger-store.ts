import type { Database, Row } from './database.js';

/** One entry of the ledger of a connection. */
export interface LedgerEntry {
  connectionId: string;
  /** Counted from 1, without gaps. */
  sequence: number;
  /** ISO 8601, UTC. */
  at: string;
  event: string;
  /** Canonical JSON: facts, never a person's data. */
  details: string;
  /** Hash of the entry before it. */
  previous: string;
  hash: string;
}

/** The ledger at rest. The database itself refuses to change or remove entries. */
export interface LedgerStore {
  append(entry: LedgerEntry): void;
  last(connectionId: string): LedgerEntry | undefined;
  /** Entries behind a sequence number, in order. */
  list(connectionId: string, after: number, limit: number): LedgerEntry[];
  connections(): string[];
}

/** The ledger in the database. */
export function createLedgerStore(database: Database): LedgerStore {
  return {
    append: ({ connectionId, sequence, at, event, details, previous, hash }) => {
      database.run(
        `INSERT INTO ledger (connection_id, sequence, at, event, details, previous, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[connectionId, sequence, at, event, details, previous, hash],
      );
    },
    last: (connectionId) => {
      const row = database.get(
        'SELECT * FROM ledger WHERE connection_id = ? ORDER BY sequence DESC LIMIT 1',
        connectionId,
      );
      return row && toEntry(row);
    },
    list: (connectionId, after, limit) =>
      database
        .all(
          'SELECT * FROM ledger WHERE connection_id = ? AND sequence > ? ORDER BY sequence LIMIT ?',
          connectionId,
          after,
          limit,
        )
        .map(toEntry),
    connections: () =>
      database
        .all('SELECT DISTINCT connection_id FROM ledger ORDER BY connection_id')
        .map((row) => row.connection_id as string),
  };
}

function toEntry(row: Row): LedgerEntry {
  return {
    connectionId: row.connection_id as string,
    sequence: Number(row.sequence),
    at: row.at as string,
    event: row.event as string,
    details: row.details as string,
    previous: row.previous as string,
    hash: row.hash as string,
  };
}
