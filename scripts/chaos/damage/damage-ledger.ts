import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkExport } from '../../../src/cli/ledger.js';
import type { LedgerHead } from '../../../src/ledger/chain.js';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { checkLedger } from '../../../src/ledger/ledger.js';
import { openDatabase } from '../../../src/storage/sqlite/database.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { LedgerStore } from '../../../src/storage/ledger-store.js';
import type { Random } from '../random.js';
import { harm, harms } from './harm.js';
import { exportOf, makeLedger, pageBytes, type Whole } from './make-ledger.js';
import { pick, rowDamages } from './row-damages.js';
import type { DamageTally } from './tally.js';

/** Harms rows, the file, the export and the published heads of a ledger; its check must say so. */
export async function damageLedger(
  folder: string,
  trials: number,
  random: Random,
  tally: DamageTally,
): Promise<void> {
  const whole = await makeLedger(folder);
  const copy = join(folder, 'damaged.sqlite');
  const ways = [damageRows, damageFile, damageExport, damageHeads];
  for (let trial = 0; trial < trials; trial += 1) {
    // Rows as often as all others together.
    const way = ways[trial % 2 === 0 ? 0 : 1 + (Math.floor(trial / 2) % 3)] ?? damageRows;
    await way(whole, copy, random, tally);
    for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
  }
}

type Way = (whole: Whole, copy: string, random: Random, tally: DamageTally) => void | Promise<void>;

const damageRows: Way = async ({ file, heads, text }, copy, random, tally) => {
  const names = Object.keys(rowDamages);
  const name = names[random.below(names.length)] ?? '';
  copyFileSync(file, copy);
  const database = openDatabase(copy);
  for (const trigger of ['is_not_changed', 'is_not_shortened', 'follows_itself'])
    database.run(`DROP TRIGGER ledger_${trigger}`);
  rowDamages[name]?.(database, random);
  database.close();
  const isSame = async () => (await read(copy, exportOf)) === text;
  tally.note(`ledger, ${name}`, ...(await judge(() => check(copy, heads), isSame)));
};

const damageFile: Way = async ({ bytes, pages, heads, text }, copy, random, tally) => {
  // The first page holds the description of the whole file.
  const page = random.below(8) === 0 ? 0 : (pages[random.below(pages.length)] ?? 0);
  const how = (['flip', 'byte', 'zeros'] as const)[random.below(3)] ?? 'flip';
  const harmed = harm(bytes.subarray(page, page + pageBytes), how, random);
  writeFileSync(copy, Buffer.concat([bytes.subarray(0, page), harmed, bytes.subarray(page + pageBytes)]));
  let found = '';
  const readAndCheck = async () => {
    found = await read(copy, exportOf);
    return check(copy, heads);
  };
  tally.note(`ledger file, ${how}`, ...(await judge(readAndCheck, () => found === text)));
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

const damageHeads: Way = async ({ file, headFolder }, copy, random, tally) => {
  const name = `${pick(random)}.json`;
  const other = `${copy}-heads`;
  mkdirSync(other, { recursive: true });
  const whole = readFileSync(join(headFolder, name));
  const harmed = harm(whole, 'flip', random);
  writeFileSync(join(other, name), harmed);
  copyFileSync(file, copy);
  const { heads, problems } = new HeadFiles(other).read();
  const checkAll = async () => [...problems, ...(await check(copy, heads))];
  tally.note('published head, flip', ...(await judge(checkAll, () => isSameHead(whole, harmed))));
  rmSync(other, { recursive: true });
};

function isSameHead(one: Buffer, other: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(one.toString())) === JSON.stringify(JSON.parse(other.toString()));
  } catch {
    return false;
  }
}

const check = (path: string, heads: readonly LedgerHead[]) =>
  read(path, async (ledger) => (await checkLedger(ledger, heads)).problems);

async function read<T>(path: string, work: (ledger: LedgerStore) => Promise<T>): Promise<T> {
  const store = await openStore(path);
  try {
    return await work(store.ledger);
  } finally {
    await store.close();
  }
}

/** A database that cannot be read says so as well. */
async function judge(
  problems: () => Promise<string[]>,
  isSame: () => boolean | Promise<boolean>,
): Promise<['found' | 'harmless' | 'missed', string]> {
  try {
    if ((await problems()).length > 0) return ['found', ''];
  } catch {
    return ['found', ''];
  }
  return [(await isSame()) ? 'harmless' : 'missed', 'a change'];
}
