import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/clock.js';
import { PauseUntil, Refusal, remedyFor, Transient } from '../../../src/upstream/refusal.js';
import { createRetry, defaultRetryPolicy } from '../../../src/upstream/retry.js';
import { FakeClock } from '../../support/fake-clock.js';
import { errorOf } from '../../support/upstream-under-test.js';

const fault = () => new Transient('vendor_error', 'HTTP status 503');
const rateLimited = (waitMs?: number) => new Transient('rate_limited', 'wait', waitMs, true);

/** Runs an attempt that fails as told, with the real policy and a clock of the test's own. */
function run(
  failure: (attempt: number) => Error | undefined,
  {
    random = 0.5,
    clock = new FakeClock(),
    attemptMs = 0,
    signal = undefined as AbortSignal | undefined,
  } = {},
) {
  let attempts = 0;
  const retry = createRetry({ ...defaultRetryPolicy, random: () => random }, clock);
  const end = retry(() => {
    attempts += 1;
    if (attempts > 5_000) return Promise.reject(new Error('it spins'));
    clock.advance(attemptMs);
    const error = failure(attempts);
    return error ? Promise.reject(error) : Promise.resolve(attempts);
  }, signal);
  return { end, clock, attempts: () => attempts };
}

describe('giving up', () => {
  test.each([
    ['answers at once, short delays', 0.01, 0],
    ['answers at once, middling delays', 0.5, 0],
    ['answers at once, the longest delays', 0.999_999, 0],
    ['answers after a second', 0.5, 1_000],
    ['runs into a timeout of 30 s each time', 0.5, 30_000],
  ])('takes at least 8 attempts and at least 60 s when the vendor %s', async (_, random, attemptMs) => {
    const { end, clock, attempts } = run(fault, { random, attemptMs });
    expect(await errorOf(end)).toMatchObject({ outcome: 'failed', reason: 'vendor_error' });
    expect(attempts()).toBeGreaterThanOrEqual(8);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  });

  test('does come: not long after the 60 s with the longest delays', async () => {
    const { end, clock, attempts } = run(fault, { random: 0.999_999 });
    await errorOf(end);
    expect(attempts()).toBe(8);
    expect(clock.monotonic()).toBeLessThan(100_000);
  });

  test('ends with a refusal that names the reason and what to do', async () => {
    const { end } = run(() => new Transient('vendor_unreachable', 'network fault ECONNRESET'));
    const error = await errorOf(end);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({
      outcome: 'failed',
      reason: 'vendor_unreachable',
      remedy: remedyFor('vendor_unreachable'),
    });
  });

  test('is not needed when an attempt succeeds', async () => {
    const { end, attempts } = run((attempt) => (attempt < 7 ? fault() : undefined));
    expect(await end).toBe(7);
    expect(attempts()).toBe(7);
  });
});

describe('backoff', () => {
  test('has an exponential bound that ends at 30 s, with full jitter below it', async () => {
    const bounds = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const random of [0.25, 0.5, 0.999_999]) {
      const { end, clock } = run(fault, { random });
      await errorOf(end);
      expect(clock.sleeps.slice(0, 7)).toEqual(bounds.map((bound) => bound * random));
      expect(Math.max(...clock.sleeps)).toBeLessThan(30_000);
    }
  });

  test('waits at least as long as the vendor asks', async () => {
    const { end, clock } = run((attempt) =>
      attempt === 1 ? new Transient('vendor_error', '503', 45_000) : undefined,
    );
    await end;
    expect(clock.sleeps).toEqual([45_000]);
  });

  test('does not wait for hours in one step because a 503 says so', async () => {
    const { end, clock } = run((attempt) =>
      attempt === 1 ? new Transient('vendor_error', '503', 24 * 3_600_000) : undefined,
    );
    await end;
    expect(clock.sleeps).toEqual([600_000]);
  });
});

describe('waiting for a rate limit', () => {
  test('is no attempt: a hundred waits leave all attempts', async () => {
    const { end, clock, attempts } = run((attempt) => (attempt <= 100 ? rateLimited(1_000) : fault()));
    await errorOf(end);
    expect(attempts()).toBeGreaterThanOrEqual(108);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(100_000 + 60_000);
  });

  test('takes one to two seconds where the vendor does not say how long', async () => {
    for (const random of [0, 0.5, 0.999]) {
      const { end, clock } = run((attempt) => (attempt === 1 ? rateLimited() : undefined), { random });
      await end;
      expect(clock.sleeps).toEqual([1_000 + 1_000 * random]);
    }
  });

  test('ends after 10 minutes in all', async () => {
    const { end, clock } = run(() => rateLimited(20_000));
    expect(await errorOf(end)).toMatchObject({ outcome: 'failed', reason: 'rate_limited' });
    expect(clock.monotonic()).toBe(600_000);
  });

  test('ends also when the vendor asks again and again to wait no time at all', async () => {
    const { end } = run(() => rateLimited(0));
    expect(await errorOf(end)).toMatchObject({ outcome: 'failed', reason: 'rate_limited' });
  });

  test('ends after 10 minutes also when failures stand between the waits', async () => {
    const { end, clock } = run((attempt) => (attempt % 2 === 1 ? rateLimited(200_000) : fault()));
    expect(await errorOf(end)).toMatchObject({ reason: 'rate_limited' });
    expect(clock.sleeps.filter((ms) => ms === 200_000)).toHaveLength(3);
  });
});

describe('an error that cannot heal', () => {
  test.each<[string, Error]>([
    ['a refusal', new Refusal('not_licensed', 'not_licensed', '')],
    ['a pause', new PauseUntil(1)],
    ['an Error', new Error('bug')],
    ['a TypeError', new TypeError('bug')],
    ['a TypeError that looks like a network fault of fetch', new TypeError('fetch failed')],
  ])('is thrown at once: %s', async (_, error) => {
    const { end, clock, attempts } = run(() => error);
    expect(await errorOf(end)).toBe(error);
    expect(attempts()).toBe(1);
    expect(clock.sleeps).toEqual([]);
  });
});

describe('an abort', () => {
  const reason = new Error('cancelled');

  test('before the first attempt prevents it', async () => {
    const { end, attempts } = run(() => undefined, { signal: AbortSignal.abort(reason) });
    expect(await errorOf(end)).toBe(reason);
    expect(attempts()).toBe(0);
  });

  test.each([
    ['a backoff', fault()],
    ['a wait', rateLimited(5_000)],
  ])('ends %s with its reason', async (_, error) => {
    const controller = new AbortController();
    const clock = new FakeClock(undefined, () => controller.abort(reason));
    const { end, attempts } = run(() => error, { clock, signal: controller.signal });
    expect(await errorOf(end)).toBe(reason);
    expect(attempts()).toBe(1);
  });

  test('ends a real sleep at once', async () => {
    const controller = new AbortController();
    const retry = createRetry({ ...defaultRetryPolicy, random: () => 0.99 }, systemClock);
    const started = performance.now();
    const end = errorOf(retry(() => Promise.reject(fault()), controller.signal));
    setTimeout(() => controller.abort(reason), 20);
    expect(await end).toBe(reason);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('during an attempt wins over the attempt’s failure', async () => {
    const controller = new AbortController();
    const { end, attempts } = run(
      () => {
        controller.abort(reason);
        return fault();
      },
      { signal: controller.signal },
    );
    expect(await errorOf(end)).toBe(reason);
    expect(attempts()).toBe(1);
  });
});
