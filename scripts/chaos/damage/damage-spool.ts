import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail, startSimulator, type Simulator } from '../../../simulators/zoom/index.js';
import type { Logger } from '../../../src/logger.js';
import { createService, type Service } from '../../../src/service.js';
import { openDataFolder } from '../../../src/files/data-folder.js';
import { hurriedRetry, hurriedTimeouts, zoomOfDays } from '../../../test/support/fast-zoom.js';
import { connectionTo, installedFor } from '../../../test/support/start-service.js';
import { differencesToWorld, readAccount, type ReportAccount } from '../faults/read-account.js';
import { judgeReport } from '../faults/judge-cell.js';
import { ageDays, smallWorld } from '../faults/small-world.js';
import type { Random } from '../random.js';
import { harm, harms } from './harm.js';
import type { DamageTally } from './tally.js';
import { reportFileIn } from '../../../test/support/data-paths.js';
import { coreScopes } from '../../core-scopes.js';

/** A data folder whose request waits for the next day, in the middle of one of its phases. */
interface Waiting {
  phase: string;
  dataDir: string;
  id: string;
  simulator: Simulator;
  whole: ReportAccount;
  close: () => Promise<void>;
}

/** Where the daily limit is met: in a list, in the details, in the files of one source. */
const phases = {
  lists: '/report/users/{userId}/meetings',
  details: '/phone/voice_mails/{voicemailId}',
  files: '/phone/recording/download/{fileId}',
};

/** What the log says when damage was noticed: of what was fetched, and of what was made of it. */
const noticed = {
  fetched: 'damaged files in the spool are fetched again',
  settled: 'records of sources are settled again',
};

/** Harms the spool of requests that wait; they must notice it, fetch it again and end with the right report. */
export async function damageSpool(
  folder: string,
  trials: number,
  random: Random,
  tally: DamageTally,
): Promise<void> {
  const bases: Waiting[] = [];
  try {
    for (const [phase, operation] of Object.entries(phases)) bases.push(await wait(folder, phase, operation));
    for (let trial = 0; trial < trials; trial += 1) {
      const base = bases[trial % bases.length];
      if (base) await damageOnce(folder, base, random, tally);
    }
  } finally {
    for (const base of bases) await base.close();
  }
}

async function wait(folder: string, phase: string, operation: string): Promise<Waiting> {
  const now = new Date();
  const world = smallWorld(now);
  const simulator = await startSimulator({ enforceRateLimits: false, world, scopes: coreScopes });
  const fault = simulator.faults.add({
    ...{ operation, times: Infinity, respond: { kind: '429-daily', retryAfter: 'none' } },
  });
  const dataDir = mkdtempSync(join(folder, 'waiting-'));
  const service = await start(simulator, dataDir, () => undefined);
  const order = { connectionId: 'default', origin: 'chaos', media: true, email: demoEmail };
  const { id } = await service.requests.create(order);
  const request = await service.requests.wait(id, 60_000);
  await service.close();
  fault.remove();
  if (request?.status !== 'paused') throw new Error(`A request that should wait is ${request?.status}.`);
  const unharmed = await goOn(folder, { dataDir, id, simulator });
  const differences = unharmed.account ? differencesToWorld(unharmed.account, world, now) : ['all'];
  const hasNoticed = Object.values(noticed).some((message) => unharmed.messages.has(message));
  if (!unharmed.account || hasNoticed || differences.length > 0)
    throw new Error(`Without harm (${phase}) the report is other than the world: ${differences.join()}`);
  return { phase, dataDir, id, simulator, whole: unharmed.account, close: () => simulator.close() };
}

async function damageOnce(folder: string, base: Waiting, random: Random, tally: DamageTally): Promise<void> {
  let what = '';
  const { messages, account, status } = await goOn(folder, base, (spool) => {
    const files = filesIn(spool).filter((file) => statSync(file).size > 0);
    // Each kind of file as often as the others, however many there are.
    const kind = ['list-', 'detail-', 'file-', 'settled'][random.below(4)] ?? '';
    const ofKind = files.filter((file) => file.includes(`/${kind}`));
    const [file] = random.sample(ofKind.length > 0 ? ofKind : files, 1);
    if (file === undefined) throw new Error('The spool is empty.');
    const how = [...harms, 'removed' as const][random.below(harms.length + 1)] ?? 'removed';
    what = `${how} ${file.slice(spool.length + 1)} while waiting in its ${base.phase}`;
    if (how === 'removed') rmSync(file);
    else writeFileSync(file, harm(readFileSync(file), how, random));
  });
  const kind = `spool, ${/(list|detail|file)-|(settled)\./.exec(what)?.slice(1).find(Boolean) ?? 'other'}`;
  const isFound = messages.has(kind.endsWith('settled') ? noticed.settled : noticed.fetched);
  tally.note(kind, isFound ? 'found' : 'missed', what);
  const wrong = account ? judgeReport(account, base.whole) : `the request is ${status}`;
  if (wrong !== undefined) tally.fail(kind, `${what}: ${wrong}`);
  else if (account?.status !== base.whole.status)
    tally.fail(kind, `${what}: the report is ${account?.status}`);
}

/** Goes on with a copy of what waits, after it was harmed. */
async function goOn(
  folder: string,
  { dataDir, id, simulator }: Pick<Waiting, 'dataDir' | 'id' | 'simulator'>,
  harmSpool: (spool: string) => void = () => undefined,
): Promise<{ messages: ReadonlySet<string>; account?: ReportAccount; status: string }> {
  const copy = mkdtempSync(join(folder, 'harmed-'));
  cpSync(dataDir, copy, { recursive: true });
  harmSpool(join(copy, 'requests', id, 'spool'));
  const messages = new Set<string>();
  const service = await start(simulator, copy, (message) => void messages.add(message));
  try {
    await service.requests.goOn(id);
    const request = await service.requests.wait(id, 60_000);
    const file = request?.report && reportFileIn(service.folder, id, request.report.version);
    return {
      messages,
      account: file === undefined ? undefined : await readAccount(file),
      status: `${request?.status} ${request?.problem?.code ?? ''}`,
    };
  } finally {
    await service.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

function start(simulator: Simulator, dataDir: string, onLine: (message: string) => void): Promise<Service> {
  const line = (_fields: unknown, message: string) => onLine(message);
  const logger: Logger = { info: line, warn: line, error: line };
  return createService({
    ...{ folder: openDataFolder(dataDir), logger },
    ...installedFor(zoomOfDays(ageDays), simulator),
    connection: connectionTo(simulator),
    tuning: { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts },
  });
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => join(entry.parentPath, entry.name));
