import { inPages, pageSize, type Row, type Rows } from './rows.js';

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
  /**
   * Keeps everybody else from the end of a connection's chain until the transaction ends: who appends reads the last
   * entry after this.
   */
  lockHead(connectionId: string): Promise<void>;
  append(entry: LedgerEntry): Promise<void>;
  last(connectionId: string): Promise<LedgerEntry | undefined>;
  /** Entries behind a sequence number, in order. */
  list(connectionId: string, after: number, limit: number): Promise<LedgerEntry[]>;
  /** All entries of a connection, in order. */
  all(connectionId: string): AsyncIterable<LedgerEntry[]>;
  /** Entries about one request, in order. Details are looked at as text: damaged ones must not keep the others away. */
  ofRequest(connectionId: string, requestId: string): Promise<LedgerEntry[]>;
  connections(): Promise<string[]>;
  /** What refuses changes, by name: its SQL with single spaces. */
  guards(): Promise<Map<string, string>>;
}

/** The ledger in the database. Damaged text need not be UTF-8: it is read as bytes. */
export function createLedgerStore(rows: Rows): LedgerStore {
  const { bytes, fromBytes, guardsOf } = rows.dialect;
  const columns = ['connection_id', 'at', 'event', 'details', 'previous', 'hash'];
  const select = `SELECT sequence, ${columns.map((name) => `${bytes(name)} AS ${name}`).join(', ')} FROM ledger`;
  const toEntry = (row: Row): LedgerEntry => ({
    connectionId: fromBytes(row.connection_id),
    sequence: Number(row.sequence),
    at: fromBytes(row.at),
    event: fromBytes(row.event),
    details: fromBytes(row.details),
    previous: fromBytes(row.previous),
    hash: fromBytes(row.hash),
  });
  const list = async (connectionId: string, after: number, limit: number) => {
    const where = 'WHERE ledger.connection_id = ? AND sequence > ? ORDER BY sequence LIMIT ?';
    return (await rows.all(`${select} ${where}`, connectionId, after, limit)).map(toEntry);
  };
  return {
    lockHead: async (connectionId) => {
      await rows.run(
        `INSERT INTO ledger_heads (connection_id, appended) VALUES (?, 1)
         ON CONFLICT (connection_id) DO UPDATE SET appended = ledger_heads.appended + 1`,
        connectionId,
      );
    },
    append: async ({ connectionId, sequence, at, event, details, previous, hash }) => {
      await rows.run(
        `INSERT INTO ledger (connection_id, sequence, at, event, details, previous, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[connectionId, sequence, at, event, details, previous, hash],
      );
    },
    last: async (connectionId) => {
      const where = 'WHERE ledger.connection_id = ? ORDER BY sequence DESC LIMIT 1';
      const row = await rows.get(`${select} ${where}`, connectionId);
      return row && toEntry(row);
    },
    list,
    all: (connectionId) => inPages((last) => list(connectionId, last?.sequence ?? 0, pageSize)),
    ofRequest: async (connectionId, requestId) => {
      const where = 'WHERE ledger.connection_id = ? AND ledger.details LIKE ? ORDER BY sequence';
      const found = await rows.all(`${select} ${where}`, connectionId, `%"request":"${requestId}"%`);
      return found.map(toEntry);
    },
    connections: async () =>
      (await rows.all(`SELECT DISTINCT ${bytes('connection_id')} AS id FROM ledger ORDER BY id`)).map((row) =>
        fromBytes(row.id),
      ),
    guards: async () =>
      new Map(
        (await rows.all(guardsOf('ledger'))).map(({ name, sql }) => [
          fromBytes(name),
          fromBytes(sql).replaceAll(/\s+/g, ' '),
        ]),
      ),
  };
}
