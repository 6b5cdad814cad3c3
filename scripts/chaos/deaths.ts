import { Customers } from './customers.js';
import type { CampaignResult } from './campaign.js';
import type { Ground } from './ground.js';
import type { Random } from './random.js';
import { ServiceProcess, type End } from './service-process.js';
import { Trouble, type Ending } from './trouble.js';

/** How processes are ended, one after the other, while customers keep requests in flight. */
export interface Deaths {
  count: number;
  inFlight: number;
  random: Random;
  ending: Ending;
  /** Ends a process at a moment of its choice. */
  end(service: ServiceProcess): Promise<End>;
  /** What is wrong with how a process ended. */
  judge(end: End): string | undefined;
  say: (line: string) => void;
}

/** Ends process after process, lets the last one finish everything, and holds the end against the promises. */
export async function endAgainAndAgain(ground: Ground, deaths: Deaths): Promise<CampaignResult> {
  const { count, inFlight, random, ending, say } = deaths;
  const trouble = new Trouble(ground, 'data');
  let service = new ServiceProcess(trouble.environment);
  let done = 0;
  const customers = new Customers({
    service: () => service,
    people: ground.people,
    isOver: () => done >= count,
    chance: () => random.next(),
  });
  const served = customers.run(inFlight);
  for (; done < count; done += 1) {
    const name = `${ending} ${done + 1}`;
    const problem = deaths.judge(await deaths.end(service));
    if (problem !== undefined) trouble.failures.push(`${name}: ${problem}`);
    const known = trouble.failures.length;
    await trouble.inspect(name, ending);
    for (const failure of trouble.failures.slice(known)) say(failure);
    if ((done + 1) % 10 === 0)
      say(`${done + 1} ${ending}, ${customers.finished} requests, ${trouble.failures.length} failures`);
    service = new ServiceProcess(trouble.environment);
  }
  await served;
  const { code, output } = await service.end('SIGTERM');
  if (code !== 0) trouble.failures.push(`the last process ended with ${code}: ${output}`);
  await trouble.settle(customers.accepted, customers.requestsOf, { judgesCalls: ending === 'killed' });
  const { calls, repeated } = trouble.account.count(customers.requestsOf);
  return {
    figures: {
      [ending]: done,
      requests: customers.accepted.size,
      'answers broken off': customers.brokenOff,
      'orders sent again': customers.replays,
      'steps met': trouble.metSteps,
      calls,
      'calls repeated': repeated,
      'requests that had to wait': customers.waited.size,
      'most crashes of a step': `${trouble.worst.crashes} (${trouble.worst.step})`,
    },
    failures: [...trouble.failures, ...customers.failures],
  };
}
