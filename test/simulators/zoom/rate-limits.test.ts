import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimiter } from '../../../simulators/zoom/limits/rate-limiter.js';
import { SlidingCount } from '../../../simulators/zoom/limits/sliding-count.js';
import { day, noon, simulate } from './zoom-under-test.js';

const perSecond = 'You have reached the maximum per-second rate limit for this API. Try again later.';
const perDay =
  'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';
const report = `/report/users/alex.demo@example.com/meetings?from=${day(3)}&to=${day(0)}`;

describe('the table', () => {
  it.each([
    ['free', 'main', 'light', 4],
    ['free', 'main', 'heavy', 1],
    ['pro', 'main', 'medium', 20],
    ['business', 'main', 'light', 80],
    ['business', 'main', 'resource-intensive', 20],
    ['free', 'phone', 'medium', 10],
    ['pro', 'phone', 'heavy', 5],
    ['business', 'phone', 'light', 40],
  ] as const)('of %s lets %s %s calls pass up to %i', (plan, family, label, limit) => {
    const limiter = new RateLimiter(plan, () => noon);
    const admitted = Array.from({ length: limit + 3 }, () => limiter.admit(family, label, 5_000));
    expect(admitted.filter(({ refusedBy }) => refusedBy === undefined)).toHaveLength(limit);
    expect(limiter.refused).toBe(3);
    const windowMs = label === 'resource-intensive' ? 60_000 : 1_000;
    expect(limiter.admit(family, label, 5_000 + windowMs - 1).refusedBy).toBe('second');
    expect(limiter.admit(family, label, 5_000 + windowMs).refusedBy).toBeUndefined();
  });

  it('shares the daily budget of heavy and resource-intensive calls, until the next UTC day', () => {
    let now = noon;
    const limiter = new RateLimiter('pro', () => now);
    const heavyAt = (index: number) => limiter.admit('phone', 'heavy', index * 1_000).refusedBy;
    expect(limiter.admit('phone', 'resource-intensive', 0).refusedBy).toBeUndefined();
    const refusals = Array.from({ length: 15_000 }, (_, index) => heavyAt(index)).filter(
      (refusedBy) => refusedBy,
    );
    expect(refusals).toEqual(['daily']);
    expect(limiter.admit('phone', 'resource-intensive', 99_000_000).refusedBy).toBe('daily');
    expect(limiter.admit('main', 'heavy', 99_000_000).refusedBy).toBeUndefined();
    expect(limiter.admit('phone', 'light', 99_000_000).refusedBy).toBeUndefined();
    now = new Date('2026-06-16T00:00:00Z');
    expect(limiter.admit('phone', 'heavy', 99_000_000).refusedBy).toBeUndefined();
  });
});

describe('a sliding count', () => {
  it('is the highest number of calls in any window', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 80 }), (unsorted) => {
        const times = unsorted.sort((a, b) => a - b);
        const count = new SlidingCount(1_000);
        for (const time of times) count.add(time);
        const inWindowFrom = (start: number) =>
          times.filter((time) => time >= start && time < start + 1_000).length;
        return count.highest === Math.max(...times.map(inWindowFrom));
      }),
    );
  });

  it('keeps counting right after many calls', () => {
    const count = new SlidingCount(1_000);
    for (let time = 0; time < 10_000; time += 1) count.add(time);
    expect([count.highest, count.countAt(9_999)]).toEqual([1_000, 1_000]);
  });
});

describe('calls over the limit', () => {
  it('answer 429 with the documented headers, and are counted apart from faults', async () => {
    const { simulator, get } = await simulate({ plan: 'pro', enforceRateLimits: true });
    const answers = await Promise.all(Array.from({ length: 13 }, () => get(report)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.body).toEqual({ code: 429, message: perSecond });
    expect(Object.fromEntries(refused[0]?.headers ?? [])).toMatchObject({
      'x-ratelimit-category': 'Heavy',
      'x-ratelimit-type': 'QPS',
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
    });
    expect(refused[0]?.headers.get('retry-after')).toBeNull();
    expect(simulator.rateLimited).toBe(3);
    expect([simulator.highestCount('main', 'HEAVY'), simulator.highestCount('main', 'light')]).toEqual([
      13, 0,
    ]);
  });

  it('of a day say when the next one starts', async () => {
    const { simulator, get } = await simulate({ enforceRateLimits: true });
    simulator.spendDailyBudget('main', 'resource-intensive', 59_999);
    expect((await get(report)).status).toBe(200);
    const { status, headers, body } = await get(report);
    expect([status, body]).toEqual([429, { code: 429, message: perDay }]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-ratelimit-category': 'Heavy',
      'x-ratelimit-type': 'Daily-limit',
      'x-ratelimit-limit': '60000',
      'x-ratelimit-remaining': '0',
      'retry-after': '2026-06-16T00:00:00Z',
    });
  });

  it('are counted but not refused where limits are off', async () => {
    const { simulator, get } = await simulate({ plan: 'free' });
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => get('/phone/users/alex.demo@example.com')),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect([simulator.highestCount('phone', 'light'), simulator.rateLimited]).toEqual([9, 0]);
  });
});

describe('the call log', () => {
  it('holds every request as it was on the wire', async () => {
    const { simulator, get } = await simulate();
    await get('/users/alex.demo%40example.com?login_type=100');
    await get('/nothing');
    expect(simulator.calls).toMatchObject([
      {
        method: 'GET',
        path: '/v2/users/alex.demo%40example.com?login_type=100',
        operation: '/users/{userId}',
        family: 'main',
        label: 'light',
        status: 200,
        authorization: true,
      },
      { operation: 'unknown', family: 'none', label: 'none', status: 400 },
    ]);
    const [first, second] = simulator.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(0);
  });

  it('names the calls of downloads, of the media origin and of OAuth', async () => {
    const { simulator } = await simulate();
    const origin = simulator.oauthUrl.replace('/oauth', '');
    for (const path of ['/oauth/token', '/oauth/authorize', '/oauth/revoke', '/rec/download/x'])
      await fetch(`${origin}${path}`);
    await fetch(`http://${simulator.mediaHost}/media/x`);
    expect(simulator.calls.map(({ operation, label }) => `${operation} ${label}`)).toEqual([
      'token none',
      'authorize none',
      'revoke none',
      'download none',
      'media none',
    ]);
    expect(simulator.calls.at(-1)).toMatchObject({ authorization: false, status: 403 });
  });
});
