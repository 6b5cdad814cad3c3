import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DailyBudget } from '../../../src/contract/index.js';
import { DailyBudgets, type DailyCounts } from '../../../src/upstream/daily-budgets.js';
import { FakeClock } from '../../support/fake-clock.js';

const budget: DailyBudget = { id: 'heavy', family: 'main', labels: ['a'], callsPerDay: 40_000 };
const usedUp = () => {
  throw new Error('used up');
};
let clock: FakeClock;
let days: Map<string, number>;
let writes: number;
const counts: DailyCounts = {
  reserve: async ({ day }, wanted, most) => {
    writes += 1;
    await Promise.resolve();
    const used = days.get(day) ?? 0;
    const given = Math.max(0, Math.min(wanted, most - used));
    days.set(day, used + given);
    return given;
  },
  giveBack: ({ day }, calls) => {
    days.set(day, (days.get(day) ?? 0) - calls);
    return Promise.resolve();
  },
};
const make = (callsPerDay = budget.callsPerDay) => {
  const own = { ...budget, callsPerDay };
  const budgets = new DailyBudgets([own], 0.5, counts, clock);
  return { budgets, take: () => budgets.reserve([own], usedUp) };
};
beforeEach(() => {
  clock = new FakeClock(Date.parse('2026-06-15T12:00:00Z'));
  days = new Map();
  writes = 0;
});

describe('calls of a day', () => {
  test('are counted in blocks, however many ask at once, and none is given twice', async () => {
    const { take, budgets } = make();
    await Promise.all(Array.from({ length: 50 }, take));
    expect([days.get('2026-06-15'), writes, budgets.unused('heavy')]).toEqual([60, 3, 10]);
  });

  test('that a crash leaves unspent count as spent; what is closed in order gives them back', async () => {
    await make().take();
    const { take, budgets } = make();
    await take();
    expect(days.get('2026-06-15')).toBe(40);
    await budgets.close();
    expect(days.get('2026-06-15')).toBe(21);
  });

  test('never come to more than their share, and a small budget loses nothing to blocks', async () => {
    const { take } = make(10);
    for (let call = 0; call < 5; call += 1) await take();
    await expect(take()).rejects.toThrow('used up');
    expect([days.get('2026-06-15'), writes]).toEqual([5, 6]);
  });

  test('that were not made after all are made by the next', async () => {
    const { take, budgets } = make();
    const reserved = await take();
    reserved.undo();
    expect(budgets.unused('heavy')).toBe(20);
  });

  test('that waited over midnight are none of the new day', async () => {
    const { take, budgets } = make();
    const reserved = await take();
    expect(reserved.isOfToday()).toBe(true);
    clock.advance(13 * 3_600_000);
    expect([reserved.isOfToday(), budgets.unused('heavy')]).toEqual([false, 0]);
    reserved.undo();
    await take();
    expect(days.get('2026-06-16')).toBe(20);
  });
});
