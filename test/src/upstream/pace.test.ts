import { describe, expect, test } from '@jest/globals';
import type { RateLimits } from '../../../src/contract/index.js';
import { systemClock, type Clock } from '../../../src/clock.js';
import type { DailyCounts } from '../../../src/upstream/daily-budgets.js';
import { createPace } from '../../../src/upstream/pace.js';
import { PauseUntil } from '../../../src/upstream/refusal.js';
import { FakeClock } from '../../support/fake-clock.js';
import { mostInAnySpan } from '../../support/most-in-any-span.js';
import { errorOf } from '../../support/upstream-under-test.js';

const label = (name: string, calls = 5_000, perMs = 1_000, family = 'main') => ({
  ...{ family, label: name, calls, perMs },
});
const limit = (name: string, family = 'main') => ({ family, label: name });

/** Counts in memory, which a test can keep over a restart. */
function memoryCounts(): DailyCounts & { days: Map<string, number> } {
  const days = new Map<string, number>();
  return {
    days,
    reserve: (budget, wanted, most) => {
      const key = `${budget.id} ${budget.day}`;
      const used = days.get(key) ?? 0;
      const given = Math.max(0, Math.min(wanted, most - used));
      if (given > 0) days.set(key, used + given);
      return Promise.resolve(given);
    },
    giveBack: (budget, calls) => {
      const key = `${budget.id} ${budget.day}`;
      days.set(key, (days.get(key) ?? 0) - calls);
      return Promise.resolve();
    },
  };
}

function paceOf(
  labels: RateLimits['labels'],
  options: { share?: number; budgets?: RateLimits['budgets']; counts?: DailyCounts; clock?: Clock } = {},
) {
  const { share = 0.75, budgets = [], counts = memoryCounts(), clock = systemClock } = options;
  return createPace({ limits: { labels, budgets }, share, counts, clock });
}

const nothing = () => Promise.resolve();

/** Queues calls all at once and tells when each left. */
async function leave(pace: ReturnType<typeof paceOf>, name: string, calls: number): Promise<number[]> {
  const left: number[] = [];
  const call = () => {
    left.push(performance.now());
    return Promise.resolve();
  };
  await Promise.all(Array.from({ length: calls }, () => pace.run(limit(name), call)));
  return left;
}

/** Keeps the event loop from doing anything. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const gapsOf = (left: number[]) => left.slice(1).map((moment, index) => moment - (left[index] ?? 0));

describe('the limit of a label', () => {
  test('is never overrun, also when the event loop is blocked again and again', async () => {
    const table = [
      { ...label('20 a second', 20, 1_000), wanted: 26, most: 16 },
      { ...label('20 in 400 ms', 20, 400), wanted: 52, most: 16 },
      { ...label('10 in 250 ms', 10, 250), wanted: 40, most: 8 },
      { ...label('4 in 300 ms', 4, 300), wanted: 14, most: 3 },
      { ...label('2 in 200 ms', 2, 200), wanted: 8, most: 1 },
      { ...label('1 in 150 ms', 1, 150), wanted: 8, most: 1 },
    ];
    const pace = paceOf(table, { share: 0.8 });
    const blocking = setInterval(() => block(260), 420);
    const left = await Promise.all(table.map(({ label: name, wanted }) => leave(pace, name, wanted)));
    clearInterval(blocking);
    const highest = table.map(({ perMs }, index) => mostInAnySpan(left[index] ?? [], perMs));
    table.forEach(({ most }, index) => expect(highest[index]).toBeLessThanOrEqual(most));
    // The test would say little if the calls had come so slowly that the limit was never near.
    expect(highest[0]).toBeGreaterThanOrEqual(8);
  });

  test('is used evenly: no burst at the start, and no two calls close together', async () => {
    const left = await leave(paceOf([label('a', 40)]), 'a', 30);
    expect(Math.min(...gapsOf(left))).toBeGreaterThan((1_000 / 30) * 0.7);
    expect(mostInAnySpan(left, 250)).toBeLessThanOrEqual(11);
  });

  test('is used up to the share, and no further', async () => {
    const left = await leave(paceOf([label('a', 40)], { share: 0.5 }), 'a', 31);
    const rate = 30_000 / ((left.at(-1) ?? 0) - (left[0] ?? 0));
    expect(rate).toBeLessThanOrEqual(20.5);
    expect(rate).toBeGreaterThan(17.5);
  });

  test('is its own: other labels and families do not wait for it', async () => {
    const pace = paceOf([label('slow', 1, 60_000), label('fast'), label('slow', 5_000, 1_000, 'phone')]);
    await pace.run(limit('slow'), nothing);
    const started = performance.now();
    await Promise.all([leave(pace, 'fast', 5), pace.run(limit('slow', 'phone'), nothing)]);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test.each([
    ['label', limit('nobody')],
    ['family', limit('a', 'phone')],
    ['name that every object has', limit('constructor')],
  ])('is demanded: an unknown %s is an error that names it', async (_, unknown) => {
    const pace = paceOf([label('a')]);
    const error = await errorOf((async () => pace.run(unknown, nothing))());
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(`${unknown.family}/${unknown.label}`);
  });
});

describe('a call', () => {
  test('gives its result or its error, and neither disturbs the next', async () => {
    const pace = paceOf([label('a')]);
    const fault = new Error('fault');
    const ends = await Promise.allSettled([
      pace.run(limit('a'), () => Promise.resolve(1)),
      pace.run(limit('a'), () => Promise.reject(fault)),
      pace.run(limit('a'), () => Promise.resolve(3)),
    ]);
    expect(ends).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: fault },
      { status: 'fulfilled', value: 3 },
    ]);
  });

  test('does not wait for the end of the one before', async () => {
    const pace = paceOf([label('a')]);
    const never = pace.run(limit('a'), () => new Promise(() => undefined));
    await pace.run(limit('a'), nothing);
    expect(await Promise.race([never, Promise.resolve('still under way')])).toBe('still under way');
  });

  test('of a smaller number goes first, whoever waited longer', async () => {
    const pace = paceOf([label('a', 50)]);
    const order: number[] = [];
    const call = (priority: number) => () => Promise.resolve(order.push(priority));
    const priorities = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    // Nothing leaves before all have asked, however slow the machine is: who asks first has the turn already.
    pace.hold(limit('a'), 500);
    await Promise.all(priorities.map((priority) => pace.run(limit('a'), call(priority), { priority })));
    expect(order).toEqual([9, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('that is aborted before its turn never starts', async () => {
    const pace = paceOf([label('a')]);
    const reason = new Error('cancelled');
    let isStarted = false;
    const call = () => Promise.resolve((isStarted = true));
    expect(await errorOf(pace.run(limit('a'), call, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(isStarted).toBe(false);
  });

  test('that is aborted while the vendor holds the label ends at once', async () => {
    const pace = paceOf([label('a')]);
    const controller = new AbortController();
    const reason = new Error('cancelled');
    pace.hold(limit('a'), 60_000);
    const aborted = errorOf(pace.run(limit('a'), nothing, controller));
    setTimeout(() => controller.abort(reason), 20);
    expect(await Promise.race([aborted, systemClock.sleep(1_000)])).toBe(reason);
  });

  test('that is aborted ends at once also when another one waits before it', async () => {
    const pace = paceOf([label('a')]);
    const [other, mine] = [new AbortController(), new AbortController()];
    const reason = new Error('cancelled');
    pace.hold(limit('a'), 60_000);
    const before = errorOf(pace.run(limit('a'), nothing, other));
    const aborted = errorOf(pace.run(limit('a'), nothing, mine));
    await systemClock.sleep(20);
    mine.abort(reason);
    const end = await Promise.race([aborted, systemClock.sleep(1_000)]);
    other.abort(reason);
    await before;
    expect(end).toBe(reason);
  });
});

describe('a wish of the vendor', () => {
  test('holds the label for as long as asked, and no other', async () => {
    const pace = paceOf([label('a'), label('b')]);
    pace.hold(limit('a'), 300);
    const started = performance.now();
    await pace.run(limit('b'), nothing);
    expect(performance.now() - started).toBeLessThan(150);
    await pace.run(limit('a'), nothing);
    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
  });

  test('to hold an unknown label is an error', () => {
    expect(() => paceOf([label('a')]).hold(limit('b'), 1)).toThrow(RangeError);
  });
});

const budgets = [{ id: 'shared', family: 'main', labels: ['a', 'b'], callsPerDay: 10 }];
const labels = [label('a'), label('b'), label('c'), label('a', 5_000, 1_000, 'phone')];
const midnight = Date.parse('2026-06-16T00:00:00Z');

describe('a daily budget', () => {
  const spendAll = async (pace: ReturnType<typeof paceOf>) => {
    for (let call = 0; call < 7; call += 1) await pace.run(limit(call % 2 ? 'a' : 'b'), nothing);
  };

  test('is shared by its labels; what is used up pauses until after 00:00 UTC', async () => {
    const clock = new FakeClock();
    const pace = paceOf(labels, { budgets, clock });
    await spendAll(pace);
    for (const name of ['a', 'b']) {
      let isStarted = false;
      const error = await errorOf(pace.run(limit(name), () => Promise.resolve((isStarted = true))));
      expect(error).toBeInstanceOf(PauseUntil);
      const { until } = error as PauseUntil;
      expect(until).toBeGreaterThanOrEqual(midnight);
      expect(until).toBeLessThan(midnight + 120_000);
      expect(isStarted).toBe(false);
    }
  });

  test('does not touch other labels, nor the same label of another family', async () => {
    const pace = paceOf(labels, { budgets, clock: new FakeClock() });
    await spendAll(pace);
    await errorOf(pace.run(limit('a'), nothing));
    await pace.run(limit('c'), nothing);
    await pace.run(limit('a', 'phone'), nothing);
  });

  test('is remembered over a restart', async () => {
    const counts = memoryCounts();
    await spendAll(paceOf(labels, { budgets, counts, clock: new FakeClock() }));
    const restarted = paceOf(labels, { budgets, counts, clock: new FakeClock() });
    expect(await errorOf(restarted.run(limit('a'), nothing))).toBeInstanceOf(PauseUntil);
  });

  test('begins anew on the next UTC day', async () => {
    const clock = new FakeClock(Date.parse('2026-06-15T23:59:00Z'));
    const pace = paceOf(labels, { budgets, clock });
    await spendAll(pace);
    const { until } = (await errorOf(pace.run(limit('a'), nothing))) as PauseUntil;
    clock.advance(until - clock.now());
    await pace.run(limit('a'), nothing);
  });

  test('counts by the UTC day', async () => {
    const counts = memoryCounts();
    const clock = new FakeClock(Date.parse('2026-06-15T23:59:59.999Z'));
    const pace = paceOf(labels, { budgets, counts, clock });
    await pace.run(limit('a'), nothing);
    clock.advance(1);
    await pace.run(limit('a'), nothing);
    expect([...counts.days]).toEqual([
      ['shared 2026-06-15', 1],
      ['shared 2026-06-16', 1],
    ]);
  });

  test('allows one call even where the share of it is less', async () => {
    const tiny = [{ id: 'tiny', family: 'main', labels: ['a'], callsPerDay: 1 }];
    const pace = paceOf(labels, { budgets: tiny, clock: new FakeClock() });
    await pace.run(limit('a'), nothing);
    expect(await errorOf(pace.run(limit('a'), nothing))).toBeInstanceOf(PauseUntil);
  });

  test('is not spent by calls that never leave', async () => {
    const counts = memoryCounts();
    const pace = paceOf(labels, { budgets, counts, clock: new FakeClock() });
    await errorOf(pace.run(limit('a'), nothing, { signal: AbortSignal.abort(new Error('cancelled')) }));
    pace.closeUntil(limit('b'), midnight);
    await errorOf(pace.run(limit('a'), nothing));
    expect([...counts.days]).toEqual([]);
  });
});

describe('a label the vendor closed', () => {
  test('pauses every label of its budget until then, and no other', async () => {
    const pace = paceOf(labels, { budgets, clock: new FakeClock() });
    pace.closeUntil(limit('a'), midnight);
    for (const name of ['a', 'b'])
      expect(await errorOf(pace.run(limit(name), nothing))).toMatchObject({ until: midnight });
    await pace.run(limit('c'), nothing);
    await pace.run(limit('a', 'phone'), nothing);
  });

  test('without a budget is closed alone', async () => {
    const pace = paceOf(labels, { budgets, clock: new FakeClock() });
    pace.closeUntil(limit('c'), midnight);
    expect(await errorOf(pace.run(limit('c'), nothing))).toMatchObject({ until: midnight });
    await pace.run(limit('a'), nothing);
  });

  test('opens again at its time', async () => {
    const clock = new FakeClock();
    const pace = paceOf(labels, { budgets, clock });
    pace.closeUntil(limit('a'), clock.now() + 5_000);
    clock.advance(4_999);
    expect(await errorOf(pace.run(limit('a'), nothing))).toBeInstanceOf(PauseUntil);
    clock.advance(1);
    await pace.run(limit('a'), nothing);
  });

  test('is not opened earlier by an earlier moment', async () => {
    const clock = new FakeClock();
    const pace = paceOf(labels, { budgets, clock });
    pace.closeUntil(limit('a'), midnight);
    pace.closeUntil(limit('b'), clock.now() + 1);
    clock.advance(10);
    expect(await errorOf(pace.run(limit('a'), nothing))).toMatchObject({ until: midnight });
  });

  test.each([['a label', limit('a')] as const, ['calls without a label', undefined] as const])(
    'and closes again right afterwards stays closed for a minute (%s)',
    (_name, closed) => {
      const clock = new FakeClock();
      const pace = paceOf(labels, { budgets, clock });
      expect(pace.closeUntil(closed, clock.now() + 1_000)).toBe(clock.now() + 1_000);
      clock.advance(1_500);
      expect(pace.closeUntil(closed, clock.now() + 1_000)).toBe(clock.now() + 60_000);
    },
  );
});
