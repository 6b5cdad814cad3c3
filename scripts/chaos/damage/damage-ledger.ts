import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkExport } from '../../../src/cli/ledger.js';
import type { LedgerHead } from '../../../src/ledger/chain.js';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { checkLedger } from '../../../src/ledger/ledger.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createLedgerStore } from '../../../src/storage/ledger-store.js';
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
