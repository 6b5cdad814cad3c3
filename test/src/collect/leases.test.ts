import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Leases, mostCrashes } from '../../../src/collect/leases.js';
import type { ListResult } from '../../../src/model/step-result.js';
import type { ListStep } from '../../../src/model/step.js';
import { LeaseLost } from '../../../src/storage/step-leases.js';
import type { StepStore } from '../../../src/storage/step-store.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';
import { FakeClock } from '../../support/fake-clock.js';
import { gather } from '../../../src/storage/rows.js';

let opened: TestStore;
let steps: StepStore;
let clock: FakeClock;
const step = (position: number): ListStep => ({
  ...{ requestId: 'a', sourceId: 's', kind: 'list', position, parameters: { query: 0 } },
});
/** A process: it leases steps, and may die with them. */
const startProcess = async (onEnd?: ConstructorParameters<typeof Leases>[2]) => {
  const leases = new Leases(steps, clock, onEnd);
  await leases.start();
  started.push(leases);
  return leases;
};
const started: Leases[] = [];

beforeEach(async () => {
  opened = await openTestStore();
  ({ steps } = opened.store);
  clock = new FakeClock();
  await opened.store.statusRows.insert({
    ...{
      id: 'a',
      connectionId: 'default',
      origin: 'o',
      email: 'a@example.com',
      media: true,
      status: 'running',
    },
    ...{ lookupCalls: 0, version: 1, reopens: false, createdAt: 1, updatedAt: 1 },
  });
  const plan = { requested: true, missing: [], filesLeftOut: 0 };
  const run = { requestId: 'a', sourceId: 's', phase: 'listing', plan } as const;
  await steps.plan([run], [0, 1, 2, 3].map(step));
});
afterEach(async () => {
  for (const leases of started.splice(0)) await leases.stop();
  jest.useRealTimers();
  await opened.close();
});

const never = () => new Promise<never>(() => undefined);
const refuse = () => {
  throw new Error('It must not be set aside.');
};
/** What a step brings, told apart by its calls. */
const bring = (calls: number): ListResult => ({
  ...{ end: { kind: 'complete' }, calls, records: 0, pages: 1, asked: [], answered: [], outOfReach: [] },
});
const results = async () =>
  (await gather(steps.done('a', 's', 'list'))).map(({ position, result }) => [position, result]);
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a step under a lease', () => {
  test('keeps its result before anybody hears of it, and is not run again', async () => {
    const ends: unknown[] = [];
    const onTheDisk = () => opened.database.all('SELECT 1 FROM steps WHERE result IS NOT NULL').length;
    const leases = await startProcess(
      ({ position }, outcome) => void ends.push([position, outcome, onTheDisk()]),
    );
    const result: ListResult = {
      ...{ ...bring(7), end: { kind: 'partial', reason: 'quarantined', remedy: '' } },
    };
    await expect(leases.run(step(0), () => Promise.resolve(result), refuse)).resolves.toBe(result);
    expect([await results(), ends]).toEqual([[[0, result]], [[0, 'partial', 1]]]);
    await expect(leases.run(step(0), () => Promise.resolve(bring(1)), refuse)).rejects.toThrow(
      'held or done',
    );
    expect(await results()).toEqual([[0, result]]);
  });

  test('that throws is to be done again, and no crash is counted', async () => {
    const ends: string[] = [];
    const leases = await startProcess((_step, outcome) => void ends.push(outcome));
    const work = () => Promise.reject(new Error('pause'));
    await expect(leases.run(step(0), work, refuse)).rejects.toThrow('pause');
    expect([await results(), await steps.crashesOf(step(0)), ends]).toEqual([[], 0, ['given_back']]);
    expect(await (await startProcess()).start()).toBe(0);
    await leases.run(step(0), () => Promise.resolve(bring(1)), refuse);
    expect(await results()).toEqual([[0, bring(1)]]);
  });

  test('whose process was taken for dead brings a result that does not count', async () => {
    const slow = await startProcess();
    let finish: (result: ListResult) => void = () => undefined;
    const late = slow.run(step(0), () => new Promise<ListResult>((resolve) => (finish = resolve)), refuse);
    await turn();
    const next = await startProcess();
    await next.run(step(0), () => Promise.resolve(bring(1)), refuse);
    finish(bring(2));
    await expect(late).rejects.toThrow(LeaseLost);
    expect(await results()).toEqual([[0, bring(1)]]);
  });

  test('is held while its process shows signs of life, and given back when it stops', async () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const leases = await startProcess();
    void leases.run(step(0), never, refuse);
    const isFree = async () =>
      (await steps.lease(step(0), 'other', clock.now(), clock.now() + 1)) !== undefined;
    for (let beat = 0; beat < 20; beat += 1) {
      clock.advance(10_000);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(await isFree()).toBe(false);
    }
    await leases.stop();
    expect(await isFree()).toBe(true);
  });

  test('a sign of life that a full disk does not take ends nothing', async () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    let beats = 0;
    const extend = () => {
      beats += 1;
      return Promise.reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));
    };
    const leases = new Leases({ ...steps, extend }, clock);
    started.push(leases);
    await leases.start();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(beats).toBe(3);
  });
});

describe('a step that ran when its process died', () => {
  test('runs alone among its like, while the others go on side by side', async () => {
    const dead = await startProcess();
    for (const position of [0, 1]) void dead.run(step(position), never, refuse);
    await turn();
    const leases = await startProcess();
    const running = new Set<number>();
    const seen: number[][] = [];
    const ends = new Map<number, () => void>();
    const all = [0, 1, 2, 3].map((position) =>
      leases.run(
        step(position),
        async () => {
          running.add(position);
          seen.push([...running].sort());
          await new Promise<void>((end) => ends.set(position, end));
          running.delete(position);
          return bring(position);
        },
        refuse,
      ),
    );
    await turn();
    expect([...running].sort()).toEqual([0, 2, 3]);
    ends.get(0)?.();
    await turn();
    expect([...running].sort()).toEqual([1, 2, 3]);
    for (const end of ends.values()) end();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3].map(bring));
    expect(seen.some((together) => together.includes(0) && together.includes(1))).toBe(false);
  });

  test('also when the suspect before it fails', async () => {
    const dead = await startProcess();
    for (const position of [0, 1]) void dead.run(step(position), never, refuse);
    await turn();
    const leases = await startProcess();
    const first = leases.run(step(0), () => Promise.reject(new Error('refused')), refuse);
    const second = leases.run(step(1), () => Promise.resolve(bring(1)), refuse);
    await expect(first).rejects.toThrow('refused');
    await expect(second).resolves.toEqual(bring(1));
  });

  test(`is set aside after ${mostCrashes} crashes; those that only ran beside it once are not`, async () => {
    for (let crash = 1; crash <= mostCrashes; crash += 1) {
      const process = await startProcess();
      // The innocent run beside it the first time; later they wait for their turn behind the suspect.
      for (const position of [0, 1, 2]) void process.run(step(position), never, refuse);
      await turn();
      await startProcess();
      expect(await steps.crashesOf(step(0))).toBe(crash);
    }
    expect(await Promise.all([1, 2].map((position) => steps.crashesOf(step(position))))).toEqual([1, 1]);
    const leases = await startProcess();
    const ran: number[] = [];
    const work = (position: number) => () => Promise.resolve(bring(ran.push(position)));
    const aside = await leases.run(step(0), work(0), () => bring(99));
    await Promise.all([1, 2, 3].map((position) => leases.run(step(position), work(position), refuse)));
    expect([aside, ran.sort(), (await results())[0]]).toEqual([bring(99), [1, 2, 3], [0, bring(99)]]);
  });

  test('is innocent again once somebody asks for it anew', async () => {
    void (await startProcess()).run(step(0), never, refuse);
    await turn();
    const leases = await startProcess();
    expect(await steps.crashesOf(step(0))).toBe(1);
    await leases.run(step(0), () => Promise.resolve(bring(1)), refuse);
    await steps.reset([step(0)]);
    expect([await steps.crashesOf(step(0)), await results()]).toEqual([0, []]);
  });
});
