import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connector } from '../../../src/contract/index.js';
import { isGranted, openConnection, type OpenConnection } from '../../../src/connections/open-connection.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { ask } from '../../../src/upstream/client.js';
import { PauseUntil } from '../../../src/upstream/refusal.js';
import { startSimulator, type Simulator } from '../../../simulators/zoom/index.js';
import { keptInMemory } from '../../support/kept-in-memory.js';
import { FakeClock } from '../../support/fake-clock.js';
import { fastZoom, hurriedRetry, hurriedTimeouts } from '../../support/fast-zoom.js';
import { connectionTo } from '../../support/start-service.js';
import { callOf, errorOf } from '../../support/upstream-under-test.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newDatabase(): { open(): Promise<Store> } {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-connection-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return {
    open: async () => {
      const store = await openStore(join(folder, 'database.sqlite'));
      closing.push(() => store.close());
      return store;
    },
  };
}

/** Zoom with a budget of ten medium calls a day, eight of which the share of 0.8 allows. */
const smallBudget: Connector = {
  ...fastZoom,
  rateLimits: (plan) => ({
    ...fastZoom.rateLimits(plan),
    budgets: [{ id: 'small', family: 'main', labels: ['medium'], callsPerDay: 10 }],
  }),
};

async function newSimulator(): Promise<Simulator> {
  const simulator = await startSimulator({ enforceRateLimits: false });
  closing.push(() => simulator.close());
  return simulator;
}

function open(
  simulator: Simulator,
  { budgets }: Store,
  id = 'default',
  clock = new FakeClock(),
): OpenConnection {
  const connection = connectionTo(simulator, { id, rateShare: 0.8 });
  const tuning = { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts };
  const opened = openConnection(connection, {
    ...{ connector: smallBudget, budgets, clock, tuning, kept: keptInMemory() },
  });
  closing.push(() => opened.close());
  return opened;
}

const usersCall = () => callOf({ endpoint: '/users', values: {}, query: { page_size: '30' } });

describe('a connection', () => {
  test('answers a call with a token of its own', async () => {
    const simulator = await newSimulator();
    const { upstream } = open(simulator, await newDatabase().open());
    expect(await ask(upstream, usersCall())).toMatchObject({ page_size: 30 });
    expect(simulator.calls.map(({ operation }) => operation)).toEqual(['token', '/users']);
  });

  test('counts its day in the database, over a restart and for itself alone', async () => {
    const simulator = await newSimulator();
    const store = newDatabase();
    const first = open(simulator, await store.open());
    for (let call = 0; call < 5; call += 1) await ask(first.upstream, usersCall());
    await first.close();
    const database = await store.open();
    const { upstream } = open(simulator, database);
    for (let call = 0; call < 3; call += 1) await ask(upstream, usersCall());
    const error = await errorOf(ask(upstream, usersCall()));
    expect(error).toBeInstanceOf(PauseUntil);
    expect((error as PauseUntil).until).toBeGreaterThanOrEqual(Date.parse('2026-06-16T00:00:00Z'));
    await ask(open(simulator, database, 'another').upstream, usersCall());
    expect(simulator.calls.filter(({ operation }) => operation === '/users')).toHaveLength(9);
  });

  test('begins a new day with a new count', async () => {
    const simulator = await newSimulator();
    const clock = new FakeClock();
    const { upstream } = open(simulator, await newDatabase().open(), 'default', clock);
    for (let call = 0; call < 8; call += 1) await ask(upstream, usersCall());
    const { until } = (await errorOf(ask(upstream, usersCall()))) as PauseUntil;
    clock.advance(until - clock.now());
    await ask(upstream, usersCall());
  });
});

describe('whether a scope is granted', () => {
  const wanted = { granular: ['a:read', 'a:read:admin'], classic: ['old:read'] };

  test.each<[string, string[] | undefined, boolean]>([
    ['the vendor did not say', undefined, true],
    ['nothing was granted', [], false],
    ['one granular scope', ['x', 'a:read:admin'], true],
    ['one classic scope', ['old:read'], true],
    ['others only', ['b:read', 'old:write'], false],
    ['a scope that only begins alike', ['a:read:admin:more', 'a:rea'], false],
  ])('%s: %j is %s', (_, granted, expected) => {
    expect(isGranted(granted, wanted)).toBe(expected);
  });
});
