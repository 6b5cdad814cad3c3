import { rmSync } from 'node:fs';
import { atOnce } from './at-once.js';
import type { Campaign } from './campaign.js';
import { causes } from './day/causes.js';
import { restarts, runDay, type Day } from './day/run-day.js';
import { makeFolder } from './memory-folder.js';
import { Random } from './random.js';

/** Ends of months and years, leap days, days on which some clocks change: midnight is 00:00 UTC on all. */
const dates = [
  '2026-06-15',
  '2026-12-31',
  '2028-02-29',
  '2026-03-29',
  '2026-10-25',
  '2027-02-28',
  '2026-09-30',
];

/** Days that are played at once. */
const daysAtOnce = 4;

/** The heavy calls of a day are over at noon; the request goes on after midnight and asks nothing twice. */
export const day: Campaign = {
  name: 'day',
  sizes: { days: { short: causes.length, long: 3 * causes.length * restarts.length } },
  async run({ seed, sizes, say }) {
    const random = new Random(seed);
    const folder = makeFolder('day');
    const failures: string[] = [];
    const tally = { days: 0, calls: 0, refused: 0, 'oldest day gone': 0 };
    try {
      await atOnce(daysAtOnce, planDays(sizes.days ?? 0, random), async (planned) => {
        const name = `${planned.date}, ${planned.cause.name}, restart: ${planned.restart}`;
        const end = await runDay(folder, planned).catch((error: unknown) => ({
          ...{ problems: [String(error)], calls: 0, refused: 0, isDayLost: false },
        }));
        tally.days += 1;
        tally.calls += end.calls;
        tally.refused += end.refused;
        if (end.isDayLost) tally['oldest day gone'] += 1;
        failures.push(...end.problems.map((problem) => `${name}: ${problem}`));
        if (tally.days % 20 === 0) say(`${tally.days} days, ${failures.length} failures`);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { figures: tally, failures };
  },
};

/** Every cause in turn, each time with the next kind of restart: few days have all of both, more all pairs. */
function* planDays(count: number, random: Random): Generator<Day> {
  for (let place = 0; place < count; place += 1) {
    const cause = causes[place % causes.length];
    const restart = restarts[(place + Math.floor(place / causes.length)) % restarts.length];
    const [date] = random.sample(dates, 1);
    if (cause && restart && date !== undefined)
      yield { cause, restart, date, isDueToday: random.next() < 0.5 };
  }
}
