import { demoWorld, largeWorld, startSimulator } from '../../simulators/zoom/index.js';
import type { SimulatorPlan } from '../../simulators/zoom/index.js';

/** What a simulated Zoom for a benchmark holds. */
export interface BenchWorld {
  plan: SimulatorPlan;
  /** Absent: the demo world. */
  large?: { records: number; mediaFiles: number; mediaBytes: number };
  latencyMs?: number;
  /** Remember how many records every list and window has. */
  countsLists?: boolean;
}

/** What the simulator saw. */
export interface SeenCalls {
  /** Per label: how many calls, the time from the first to the last, the most in any sliding second. */
  labels: { name: string; calls: number; spanMs: number; highest: number }[];
  rateLimited: number;
  /** From the first labelled call to the last. */
  totalMs: number;
  /** Records of every list and window that was asked, by operation and query without paging. */
  lists: Record<string, number>;
}

const world = JSON.parse(process.argv[2] ?? '{}') as BenchWorld;
const simulator = await startSimulator({
  plan: world.plan,
  latencyMs: world.latencyMs,
  world: world.large ? largeWorld({ now: new Date(), seed: 1, ...world.large }) : demoWorld(new Date()),
});
const lists: Record<string, number> = {};
if (world.countsLists)
  simulator.faults.add({
    times: Infinity,
    respond: {
      transform: (body, { operation, path }) => {
        const { searchParams } = new URL(path, 'http://127.0.0.1');
        for (const name of ['next_page_token', 'page_number', 'page_size']) searchParams.delete(name);
        const [address] = path.split('?');
        if (operation === 'token') return body;
        const key = `${address}?${searchParams.toString()}`;
        lists[key] = Math.max(lists[key] ?? 0, Number(body.total_records ?? 0));
        return body;
      },
    },
  });

function seen(): SeenCalls {
  const names = [...new Set(simulator.calls.map(({ family, label }) => `${family}/${label}`))];
  const labels = names.flatMap((name) => {
    const [family = 'none', label = 'none'] = name.split('/');
    if (family === 'none') return [];
    const times = simulator.calls
      .filter((call) => call.family === family && call.label === label)
      .map(({ at }) => at);
    const highest = simulator.highestCount(family as 'main' | 'phone', label);
    return [{ name, calls: times.length, spanMs: (times.at(-1) ?? 0) - (times[0] ?? 0), highest }];
  });
  const paced = simulator.calls.filter(({ family }) => family !== 'none').map(({ at }) => at);
  const totalMs = (paced.at(-1) ?? 0) - (paced[0] ?? 0);
  return { labels, lists, rateLimited: simulator.rateLimited, totalMs };
}

process.on('message', (message) => {
  if (message === 'stop') void simulator.close().then(() => process.exit(0));
  else process.send?.(seen());
});
const { accountId, clientId, clientSecret } = simulator.credentials;
process.send?.({
  ZOOM_API_URL: simulator.apiUrl,
  ZOOM_OAUTH_URL: simulator.oauthUrl,
  ZOOM_MEDIA_HOSTS: simulator.mediaHost,
  ZOOM_ACCOUNT_ID: accountId,
  ZOOM_CLIENT_ID: clientId,
  ZOOM_CLIENT_SECRET: clientSecret,
  ZOOM_PLAN: world.plan,
});
