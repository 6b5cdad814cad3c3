import { describe, expect, test } from '@jest/globals';
import { Gate, type GateLimits } from '../../../src/upstream/gate.js';
import { FakeClock } from '../../support/fake-clock.js';
import { mostInAnySpan } from '../../support/most-in-any-span.js';
import { errorOf } from '../../support/upstream-under-test.js';

/** Lets callers through, some time apart, and tells when each left. */
async function starts(limits: GateLimits, gaps: number[]): Promise<number[]> {
  const clock = new FakeClock();
  const gate = new Gate(limits, clock);
  const left: number[] = [];
  for (const gap of gaps) {
    clock.advance(gap);
    await gate.pass();
    left.push(clock.monotonic());
  }
  return left;
}

describe('a gate', () => {
  test.each<[string, GateLimits]>([
    ['one a second', { most: 1, windowMs: 1_050, spacingMs: 0 }],
    ['three a second', { most: 3, windowMs: 1_050, spacingMs: 280 }],
    ['64 a second', { most: 64, windowMs: 1_050, spacingMs: 13 }],
    ['eight a minute', { most: 8, windowMs: 60_050, spacingMs: 6_400 }],
    ['no spacing at all', { most: 10, windowMs: 1_000, spacingMs: 0 }],
  ])('never lets more through than agreed: %s', async (_, limits) => {
    const quiet = [0, 0, 0, 1, 700, 0, 0, limits.windowMs - 1, 0, 0.4, 0, limits.windowMs * 3, 0, 0];
    const gaps = Array.from({ length: 300 }, (_gap, index) => quiet[index % quiet.length] ?? 0);
    const left = await starts(limits, gaps);
    expect(mostInAnySpan(left, limits.windowMs)).toBeLessThanOrEqual(limits.most);
    const spaces = left.slice(1).map((start, index) => start - (left[index] ?? 0));
    expect(Math.min(...spaces)).toBeGreaterThanOrEqual(limits.spacingMs - 1e-6);
  });

  test('lets callers through in the order in which they came', async () => {
    const gate = new Gate({ most: 2, windowMs: 1_000, spacingMs: 0 }, new FakeClock());
    const order: number[] = [];
    await Promise.all(Array.from({ length: 20 }, (_, caller) => gate.pass().then(() => order.push(caller))));
    expect(order).toEqual(Array.from({ length: 20 }, (_, caller) => caller));
  });

  test('does not make a caller wait that comes late enough', async () => {
    const clock = new FakeClock();
    const gate = new Gate({ most: 1, windowMs: 1_000, spacingMs: 0 }, clock);
    await gate.pass();
    clock.advance(1_000);
    await gate.pass();
    expect(clock.sleeps).toEqual([]);
  });

  test('holds everybody as long as the vendor asks, and a shorter wish does not shorten it', async () => {
    const clock = new FakeClock();
    const gate = new Gate({ most: 100, windowMs: 1_000, spacingMs: 0 }, clock);
    gate.hold(5_000);
    gate.hold(100);
    await gate.pass();
    expect(clock.monotonic()).toBe(5_000);
    await gate.pass();
    expect(clock.monotonic()).toBe(5_000);
  });

  test('holds also a caller that waits already', async () => {
    let isFirst = true;
    const clock: FakeClock = new FakeClock(undefined, () => {
      if (isFirst) gate.hold(3_000);
      isFirst = false;
    });
    const gate = new Gate({ most: 1, windowMs: 1_000, spacingMs: 0 }, clock);
    await gate.pass();
    await gate.pass();
    expect(clock.monotonic()).toBe(3_000);
  });

  test('an aborted caller leaves no trace and does not stop the others', async () => {
    const clock = new FakeClock();
    const gate = new Gate({ most: 1, windowMs: 1_000, spacingMs: 0 }, clock);
    await gate.pass();
    const reason = new Error('cancelled');
    const aborted = errorOf(gate.pass(AbortSignal.abort(reason)));
    const next = gate.pass();
    expect(await aborted).toBe(reason);
    await next;
    expect(clock.monotonic()).toBe(1_000);
  });
});
