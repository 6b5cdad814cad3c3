import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkExport } from '../../../src/cli/ledger.js';
import { systemClock } from '../../../src/clock.js';
import { genesis, hashOf, type LedgerHead } from '../../../src/ledger/chain.js';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { checkLedger, Ledger, ledgerEvents } from '../../../src/ledger/ledger.js';
import { showEntry } from '../../../src/ledger/show-entry.js';
import { silentLogger } from '../../../src/logger.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createLedgerStore, type LedgerEntry, type LedgerStore } from '../../../src/storage/ledger-store.js';
import type { Random } from '../random.js';
import { harm, harms } from './harm.js';
import type { DamageTally } from './tally.js';

const connections = ['default', 'second-account'];
const entriesEach = 40;

/** A ledger at rest, with everything that is needed to see whether it was touched. */
interface Whole {
  file: string;
  bytes: Buffer;
  /** Places of the file where something of the ledger stands. */
  pages: readonly number[];
  headFolder: string;
  heads: readonly LedgerHead[];
  text: string;
}

const pageBytes = 4_096;

/** Harms rows, the file, the export and the published heads of a ledger; its check must say so. */
export async function damageLedger(
  folder: string,
  trials: number,
  random: Random,
  tally: DamageTally,
): Promise<void> {
  const whole = makeLedger(folder);
  const copy = join(folder, 'damaged.sqlite');
  const ways = [damageRows, damageFile, damageExport, damageHeads];
  for (let trial = 0; trial < trials; trial += 1) {
    // Rows as often as all others together.
    const way = ways[trial % 2 === 0 ? 0 : 1 + (Math.floor(trial / 2) % 3)] ?? damageRows;
    await way(whole, copy, random, tally);
    for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
  }
}

function makeLedger(folder: string): Whole {
  const file = join(folder, 'ledger.sqlite');
  const headFolder = join(folder, 'heads');
  const database = openDatabase(file);
  const heads = new HeadFiles(headFolder);
  const store = createLedgerStore(database);
  const ledger = new Ledger({ store, database, heads, clock: systemClock, logger: silentLogger });
  for (let entry = 0; entry < entriesEach; entry += 1)
    for (const connection of connections)
      ledger.append(connection, ledgerEvents[entry % ledgerEvents.length] ?? 'calls.made', {
        request: `request-${entry}`,
        calls: [{ endpoint: '/users/{email}', status: 200, calls: entry }],
      });
  const text = exportOf(store);
  database.close();
  const bytes = readFileSync(file);
  const marks = [...text.matchAll(/"hash":"([0-9a-f]{64})"/g)].map(([, hash]) => hash ?? '');
  const pages = Array.from({ length: bytes.length / pageBytes }, (_, page) => page * pageBytes).filter(
    (start) => marks.some((mark) => bytes.subarray(start, start + pageBytes).includes(mark)),
  );
  return { file, bytes, pages, headFolder, heads: heads.read().heads, text };
}

const exportOf = (store: LedgerStore) =>
  store
    .connections()
    .flatMap((id) => store.list(id, 0, 10_000))
    .map((entry) => `${JSON.stringify(showEntry(entry))}\n`)
    .join('');

const columns = ['connection_id', 'at', 'event', 'details', 'previous', 'hash'];

/** What somebody with the database in hands can do to rows. */
const rowDamages: Record<string, (database: Database, random: Random) => void> = {
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
    const store = createLedgerStore(database);
    const entries = store.list(id, 0, 10_000);
    const from = random.below(entries.length);
    let previous = entries[from - 1]?.hash ?? genesis;
    for (const entry of entries.slice(from)) {
      const isFirst = entry.sequence === from + 1;
      const forged = { ...entry, previous, details: isFirst ? '{"by":"nobody"}' : entry.details };
      previous = replace(database, forged);
    }
  },
};

const pick = (random: Random) => connections[random.below(connections.length)] ?? '';

function replace(database: Database, entry: LedgerEntry): string {
  const hash = hashOf(entry);
  database.run(
    'UPDATE ledger SET previous = ?, details = ?, hash = ? WHERE connection_id = ? AND sequence = ?',
    ...[entry.previous, entry.details, hash, entry.connectionId, entry.sequence],
  );
  return hash;
}

type Way = (whole: Whole, copy: string, random: Random, tally: DamageTally) => void | Promise<void>;

const damageRows: Way = ({ file, heads, text }, copy, random, tally) => {
  const names = Object.keys(rowDamages);
  const name = names[random.below(names.length)] ?? '';
  copyFileSync(file, copy);
  const database = openDatabase(copy);
  try {
    for (const trigger of ['is_not_changed', 'is_not_shortened', 'follows_itself'])
      database.run(`DROP TRIGGER ledger_${trigger}`);
    rowDamages[name]?.(database, random);
    tally.note(
      `ledger, ${name}`,
      ...judge(
        () => checkStore(database, heads),
        () => exportOf(createLedgerStore(database)) === text,
      ),
    );
  } finally {
    database.close();
  }
};

const damageFile: Way = ({ bytes, pages, heads, text }, copy, random, tally) => {
  // The first page holds the description of the whole file.
  const page = random.below(8) === 0 ? 0 : (pages[random.below(pages.length)] ?? 0);
  const how = (['flip', 'byte', 'zeros'] as const)[random.below(3)] ?? 'flip';
  const harmed = harm(bytes.subarray(page, page + pageBytes), how, random);
  writeFileSync(copy, Buffer.concat([bytes.subarray(0, page), harmed, bytes.subarray(page + pageBytes)]));
  let read = '';
  const check = () => {
    const database = openDatabase(copy);
    try {
      read = exportOf(createLedgerStore(database));
      return checkStore(database, heads);
    } finally {
      database.close();
    }
  };
  tally.note(`ledger file, ${how}`, ...judge(check, () => read === text));
};

const damageExport: Way = async ({ text, heads }, copy, random, tally) => {
  const how = harms[random.below(harms.length)] ?? 'flip';
  const harmed = harm(Buffer.from(text), how, random);
  writeFileSync(copy, harmed);
  const { problems } = await checkExport(copy, [...heads]);
  const isSame = harmed.toString().trimEnd() === text.trimEnd();
  tally.note(
    `ledger export, ${how}`,
    problems.length > 0 ? 'found' : isSame ? 'harmless' : 'missed',
    'a change',
  );
};

const damageHeads: Way = ({ file, headFolder }, copy, random, tally) => {
  const name = `${pick(random)}.json`;
  const other = `${copy}-heads`;
  mkdirSync(other, { recursive: true });
  const whole = readFileSync(join(headFolder, name));
  const harmed = harm(whole, 'flip', random);
  writeFileSync(join(other, name), harmed);
  copyFileSync(file, copy);
  const database = openDatabase(copy);
  try {
    const { heads, problems } = new HeadFiles(other).read();
    const check = () => [...problems, ...checkStore(database, heads)];
    tally.note('published head, flip', ...judge(check, () => isSameHead(whole, harmed)));
  } finally {
    database.close();
    rmSync(other, { recursive: true });
  }
};

function isSameHead(one: Buffer, other: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(one.toString())) === JSON.stringify(JSON.parse(other.toString()));
  } catch {
    return false;
  }
}

const checkStore = (database: Database, heads: readonly LedgerHead[]) =>
  checkLedger(createLedgerStore(database), heads).problems;

/** A database that cannot be read says so as well. */
function judge(check: () => string[], isSame: () => boolean): ['found' | 'harmless' | 'missed', string] {
  try {
    if (check().length > 0) return ['found', ''];
  } catch {
    return ['found', ''];
  }
  return [isSame() ? 'harmless' : 'missed', 'a change'];
}
