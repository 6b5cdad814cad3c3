import type { Database, Row, Value } from './database.js';

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
  /** The triggers that refuse changes, by name: their SQL with single spaces. */
  triggers(): Map<string, string>;
}

/** Damaged text need not be UTF-8, at which the database's binding ends the process: it is read as bytes. */
const columns = [
  'sequence',
  ...['connection_id', 'at', 'event', 'details', 'previous', 'hash'].map((name) => `hex(${name}) AS ${name}`),
].join(', ');

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
        `SELECT ${columns} FROM ledger WHERE ledger.connection_id = ? ORDER BY sequence DESC LIMIT 1`,
        connectionId,
      );
      return row && toEntry(row);
    },
    list: (connectionId, after, limit) =>
      database
        .all(
          `SELECT ${columns} FROM ledger WHERE ledger.connection_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
          connectionId,
          after,
          limit,
        )
        .map(toEntry),
    connections: () =>
      database
        .all('SELECT DISTINCT hex(connection_id) AS id FROM ledger ORDER BY id')
        .map((row) => toText(row.id)),
    triggers: () =>
      new Map(
        database
          .all(
            "SELECT hex(name) AS name, hex(sql) AS sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'",
          )
          .map(({ name, sql }) => [toText(name), toText(sql).replaceAll(/\s+/g, ' ')]),
      ),
  };
}

function toEntry(row: Row): LedgerEntry {
  return {
    connectionId: toText(row.connection_id),
    sequence: Number(row.sequence),
    at: toText(row.at),
    event: toText(row.event),
    details: toText(row.details),
    previous: toText(row.previous),
    hash: toText(row.hash),
  };
}

const toText = (hex: Value | undefined) => Buffer.from(String(hex), 'hex').toString('utf8');
