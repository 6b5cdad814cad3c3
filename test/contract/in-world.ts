import { afterAll, beforeAll } from '@jest/globals';
import type { VendorRecord } from '../../src/contract/index.js';
import { sources, type DeclaredSource } from './declared.js';
import { wholeRows } from './fixtures.js';
import { startSuite, type Ran, type Report, type Suite } from './suite.js';
import { shelve, type SimulatorOptions, type World } from './vendor.js';

/** One suite for the tests of a file, started before the first of them. */
export function sharedSuite(options: SimulatorOptions = {}): { current: Suite } {
  const shared = {} as { current: Suite };
  beforeAll(async () => {
    shared.current = await startSuite(options);
  });
  afterAll(() => shared.current.close());
  return shared;
}

/** A request that has ended, with its report. */
export interface Found {
  ran: Ran;
  report: Report;
}

/** One request about every source in a world of its own, made once for all rows of a table. */
export function inWorld(
  suite: { current: Suite },
  change: (world: World) => void = () => undefined,
  order?: Parameters<Suite['run']>[1],
): Found {
  const found = {} as Found;
  beforeAll(async () => {
    suite.current.reset(change);
    found.ran = await suite.current.run(undefined, { media: false, ...order });
    found.report = await found.ran.report();
    suite.current.simulator.faults.clear();
  });
  return found;
}

/** Other rows for a source. */
export type Change = (source: DeclaredSource, rows: VendorRecord[]) => VendorRecord[];

/** Gives the subject other rows. A source whose rows cannot be changed fails in its own tests, and in no other's. */
export function reshelve(change: Change): (world: World) => void {
  return (world) => {
    const [user] = world.users;
    if (user) for (const source of sources) shelve(world, user, source, orAsTheyAre(source, change));
  };
}

function orAsTheyAre(source: DeclaredSource, change: Change): VendorRecord[] {
  const rows = wholeRows(source);
  try {
    return change(source, rows);
  } catch {
    return rows;
  }
}
