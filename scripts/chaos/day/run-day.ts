import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail, demoWorld, startSimulator } from '../../../simulators/zoom/index.js';
import { nextMidnight } from '../../../src/clock.js';
import { toDay } from '../../../src/clock.js';
import { monthsBefore } from '../../../src/model/days.js';
import { showRequest, type ShownRequest } from '../../../src/api/show-request.js';
import { silentLogger } from '../../../src/logger.js';
import { createService, type Service } from '../../../src/service.js';
import { openDataFolder } from '../../../src/files/data-folder.js';
import { hurriedRetry, hurriedTimeouts } from '../../../test/support/fast-zoom.js';
import { connectionTo, installedFor, vendorOf } from '../../../test/support/start-service.js';
import { differencesToWorld, readAccount, type ReportAccount } from '../faults/read-account.js';
import { callsTwice } from './calls-twice.js';
import { heavyOperation, refuseFromNoon, smallBudget, spendMorning, type Cause } from './causes.js';
import { DayClock } from './day-clock.js';
import { reportFileIn } from '../../../test/support/data-paths.js';
import { coreScopes } from '../../core-scopes.js';

/** What becomes of the service while the request waits for midnight. */
export const restarts = ['none', 'before midnight', 'over midnight'] as const;

/** One day. */
export interface Day {
  cause: Cause;
  restart: (typeof restarts)[number];
  /** `yyyy-mm-dd` */
  date: string;
  /** Whether the request is due on the evening of the day, before it can be ready; else three days later. */
  isDueToday: boolean;
}

/** What a day brought. */
export interface DayEnd {
  problems: string[];
  calls: number;
  refused: number;
  /** The vendor's look-back moved on at midnight, and with it a day that was still to be read. */
  isDayLost: boolean;
}

const secondMs = 1_000;
const hourMs = 3_600_000;

/** Plays one day from noon to the report. */
export async function runDay(folder: string, day: Day): Promise<DayEnd> {
  const noon = Date.parse(`${day.date}T12:00:00Z`);
  const midnight = nextMidnight(noon);
  const clock = new DayClock(noon);
  const now = () => new Date(clock.now());
  const world = demoWorld(now());
  const simulator = await startSimulator({ enforceRateLimits: false, now, world, scopes: coreScopes });
  const refusal = refuseFromNoon(day.cause, simulator);
  const dataDir = mkdtempSync(join(folder, 'day-'));
  const vendor = vendorOf(simulator);
  const start = () =>
    createService({
      ...{ folder: openDataFolder(dataDir), logger: silentLogger, clock },
      ...installedFor(smallBudget, simulator),
      connection: connectionTo(simulator),
      tuning: { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts },
    });
  const { database } = openDataFolder(dataDir);
  if (day.cause.isOwnBudget) await spendMorning(database, vendor.rateShare, day.date);
  let service = await start();
  const problems: string[] = [];
  const check = (isRight: boolean, what: string) => {
    if (!isRight) problems.push(what);
  };
  try {
    const dueAt = noon + (day.isDueToday ? 6 : 72) * hourMs;
    const order = { connectionId: 'default', origin: 'chaos', media: true, email: demoEmail, dueAt };
    const { id } = await service.requests.create(order);
    const paused = await restOf(service, id);
    check(paused.status === 'paused', `it is ${paused.status} after noon`);
    checkPause(paused, day, midnight, check);
    const before = simulator.calls.length;

    if (day.restart !== 'none') await service.close();
    if (day.restart === 'before midnight') {
      clock.moveTo(noon + 5 * hourMs);
      service = await start();
      await service.start();
      const again = await show(service, id);
      check(again.resume_at === paused.resume_at, 'a restart changes resume_at');
    }
    const resumesAt = Date.parse(paused.resume_at ?? '');
    clock.moveTo(Math.min(resumesAt, midnight) - 2 * secondMs);
    await pause(100);
    check(simulator.calls.length === before, 'it calls before midnight');
    refusal.end();
    clock.moveTo(day.restart === 'over midnight' ? midnight + 6 * hourMs : resumesAt);
    if (day.restart === 'over midnight') {
      service = await start();
      await service.start();
    }
    const end = await endOf(service, id);
    check(end.status === 'completed_with_gaps', `it is ${end.status} on the next day`);
    const twice = callsTwice(simulator.calls, world);
    check(twice.length === 0, `asked twice: ${twice.slice(0, 5).join(', ')}`);
    const account = await readAccount(reportFileIn(service.folder, id));
    const lost = differencesToWorld(account, world, new Date(noon));
    const differences = differencesToWorld(account, world, new Date(midnight));
    const isEither = lost.length === 0 || (differences.length === 0 && tellsOldestDay(account, noon, lost));
    check(isEither, `other than the world: ${lost.join()}`);
    const gaps = end.sources.filter(({ outcome }) => outcome !== 'complete').map((source) => source.id);
    check(gaps.join() === 'recordings', `not complete: ${gaps.join()}`);
    const refused = simulator.calls.filter(({ status }) => status === 429);
    check(day.cause.isOwnBudget === (refused.length === 0), `${refused.length} calls refused`);
    check(
      refused.every(({ operation }) => operation === heavyOperation),
      'other calls were refused',
    );
    return { problems, calls: simulator.calls.length, refused: refused.length, isDayLost: lost.length > 0 };
  } finally {
    await service.close().catch(() => undefined);
    await simulator.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What fell out of the vendor's reach at midnight must be named as such. */
function tellsOldestDay({ sources }: ReportAccount, noon: number, lost: readonly string[]): boolean {
  const day = monthsBefore(toDay(noon), 6);
  return lost.every((id) => sources.get(id)?.outOfReach.some(({ from, to }) => from <= day && day <= to));
}

/** What the API says while the request waits. */
function checkPause(
  { resume_at: resume, expected_at: expected, due_at_risk: isAtRisk, due_at: due, problem }: ShownRequest,
  { cause, isDueToday }: Day,
  midnight: number,
  check: (isRight: boolean, what: string) => void,
): void {
  const resumesAt = Date.parse(resume ?? '');
  check(resumesAt >= midnight, `it resumes at ${resume}, before midnight`);
  check(resumesAt <= midnight + cause.graceMs, `it resumes at ${resume}, long after midnight`);
  check(problem === undefined, `it says ${problem?.code}`);
  const expectedAt = Date.parse(expected ?? '');
  check(expectedAt >= resumesAt, `it is expected at ${expected}, before it resumes at ${resume}`);
  check(
    expectedAt <= resumesAt + hourMs,
    `it is expected at ${expected}, long after it resumes at ${resume}`,
  );
  check(isAtRisk === isDueToday, `due_at_risk is ${isAtRisk}, due at ${due}, expected at ${expected}`);
}

async function show(service: Service, id: string): Promise<ShownRequest> {
  const request = await service.requests.find(id);
  if (!request) throw new Error('The request is gone.');
  return showRequest(service, request);
}

async function restOf(service: Service, id: string): Promise<ShownRequest> {
  await service.requests.wait(id, 60 * secondMs);
  return show(service, id);
}

/** The end of a request that has just been paused. */
async function endOf(service: Service, id: string): Promise<ShownRequest> {
  const until = Date.now() + 240 * secondMs;
  let shown = await show(service, id);
  while (['paused', 'queued', 'running'].includes(shown.status) && Date.now() < until) {
    await pause(50);
    shown = await show(service, id);
  }
  return shown;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
