import { setTimeout as sleep } from 'node:timers/promises';
import type { Campaign } from './campaign.js';
import { Customers } from './customers.js';
import { Random } from './random.js';
import { ServiceProcess } from './service-process.js';
import { Trouble } from './trouble.js';
import { verifyLedger } from './verify-ledger.js';

/** How long a process lives: some die while they start, the others at a random moment of their work. */
const earlyShare = 0.15;
const earlyMs = 800;
const workingMs = 1_500;

/** `kill -9` at random moments, with requests in flight all the time. */
export const kills: Campaign = {
  name: 'kills',
  sizes: { kills: { short: 25, long: 1_000 }, 'in-flight': { short: 20, long: 20 } },
  run: async ({ seed, sizes, say }) => {
    const random = new Random(seed);
    const wanted = sizes.kills ?? 0;
    const trouble = await Trouble.prepare(seed, 6);
    let service = new ServiceProcess(trouble.environment);
    let done = 0;
    const customers = new Customers({
      service: () => service,
      people: trouble.people,
      isOver: () => done >= wanted,
      chance: () => random.fraction(),
    });
    const served = customers.run(sizes['in-flight'] ?? 0);
    for (; done < wanted; done += 1) {
      if (random.fraction() < earlyShare) await sleep(random.between(0, earlyMs));
      else {
        await service.address;
        await sleep(random.between(0, workingMs));
      }
      const name = `kill ${done + 1}`;
      const { signal, output } = await service.end('SIGKILL');
      if (signal !== 'SIGKILL') trouble.failures.push(`${name}: it had ended by itself: ${output}`);
      await trouble.inspect(name);
      if ((done + 1) % 10 === 0)
        say(
          `${done + 1} kills, ${customers.finished} requests finished, ${trouble.failures.length} failures`,
        );
      service = new ServiceProcess(trouble.environment);
    }
    await served;
    const { code, output } = await service.end('SIGTERM');
    if (code !== 0) trouble.failures.push(`the last process ended with ${code}: ${output}`);
    await trouble.settle(customers.accepted, customers.requestsOf);
    trouble.failures.push(...verifyLedger(trouble.environment), ...customers.failures);
    const { calls, repeated } = trouble.account.count(customers.requestsOf);
    await trouble.close();
    return {
      figures: {
        kills: done,
        requests: customers.accepted.size,
        'broken-off answers': customers.brokenOff,
        'orders sent again': customers.replays,
        'steps met': trouble.metSteps,
        calls,
        'calls repeated': repeated,
        'most crashes of a step': trouble.mostCrashes,
      },
      failures: trouble.failures,
    };
  },
};
