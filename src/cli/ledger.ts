import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '../errors.js';
import { ChainCheck, type LedgerHead } from '../ledger/chain.js';
import { HeadFiles, readHead } from '../ledger/heads.js';
import { checkLedger, type LedgerCheck } from '../ledger/ledger.js';
import { readEntry, showEntry } from '../ledger/show-entry.js';
import { hasDatabase, openDataFolder } from '../files/data-folder.js';
import type { LedgerStore } from '../storage/ledger-store.js';
import { openStore } from '../storage/sqlite/open-store.js';
import { declaredGuards } from '../storage/sqlite/declared-guards.js';
import { exitCodes } from './exit-codes.js';

/** What else the ledger is held against. */
export interface VerifyLedgerOptions {
  /** Reports whose `bag-info.txt` names a head. */
  report?: string[];
  /** Log files of the service. */
  log?: string[];
  /** An export instead of the database. */
  file?: string;
  json?: boolean;
}

/** Checks the ledger against every head that was published outside it, and says what was checked. */
export async function runVerifyLedger(dataDir: string, options: VerifyLedgerOptions): Promise<number> {
  const known: LedgerHead[] = [];
  const problems: string[] = [];
  // A report is read by what unpacks zips, which the ledger alone does not need.
  for (const report of options.report ?? [])
    known.push(await (await import('../report/read-ledger-head.js')).readLedgerHead(report));
  for (const log of options.log ?? []) {
    const read = await headsInLog(log);
    known.push(...read.heads);
    problems.push(...read.problems);
  }
  const check =
    options.file === undefined
      ? await checkDatabase(dataDir, known, problems)
      : await checkExport(options.file, known);
  tell({ heads: check.heads, problems: [...problems, ...check.problems] }, known.length, options.json);
  return problems.length + check.problems.length === 0 ? exitCodes.completed : exitCodes.failed;
}

/** Writes the ledger as NDJSON, one entry a line. */
export async function runExportLedger(
  dataDir: string,
  { connection }: { connection?: string },
): Promise<number> {
  refuseWithoutDatabase(dataDir);
  await withStore(dataDir, async (store) => {
    const ids = connection === undefined ? await store.connections() : [connection];
    for (const id of ids)
      for await (const page of store.all(id))
        for (const entry of page) process.stdout.write(`${JSON.stringify(showEntry(entry))}\n`);
  });
  return exitCodes.completed;
}

function checkDatabase(dataDir: string, known: LedgerHead[], problems: string[]): Promise<LedgerCheck> {
  refuseWithoutDatabase(dataDir);
  const files = new HeadFiles(openDataFolder(dataDir).ledgerHeads).read();
  problems.push(...files.problems);
  return withStore(dataDir, async (store) => {
    const published = new Set(files.heads.map(({ connectionId }) => connectionId));
    const bare = (await store.connections()).filter((id) => !published.has(id));
    problems.push(...bare.map((id) => `${id}: has entries, and no head beside the database`));
    problems.push(...(await missingGuards(store)));
    return checkLedger(store, [...files.heads, ...known]);
  });
}

/** Without a trigger entries can be changed unseen until the chain is next held against a published head. */
async function missingGuards(store: LedgerStore): Promise<string[]> {
  const present = await store.guards();
  return [...declaredGuards('ledger')]
    .filter(([name, sql]) => present.get(name) !== sql)
    .map(([name]) => `the database does not refuse changes any more: the trigger ${name} is gone or another`);
}

/** A mistyped folder would be made, and its empty ledger be called valid. */
function refuseWithoutDatabase(dataDir: string): void {
  if (!hasDatabase(dataDir))
    throw new AppError('invalid_configuration', `There is no ledger in ${dataDir}. Set DSAR_DATA_DIR.`);
}

async function withStore<T>(dataDir: string, work: (store: LedgerStore) => Promise<T>): Promise<T> {
  const store = await openStore(openDataFolder(dataDir).database);
  try {
    return await work(store.ledger);
  } finally {
    await store.close();
  }
}

/** Checks an export, line by line, against heads that are known from outside. */
export async function checkExport(file: string, known: LedgerHead[]): Promise<LedgerCheck> {
  const checks = new Map<string, ChainCheck>();
  const checkOf = (id: string) => {
    const check =
      checks.get(id) ??
      new ChainCheck(
        id,
        known.filter(({ connectionId }) => connectionId === id),
      );
    checks.set(id, check);
    return check;
  };
  const problems: string[] = [];
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    const entry = readEntry(text);
    if (entry) checkOf(entry.connectionId).add(entry);
    else problems.push(`line ${line}: is not an entry`);
  }
  for (const { connectionId } of known) checkOf(connectionId);
  const ends = [...checks.values()].map((check) => check.end());
  return {
    heads: ends.map(({ head }) => head),
    problems: [...problems, ...ends.flatMap((end) => end.problems)],
  };
}

/** Whoever gathers the logs may write more before each line, such as its time. */
async function headsInLog(file: string): Promise<{ heads: LedgerHead[]; problems: string[] }> {
  const heads: LedgerHead[] = [];
  const problems: string[] = [];
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (!text.includes('"ledgerHead"')) continue;
    const head = headInLine(text.slice(text.indexOf('{')));
    if (head) heads.push(head);
    else problems.push(`line ${line} of ${file}: names a head that cannot be read`);
  }
  return { heads, problems };
}

function headInLine(text: string): LedgerHead | undefined {
  try {
    const { connectionId, ledgerSequence, ledgerHead } = JSON.parse(text) as Record<string, unknown>;
    const head = { connection_id: connectionId, sequence: ledgerSequence, hash: ledgerHead };
    return readHead(JSON.stringify(head));
  } catch {
    return undefined; // the line was cut, or is no line of the service
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  } catch (cause) {
    throw new AppError('invalid_request', `${file} cannot be read.`, { cause });
  }
}

function tell({ heads, problems }: LedgerCheck, known: number, json?: boolean): void {
  if (json) {
    const shown = heads.map(({ connectionId, sequence, hash }) => ({
      ...{ connection_id: connectionId, sequence, hash },
    }));
    process.stdout.write(`${JSON.stringify({ valid: problems.length === 0, heads: shown, problems })}\n`);
    return;
  }
  const lines = [
    ...heads.map(({ connectionId, sequence, hash }) => `${connectionId}: ${sequence} entries, head ${hash}`),
    ...problems.map((problem) => `wrong: ${problem}`),
    ...(known > 0 ? [`held against ${known} heads of reports and logs`] : []),
    problems.length === 0 ? 'valid' : 'invalid',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
