import { zoom } from '../../connectors/zoom/index.js';
import { startBenchZoom } from './bench-zoom.js';
import { fewestCalls } from './fewest-calls.js';
import { atLeast, atMost, figure, type Figure } from './figures.js';
import { measureAccess, removeRun } from './measure-access.js';
import type { BenchWorld, SeenCalls } from './simulator-process.js';

const share = 0.75;
const latencyMs = 40;
/** Calls that must follow each other before the first under a label: token, lookup, settings, list, detail. */
const chainBefore = (label: string) => (label.startsWith('phone/') ? 3 : 2);

/** Time against the lower bound, highest count per second, use of the share, calls against the fewest. */
export async function paceFigures(runs: number): Promise<Figure[]> {
  const plans = ['pro', 'business'] as const;
  const figures: Figure[] = [];
  for (const plan of plans) {
    const measured = await measurePlan({ plan, latencyMs }, runs);
    figures.push(
      figure(
        `request without media / lower bound (${plan})`,
        measured.map((run) => run.ratio),
        atMost(1.15),
      ),
      figure(
        `highest count in any sliding second / allowed, worst label (${plan})`,
        measured.map((run) => run.highest),
        atMost(1),
      ),
      figure(
        `429 answers (${plan})`,
        measured.map((run) => run.rateLimited),
        atMost(0),
        String,
      ),
      figure(
        `mean use of the share while calls wait (${plan})`,
        measured.map((run) => run.use),
        atLeast(0.93),
      ),
    );
  }
  const large = { records: 20_000, mediaFiles: 0, mediaBytes: 0 };
  const calls = await measurePlan({ plan: 'business', large, countsLists: true }, runs);
  figures.push(
    figure(
      'calls made / fewest calls',
      calls.map((run) => run.calls),
      atMost(1.05),
    ),
  );
  return figures;
}

async function measurePlan(world: BenchWorld, runs: number) {
  const measured = [];
  for (let run = 0; run < runs; run += 1) {
    const simulated = await startBenchZoom(world);
    const access = await measureAccess(simulated.environment, ['--no-media']);
    const seen = await simulated.seen();
    await simulated.stop();
    removeRun(access);
    measured.push({
      ratio: requestMs(seen) / lowerBoundMs(world, seen),
      highest: Math.max(...seen.labels.map((label) => label.highest / allowedPerSecond(world, label.name))),
      rateLimited: seen.rateLimited,
      use: use(world, seen),
      calls: seen.labels.reduce((sum, label) => sum + label.calls, 0) / fewestCalls(seen.lists),
    });
  }
  return measured;
}

/** From the token to the end of the last call; starting the process and making the zip are not paced. */
const requestMs = (seen: SeenCalls) => seen.totalMs + 2 * latencyMs;

function lowerBoundMs({ plan }: BenchWorld, { labels }: SeenCalls): number {
  const ends = labels.map(({ name, calls }) => {
    const pacedMs = ((calls - 1) * 1_000) / (limitOf(plan, name) * share);
    return (chainBefore(name) + 1) * latencyMs + pacedMs;
  });
  return Math.max(...ends);
}

function allowedPerSecond({ plan }: BenchWorld, name: string): number {
  return Math.max(1, Math.floor(0.8 * limitOf(plan, name)));
}

/** The label with the longest queue: it always has calls waiting. */
function use({ plan }: BenchWorld, { labels }: SeenCalls): number {
  const rates = labels.map(({ name, calls, spanMs }) => ({
    queueMs: calls / limitOf(plan, name),
    use: ((calls - 1) * 1_000) / spanMs / (limitOf(plan, name) * share),
  }));
  return rates.sort((one, other) => other.queueMs - one.queueMs)[0]?.use ?? NaN;
}

function limitOf(plan: string, name: string): number {
  const label = zoom.rateLimits(plan).labels.find((one) => `${one.family}/${one.label}` === name);
  return label ? (label.calls * 1_000) / label.perMs : Infinity;
}
