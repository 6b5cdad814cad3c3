import { setTimeout as sleep } from 'node:timers/promises';
import type { Campaign } from './campaign.js';
import { endAgainAndAgain } from './deaths.js';
import { onGround } from './ground.js';
import { Random } from './random.js';

/** Some processes die while they start, the others at a random moment of their work, at most `life-ms` later. */
const earlyShare = 0.15;
const earlyMs = 800;

/** `kill -9` at random moments, with requests in flight all the time. */
export const kills: Campaign = {
  name: 'kills',
  sizes: {
    kills: { short: 25, long: 1_000 },
    'in-flight': { short: 20, long: 20 },
    'life-ms': { short: 2_000, long: 3_000 },
  },
  run: ({ seed, sizes, say }) =>
    onGround(seed, (ground) => {
      const random = new Random(seed);
      return endAgainAndAgain(ground, {
        ...{ count: sizes.kills ?? 0, inFlight: sizes['in-flight'] ?? 0, random, ending: 'killed', say },
        end: async (service) => {
          const isEarly = random.fraction() < earlyShare;
          if (!isEarly) await service.address;
          await sleep(random.between(0, isEarly ? earlyMs : (sizes['life-ms'] ?? 0)));
          return service.end('SIGKILL');
        },
        judge: ({ signal, output }) =>
          signal === 'SIGKILL' ? undefined : `it had ended by itself: ${output}`,
      });
    }),
};
