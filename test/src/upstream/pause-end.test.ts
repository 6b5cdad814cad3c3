import { describe, expect, test } from '@jest/globals';
import { nextMidnight } from '../../../src/clock.js';
import { pauseEnd } from '../../../src/upstream/pause-end.js';

const now = Date.parse('2026-06-15T12:00:00Z');
const midnight = Date.parse('2026-06-16T00:00:00Z');
const minute = 60_000;

describe('the end of a pause', () => {
  test.each([
    ['an ISO 8601 moment', '2026-06-16T00:00:00Z', midnight],
    ['an HTTP date', 'Mon, 15 Jun 2026 13:00:00 GMT', now + 60 * minute],
    ['seconds', '120', now + 2 * minute],
  ])('is the moment of the header, a few seconds later at most: %s', (_, header, expected) => {
    const end = pauseEnd(header, now);
    expect(end).toBeGreaterThanOrEqual(expected);
    expect(end).toBeLessThan(expected + 5_000);
  });

  test('is never now: a moment that has just come is over only after a while', () => {
    for (const header of ['2026-06-15T12:00:00Z', '2026-06-15T11:59:59Z'])
      expect(pauseEnd(header, now)).toBeGreaterThanOrEqual(now + 1_000);
  });

  test.each([
    ['absent', undefined],
    ['past', '2020-05-31T00:00:00Z'],
    ['more than 25 hours away', '2026-06-17T12:00:00Z'],
    ['garbage', 'tomorrow'],
  ])('is the next 00:00 UTC plus at most a minute where the header is %s', (_, header) => {
    const ends = Array.from({ length: 200 }, () => pauseEnd(header, now));
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(midnight);
    expect(Math.max(...ends)).toBeLessThan(midnight + minute);
    expect(new Set(ends).size).toBeGreaterThan(100);
  });
});

describe('the next midnight', () => {
  test.each([
    ['noon', '2026-06-15T12:00:00Z', '2026-06-16T00:00:00Z'],
    ['one millisecond before', '2026-06-15T23:59:59.999Z', '2026-06-16T00:00:00Z'],
    ['midnight itself', '2026-06-15T00:00:00Z', '2026-06-16T00:00:00Z'],
    ['the end of a month', '2026-06-30T10:00:00Z', '2026-07-01T00:00:00Z'],
    ['the end of a year', '2026-12-31T10:00:00Z', '2027-01-01T00:00:00Z'],
    ['a leap day', '2028-02-28T10:00:00Z', '2028-02-29T00:00:00Z'],
  ])('after %s', (_, from, expected) => {
    expect(new Date(nextMidnight(Date.parse(from))).toISOString()).toBe(`${expected.slice(0, -1)}.000Z`);
  });
});
