import type { Campaign } from './campaign.js';
import { endAgainAndAgain } from './deaths.js';
import { onGround } from './ground.js';
import { Random } from './random.js';
import { randomMoment } from './random-moment.js';

/** Container platforms kill what has not stopped by then. */
const mostMs = 10_000;

/** SIGTERM under load: every process stops by itself, in time, and gives back what it was running. */
export const terms: Campaign = {
  name: 'terms',
  sizes: { terms: { short: 4, long: 200 }, 'in-flight': { short: 10, long: 20 } },
  run: ({ seed, sizes, say }) =>
    onGround(seed, async (ground) => {
      const random = new Random(seed);
      let tookMs = 0;
      let slowestMs = 0;
      const { figures, failures } = await endAgainAndAgain(ground, {
        ...{ count: sizes.terms ?? 0, inFlight: sizes['in-flight'] ?? 0, random, ending: 'stopped', say },
        end: async (service) => {
          await randomMoment(random, ground.zoom, service, { mayBeEarly: false });
          const started = performance.now();
          const end = await service.end('SIGTERM');
          tookMs = performance.now() - started;
          slowestMs = Math.max(slowestMs, tookMs);
          return end;
        },
        judge: ({ code, signal, output }) => {
          if (code !== 0) return `it ended with ${code ?? signal ?? ''}: ${output}`;
          return tookMs > mostMs ? `it took ${Math.round(tookMs)} ms` : undefined;
        },
      });
      if (figures['most crashes of a step'] !== '0 (none)') failures.push('a stop was counted as a crash');
      return { figures: { ...figures, 'slowest stop, ms': Math.round(slowestMs) }, failures };
    }),
};
