import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.js';
import type { ServiceProcess } from './service-process.js';
import type { Zoom } from './zoom.js';

/** Part of the processes that end while they start, and how long they have lived by then at most. */
const earlyShare = 0.15;
const earlyMs = 800;

/** Work is counted in calls, so that slow machines come as far as fast ones; where none comes, time ends it. */
const mostCalls = 80;
const mostMs = 4_000;
const afterCallMs = 40;

/** Resolves at a random moment in the life of a process: while it starts, or after some of its work. */
export async function randomMoment(
  random: Random,
  zoom: Zoom,
  service: ServiceProcess,
  { mayBeEarly }: { mayBeEarly: boolean },
): Promise<void> {
  const [early, calls, after] = [random.next(), random.below(mostCalls), random.between(0, afterCallMs)];
  if (mayBeEarly && early < earlyShare) return sleep((early / earlyShare) * earlyMs);
  await service.address;
  await Promise.race([zoom.waitForCalls(calls), sleep(mostMs)]);
  await sleep(after);
}
