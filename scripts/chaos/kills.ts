import type { Campaign } from './campaign.js';
import { endAgainAndAgain } from './deaths.js';
import { onGround } from './ground.js';
import { Random } from './random.js';
import { randomMoment } from './random-moment.js';

/** `kill -9` at random moments, with requests in flight all the time. */
export const kills: Campaign = {
  name: 'kills',
  sizes: {
    kills: { short: 12, long: 1_000 },
    'in-flight': { short: 10, long: 20 },
  },
  run: ({ seed, sizes, say }) =>
    onGround(seed, (ground) => {
      const random = new Random(seed);
      return endAgainAndAgain(ground, {
        ...{ count: sizes.kills ?? 0, inFlight: sizes['in-flight'] ?? 0, random, ending: 'killed', say },
        end: async (service) => {
          await randomMoment(random, ground.zoom, service, { mayBeEarly: true });
          return service.end('SIGKILL');
        },
        judge: ({ signal, output }) =>
          signal === 'SIGKILL' ? undefined : `it had ended by itself: ${output}`,
      });
    }),
};
