import { genesis, hashOf } from '../../../src/ledger/chain.js';
import type { Database } from '../../../src/storage/sqlite/database.js';
import type { LedgerEntry } from '../../../src/storage/ledger-store.js';
import type { Random } from '../random.js';
import { harm } from './harm.js';
import { connections, entriesEach } from './make-ledger.js';

const columns = ['connection_id', 'at', 'event', 'details', 'previous', 'hash'];

/** What somebody with the database in hands can do to rows. */
export const rowDamages: Record<string, (database: Database, random: Random) => void> = {
  'a bit of a column': (database, random) => {
    const [row] = random.sample(database.all('SELECT rowid AS id, * FROM ledger'), 1);
    const column = columns[random.below(columns.length)] ?? 'hash';
    const harmed = harm(Buffer.from(String(row?.[column])), 'flip', random).toString('hex');
    database.run(`UPDATE ledger SET ${column} = CAST(x'${harmed}' AS TEXT) WHERE rowid = ?`, row?.id ?? 0);
  },
  'a sequence number': (database, random) => {
    const bit = 1 << random.below(16);
    database.run(
      'UPDATE OR REPLACE ledger SET sequence = (sequence | ?1) - (sequence & ?1) WHERE rowid = ?2',
      bit,
      1 + random.below(entriesEach * connections.length),
    );
  },
  'a row removed': (database, random) => {
    database.run('DELETE FROM ledger WHERE rowid = ?', 1 + random.below(entriesEach * connections.length));
  },
  'the tail removed': (database, random) => {
    database.run(
      'DELETE FROM ledger WHERE sequence > ? AND connection_id = ?',
      random.below(entriesEach),
      pick(random),
    );
  },
  'a row put in': (database, random) => {
    const id = pick(random);
    const place = 1 + random.below(entriesEach + 1);
    database.run(
      'UPDATE ledger SET sequence = -sequence - 1 WHERE connection_id = ? AND sequence >= ?',
      id,
      place,
    );
    database.run('UPDATE ledger SET sequence = -sequence WHERE sequence < 0');
    database.run(
      `INSERT INTO ledger SELECT connection_id, ?1, at, event, details, previous, hash FROM ledger
       WHERE connection_id = ?2 LIMIT 1`,
      place,
      id,
    );
  },
  'two rows exchanged': (database, random) => {
    const id = pick(random);
    const first = 1 + random.below(entriesEach - 1);
    const swap = 'UPDATE ledger SET sequence = ? WHERE connection_id = ? AND sequence = ?';
    database.run(swap, -1, id, first);
    database.run(swap, first, id, first + 1);
    database.run(swap, first + 1, id, -1);
  },
  'all rewritten from a row on': (database, random) => {
    const id = pick(random);
    const entries = entriesOf(database, id);
    const from = random.below(entries.length);
    let previous = entries[from - 1]?.hash ?? genesis;
    for (const entry of entries.slice(from)) {
      const isFirst = entry.sequence === from + 1;
      const forged = { ...entry, previous, details: isFirst ? '{"by":"nobody"}' : entry.details };
      previous = replace(database, forged);
    }
  },
};

/** One of the connections. */
export const pick = (random: Random) => connections[random.below(connections.length)] ?? '';

function replace(database: Database, entry: LedgerEntry): string {
  const hash = hashOf(entry);
  database.run(
    'UPDATE ledger SET previous = ?, details = ?, hash = ? WHERE connection_id = ? AND sequence = ?',
    ...[entry.previous, entry.details, hash, entry.connectionId, entry.sequence],
  );
  return hash;
}

const entriesOf = (database: Database, id: string): LedgerEntry[] =>
  database.all('SELECT * FROM ledger WHERE connection_id = ? ORDER BY sequence', id).map((row) => ({
    ...{ connectionId: id, sequence: Number(row.sequence), at: String(row.at), event: String(row.event) },
    ...{ details: String(row.details), previous: String(row.previous), hash: String(row.hash) },
  }));
