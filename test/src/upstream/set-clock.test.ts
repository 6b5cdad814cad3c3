import { describe, expect, jest, test, afterEach } from '@jest/globals';
import type { RateLimits } from '../../../src/contract/index.js';
import { systemClock } from '../../../src/clock.js';
import { createPace } from '../../../src/upstream/pace.js';
import { PauseUntil } from '../../../src/upstream/refusal.js';
import { readRetryAfter } from '../../../src/upstream/retry-after.js';
import { FakeClock } from '../../support/fake-clock.js';
import { errorOf } from '../../support/upstream-under-test.js';

const hourMs = 3_600_000;
const limit = { family: 'main', label: 'light' };
const labels: RateLimits['labels'] = [{ ...limit, calls: 200, perMs: 1_000 }];
const counts = { reserve: () => Promise.resolve(1), giveBack: () => Promise.resolve() };
const nothing = () => Promise.resolve();

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a wall clock that is set while calls are made', () => {
  test.each([
    ['back by an hour', -hourMs],
    ['back by a day', -24 * hourMs],
    ['back by a year', -8_760 * hourMs],
    ['forward by a day', 24 * hourMs],
  ])('%s stops none, and they leave as evenly as before', async (_, byMs) => {
    const real = Date.now.bind(Date);
    let setMs = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + setMs);
    const pace = createPace({ limits: { labels, budgets: [] }, share: 0.75, counts, clock: systemClock });
    const started = performance.now();
    for (let call = 0; call < 10; call += 1) await pace.run(limit, nothing);
    setMs = byMs;
    await Promise.all(Array.from({ length: 20 }, () => pace.run(limit, nothing)));
    setMs = 2 * byMs;
    await pace.run(limit, nothing);
    const tookMs = performance.now() - started;
    expect(tookMs).toBeGreaterThan(30 * (1_000 / 160) * 0.8);
    expect(tookMs).toBeLessThan(3_000);
  });

  test.each([-24 * hourMs, -hourMs, hourMs, 24 * hourMs])(
    'by %d ms: what is closed opens after the time it was closed for',
    async (byMs) => {
      const clock = new FakeClock();
      let setMs = 0;
      const set = { ...plain(clock), now: () => clock.now() + setMs };
      const pace = createPace({ limits: { labels, budgets: [] }, share: 0.75, counts, clock: set });
      pace.closeUntil(limit, clock.now() + 10 * 60_000);
      setMs = byMs;
      expect(await errorOf(pace.run(limit, nothing))).toBeInstanceOf(PauseUntil);
      clock.advance(9 * 60_000);
      const error = (await errorOf(pace.run(limit, nothing))) as PauseUntil;
      // The moment is told as the clock counts now.
      expect(error.until - set.now()).toBeLessThanOrEqual(60_000);
      clock.advance(60_000);
      await pace.run(limit, nothing);
    },
  );

  test.each([-24 * hourMs, -hourMs, hourMs, 24 * hourMs])(
    'by %d ms: a moment to wait for counts from the vendor’s own time',
    (byMs) => {
      const vendors = Date.parse('2026-06-15T12:00:00Z');
      const date = new Date(vendors).toUTCString();
      for (const header of ['2026-06-15T12:00:05Z', 'Mon, 15 Jun 2026 12:00:05 GMT', '5'])
        expect(readRetryAfter(header, vendors + byMs, date)).toBe(5_000);
    },
  );
});

const plain = (clock: FakeClock) => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
});
