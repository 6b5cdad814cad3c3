import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  demoEmail,
  startSimulator,
  type InjectedFault,
  type Simulator,
} from '../../../simulators/zoom/index.js';
import { silentLogger } from '../../../src/logger.js';
import { createService, type Service } from '../../../src/service.js';
import { openDataFolder } from '../../../src/files/data-folder.js';
import type { AccessRequest } from '../../../src/model/access-request.js';
import { hurriedRetry, zoomOfDays } from '../../../test/support/fast-zoom.js';
import { withOperations } from '../../../test/support/declared-source.js';
import { connectionTo, installedFor } from '../../../test/support/start-service.js';
import type { Random } from '../random.js';
import type { CallKind } from './call-kinds.js';
import type { ConnectionFaults } from './connection-faults.js';
import type { Reached } from './judge-cell.js';
import { readAccount } from './read-account.js';
import { ageDays, smallWorld } from './small-world.js';
import type { Persistence, UpstreamFault } from './upstream-faults.js';
import { reportFileIn } from '../../../test/support/data-paths.js';
import { coreScopes } from '../../core-scopes.js';

/** What is played to one request. */
export interface Cell {
  fault: UpstreamFault;
  kind: CallKind;
  persistence: Persistence;
  random: Random;
}

/** Where cells are played. */
export interface Stage {
  folder: string;
  now: Date;
  connectionFaults: ConnectionFaults;
}

/** As many windows as the small world has months, and pages of two, so that its lists have several. */
const monthsOfZoom = zoomOfDays(ageDays);
const connector = {
  ...monthsOfZoom,
  sources: monthsOfZoom.sources.map((source) =>
    withOperations(source, ({ pages, ...operation }) => ({
      ...operation,
      pages: pages && { ...pages, size: 2 },
    })),
  ),
};
const timesOf: Record<Persistence, number> = { once: 1, twice: 2, always: Infinity };
/** Calls that come so often that a fault need not come at the first. */
const maySkip = new Set(['detail', 'file', 'storage']);
/** So long a cell may take beside all others on a busy machine; one that never ends is found all the same. */
const longestMs = 300_000;

/** Plays a cell, or a request without any fault; tells what it came to and how often the fault was met. */
export async function runCell(
  { folder, now, connectionFaults }: Stage,
  world: CallKind['world'],
  cell?: Cell,
): Promise<Reached & { hits: number; hasPaused: boolean }> {
  const simulator = await startSimulator({
    enforceRateLimits: false,
    world: smallWorld(now, world),
    scopes: coreScopes,
  });
  const dataDir = mkdtempSync(join(folder, 'cell-'));
  const service = await startService(simulator, dataDir);
  const armed = cell && arm(cell, simulator, connectionFaults);
  try {
    const { id } = await service.requests.create({
      ...{ connectionId: 'default', origin: 'chaos', media: true, email: demoEmail },
    });
    const { request, hasPaused } = await rest(service, id, cell?.fault.nature === 'daily');
    const file = request.report && reportFileIn(service.folder, id, request.report.version);
    const account = file === undefined ? undefined : await readAccount(file);
    return { request, account, hits: armed?.hits ?? 0, hasPaused };
  } finally {
    if (armed && 'disarm' in armed) armed.disarm();
    await service.close();
    await simulator.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function startService(simulator: Simulator, dataDir: string): Promise<Service> {
  return createService({
    ...{ folder: openDataFolder(dataDir), logger: silentLogger },
    ...installedFor(connector, simulator),
    connection: connectionTo(simulator),
    tuning: {
      retryPolicy: { ...hurriedRetry, attempts: 5, longestWaitMs: 4_500 },
      timeouts: { connectMs: 500, firstByteMs: 1_500, silenceMs: 800 },
    },
  });
}

function arm({ fault, kind, persistence, random }: Cell, simulator: Simulator, network: ConnectionFaults) {
  const match = kind.match(simulator.world);
  const times = timesOf[persistence];
  const skip = maySkip.has(kind.purpose) && persistence !== 'always' ? random.below(2) : 0;
  const origin = kind.purpose === 'storage' ? `http://${simulator.mediaHost}` : simulator.apiUrl;
  if (fault.connection)
    return network.arm({
      ...{ port: Number(new URL(origin).port), how: fault.connection, isMeant: pathTest(match), skip, times },
    });
  const respond = fault.respond?.(kind, random);
  if (respond === undefined) throw new Error(`${fault.id} says nothing.`);
  let isMet = false;
  const onHit = () => {
    if (!isMet) fault.onHit?.(simulator);
    isMet = true;
  };
  return simulator.faults.add({ operation: match, times, skip, respond, onHit }) satisfies InjectedFault;
}

/** Knows the paths of an operation as the simulator does. */
function pathTest(match: string | RegExp): (path: string) => boolean {
  if (match === 'token') return (path) => path === '/oauth/token';
  if (match instanceof RegExp) return (path) => match.test(path);
  const pattern = new RegExp(`^/v2${match.replaceAll(/\{\w+\}/g, '[^/]+')}(?:\\?|$)`);
  return (path) => pattern.test(path);
}

/** Waits until the request has ended; a pause counts as an end unless it is over within seconds. */
async function rest(
  { requests }: Service,
  id: string,
  mayGoOn: boolean,
): Promise<{ request: AccessRequest; hasPaused: boolean }> {
  const until = Date.now() + longestMs;
  let hasPaused = false;
  for (;;) {
    const request = await requests.wait(id, Math.max(1, until - Date.now()));
    if (!request) throw new Error('The request is gone.');
    const { status, resumeAt } = request;
    if (['queued', 'running'].includes(status)) return { request, hasPaused };
    if (status !== 'paused') return { request, hasPaused };
    hasPaused = true;
    const waitMs = (resumeAt ?? Infinity) - Date.now();
    if (!mayGoOn || waitMs > 10_000) return { request, hasPaused };
    await new Promise((resolve) => setTimeout(resolve, Math.max(20, waitMs)));
  }
}
