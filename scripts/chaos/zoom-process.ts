import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../simulators/zoom/index.js';
import { callNameOf } from './call-name.js';
import { peopleWorld, type People } from './people-world.js';
import { coreScopes } from '../core-scopes.js';

/** What the process is told. */
export interface ZoomOrder {
  id: number;
  want: 'stop' | 'calls' | 'wait';
  /** Calls to wait for. */
  count?: number;
}

/** What it answers, with the id of the order. */
export interface ZoomAnswer {
  id: number;
  calls?: Record<string, number>;
}

const lookEveryMs = 5;

/** The process behind `startZoom`: a simulated Zoom that counts its calls by their names. */
const people = JSON.parse(process.argv[2] ?? '{}') as People;
// The pace is not what is tried here, and a killed service forgets the calls of its last second.
const simulator = await startSimulator({
  enforceRateLimits: false,
  world: peopleWorld(people),
  scopes: coreScopes,
});

let taken = 0;
function takeCalls(): Record<string, number> {
  const counts: Record<string, number> = {};
  taken += simulator.calls.length;
  for (const { operation, path } of simulator.calls.splice(0)) {
    const name = callNameOf(operation, path);
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const seen = () => taken + simulator.calls.length;
async function waitForCalls(count: number): Promise<void> {
  for (const wanted = seen() + count; seen() < wanted;) await sleep(lookEveryMs);
}

process.on('message', (order: ZoomOrder) => {
  if (order.want === 'stop') void simulator.close().then(() => process.exit(0));
  else if (order.want === 'calls') process.send?.({ id: order.id, calls: takeCalls() });
  else void waitForCalls(order.count ?? 0).then(() => process.send?.({ id: order.id }));
});
process.on('disconnect', () => process.exit(0));
const { accountId, clientId, clientSecret } = simulator.credentials;
process.send?.({
  ZOOM_API_URL: simulator.apiUrl,
  ZOOM_OAUTH_URL: simulator.oauthUrl,
  ZOOM_MEDIA_HOSTS: simulator.mediaHost,
  ZOOM_ACCOUNT_ID: accountId,
  ZOOM_CLIENT_ID: clientId,
  ZOOM_CLIENT_SECRET: clientSecret,
  ZOOM_PLAN: 'business',
  // What lies on the disk is read, and damaged, by others.
  DSAR_SEAL_FILES: 'off',
});
