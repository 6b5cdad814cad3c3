import { rmSync } from 'node:fs';
import { atOnce } from './at-once.js';
import type { Campaign } from './campaign.js';
import { callKinds, type CallKind } from './faults/call-kinds.js';
import { ConnectionFaults } from './faults/connection-faults.js';
import { expectedEnds } from './faults/expected-ends.js';
import { judgeCell } from './faults/judge-cell.js';
import { differencesToWorld, type ReportAccount } from './faults/read-account.js';
import { runCell, type Cell, type Stage } from './faults/run-cell.js';
import { smallWorld } from './faults/small-world.js';
import { upstreamFaults, type UpstreamFault } from './faults/upstream-faults.js';
import { makeFolder } from './memory-folder.js';
import { Random } from './random.js';

interface Place {
  fault: UpstreamFault;
  kind: CallKind;
}

/** Cells that are played at once. */
const cellsAtOnce = 16;
/** Most cells of the matrix; a larger number means all. */
const everyCell = 100_000;

/** The 24 faults at every kind of call: each report is whole or says exactly what is missing. */
export const faults: Campaign = {
  name: 'faults',
  sizes: { cells: { short: 40, long: everyCell }, rounds: { short: 1, long: 3 } },
  async run({ seed, sizes, say }) {
    const { cells: wanted = 0, rounds = 1 } = sizes;
    const folder = makeFolder('faults');
    const stage = { folder, now: new Date(), connectionFaults: await ConnectionFaults.start() };
    try {
      const wholes = await readWholes(stage);
      const places = everyPlace();
      const failures: string[] = [];
      const tally = { played: 0, met: 0, whole: 0, gap: 0, failed: 0, paused: 0 };
      for (let round = 0; round < rounds; round += 1) {
        const random = new Random(seed + round);
        const cells = choose(places, wanted, random).map(({ fault, kind }, place): Cell => {
          const persistence = fault.persistences[(place + round) % fault.persistences.length] ?? 'once';
          return { fault, kind, persistence, random: new Random(random.below(2 ** 31)) };
        });
        await atOnce(cellsAtOnce, cells, async (cell) => {
          const failure = await play(stage, wholes, cell, tally);
          tally.played += 1;
          if (tally.played % 100 === 0) say(`${tally.played} cells played, ${failures.length} failures`);
          if (failure === undefined) return;
          failures.push(failure);
          say(failure);
        });
      }
      return { figures: { 'cells in the matrix': places.length, ...tally }, failures };
    } finally {
      stage.connectionFaults.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function everyPlace(): Place[] {
  return upstreamFaults.flatMap((fault) =>
    callKinds.filter(({ purpose }) => fault.at?.includes(purpose) ?? true).map((kind) => ({ fault, kind })),
  );
}

/** As many as wanted, with every fault and every kind of call at least once. */
function choose(places: readonly Place[], wanted: number, random: Random): Place[] {
  if (wanted >= places.length) return [...places];
  const shuffled = random.sample(places, places.length).map((place) => ({ place, order: random.next() }));
  shuffled.sort((one, other) => one.order - other.order);
  const seen = new Set<string>();
  const isNew = ({ fault, kind }: Place) => {
    const isFresh = !seen.has(`fault ${fault.id}`) || !seen.has(`kind ${kind.id}`);
    seen.add(`fault ${fault.id}`).add(`kind ${kind.id}`);
    return isFresh;
  };
  const first = shuffled.filter(({ place }) => isNew(place));
  const rest = shuffled.filter((one) => !first.includes(one));
  return [...first, ...rest].slice(0, Math.max(wanted, first.length)).map(({ place }) => place);
}

/** A report of every world without any fault, held against the simulator's own ledger. */
async function readWholes(stage: Stage): Promise<(kind: CallKind) => ReportAccount> {
  const wholes = new Map<string, ReportAccount>();
  for (const { world } of callKinds) {
    const key = JSON.stringify(world ?? {});
    if (wholes.has(key)) continue;
    const { account, request } = await runCell(stage, world);
    const differences = account
      ? differencesToWorld(account, smallWorld(stage.now, world), stage.now)
      : ['all'];
    if (!account || differences.length > 0 || account.status !== 'completed')
      throw new Error(
        `Without a fault (${key}): ${request.status}, other than the world: ${differences.join()}`,
      );
    wholes.set(key, account);
  }
  return ({ world }) => {
    const whole = wholes.get(JSON.stringify(world ?? {}));
    if (!whole) throw new Error('Every world is read before.');
    return whole;
  };
}

type Tally = Record<'met' | 'whole' | 'gap' | 'failed' | 'paused', number>;

async function play(
  stage: Stage,
  wholeOf: (kind: CallKind) => ReportAccount,
  cell: Cell,
  tally: Tally,
): Promise<string | undefined> {
  const { fault, kind, persistence } = cell;
  const name = `${fault.id} at ${kind.id}, ${persistence}`;
  try {
    const reached = await runCell(stage, kind.world, cell);
    const { status } = reached.request;
    if (reached.hits > 0) tally.met += 1;
    if (status === 'completed') tally.whole += 1;
    else if (status === 'paused' || status === 'failed') tally[status] += 1;
    else tally.gap += 1;
    if (reached.hits === 0) return `${name}: was never met`;
    if (fault.nature === 'daily' && kind.purpose !== 'token' && !reached.hasPaused)
      return `${name}: did not pause`;
    const why = judgeCell(reached, wholeOf(kind), kind, expectedEnds(fault, kind, persistence));
    return why === undefined ? undefined : `${name}: ${why}`;
  } catch (error) {
    return `${name}: ${String(error)}`;
  }
}
