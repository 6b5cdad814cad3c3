import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import type { Campaign } from './campaign.js';
import { Customers } from './customers.js';
import { onGround, type Ground } from './ground.js';
import type { KillPoint } from './killing-database.js';
import { Random } from './random.js';
import { ServiceProcess } from './service-process.js';
import { Trouble } from './trouble.js';

const script = () => join(packageFolder(), 'dist/scripts/chaos/boundary-process.js');

/** A kill before and after everything one small request writes, each in a data folder of its own. */
export const boundaries: Campaign = {
  name: 'boundaries',
  sizes: { boundaries: { short: 8, long: 1_000_000 } },
  run: ({ seed, sizes, say }) =>
    onGround(seed, async (ground) => {
      const random = new Random(seed);
      const count = await countBoundaries(ground);
      const all = Array.from({ length: count }, (_, index) => index + 1).flatMap((boundary): KillPoint[] => [
        { boundary, side: 'before' },
        { boundary, side: 'after' },
      ]);
      const points = random.sample(all, sizes.boundaries ?? 0);
      const failures: string[] = [];
      const totals = { met: 0, repeated: 0, reached: 0 };
      for (const [index, point] of points.entries()) {
        const found = await killOnce(ground, point, random);
        totals.met += found.met;
        totals.repeated += found.repeated;
        totals.reached += found.isReached ? 1 : 0;
        failures.push(...found.failures.map((line) => `${point.side} boundary ${point.boundary}: ${line}`));
        if ((index + 1) % 10 === 0)
          say(`${index + 1} of ${points.length} kills, ${failures.length} failures`);
      }
      const figures = {
        boundaries: count,
        kills: totals.reached,
        'not reached': points.length - totals.reached,
        'steps met': totals.met,
        'calls repeated': totals.repeated,
      };
      return { figures, failures };
    }),
};

async function countBoundaries(ground: Ground): Promise<number> {
  const trouble = new Trouble(ground, 'counted');
  const service = new ServiceProcess(trouble.environment, script());
  await askOnce(ground, () => service, new Random(0));
  const { output } = await service.end('SIGTERM');
  await ground.zoom.takeCalls();
  trouble.remove();
  return Number(/boundaries (\d+)/.exec(output)?.[1]);
}

async function killOnce(ground: Ground, point: KillPoint, random: Random) {
  const trouble = new Trouble(ground, `${point.side}-${point.boundary}`);
  const environment = { ...trouble.environment, CHAOS_KILL_POINT: JSON.stringify(point) };
  let service = new ServiceProcess(environment, script());
  const first = service;
  let customers: Customers | undefined;
  const asked = askOnce(ground, () => service, random).then((made) => (customers = made));
  // Some boundaries lie in what the end of the process writes.
  const stop = asked.then(() => (service === first ? first.end('SIGTERM') : undefined));
  const { signal } = await first.ended;
  const isReached = signal === 'SIGKILL';
  if (isReached) await trouble.inspect('after the kill', 'killed');
  service = new ServiceProcess(trouble.environment);
  await asked;
  await stop;
  await service.address;
  const { code } = await service.end('SIGTERM');
  if (code !== 0) trouble.failures.push(`the next process ended with ${code}`);
  const { accepted = new Map<string, string>(), requestsOf = [], failures = [] } = customers ?? {};
  await trouble.settle(accepted, requestsOf, { judgesCalls: true });
  const { repeated } = trouble.account.count(requestsOf);
  trouble.remove();
  return { isReached, met: trouble.metSteps, repeated, failures: [...trouble.failures, ...failures] };
}

/** One customer with one request about the first person. */
async function askOnce(
  { people }: Ground,
  service: () => ServiceProcess,
  random: Random,
): Promise<Customers> {
  const customers: Customers = new Customers({
    service,
    people,
    isOver: () => customers.requestsOf.some((count) => count > 0),
    chance: () => random.next(),
  });
  await customers.run(1);
  return customers;
}
