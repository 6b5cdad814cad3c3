import { describe, expect, test } from '@jest/globals';
import { readRetryAfter } from '../../../src/upstream/retry-after.js';
import { runBuilt } from '../../support/run-built.js';

const now = Date.parse('2026-06-15T12:00:00Z');
const hour = 3_600_000;

describe('Retry-After', () => {
  test.each<[string, string | undefined, number | undefined]>([
    ['seconds', '5', 5_000],
    ['seconds with spaces around', '  5 ', 5_000],
    ['no time at all', '0', 0],
    ['a part of a second, rounded up', '0.0004', 1],
    ['25 hours in seconds', '90000', 25 * hour],
    ['more than 25 hours in seconds', '90001', undefined],
    ['seconds beyond all measure', '9'.repeat(400), undefined],
    ['an HTTP date', 'Mon, 15 Jun 2026 12:01:00 GMT', 60_000],
    ['an HTTP date of the RFC 850 form', 'Monday, 15-Jun-26 12:01:00 GMT', 60_000],
    ['an HTTP date that is past', 'Mon, 15 Jun 2026 11:00:00 GMT', undefined],
    [
      'an HTTP date that is only just past, by the difference of two clocks',
      'Mon, 15 Jun 2026 11:59:58 GMT',
      0,
    ],
    ['an HTTP date more than 25 hours away', 'Tue, 16 Jun 2026 13:00:01 GMT', undefined],
    ['an ISO 8601 moment', '2026-06-16T00:00:00Z', 12 * hour],
    ['an ISO 8601 moment with milliseconds', '2026-06-15T12:00:00.250Z', 250],
    ['an ISO 8601 moment with an offset', '2026-06-15T14:30:00+02:00', hour / 2],
    ['an ISO 8601 day, which is UTC', '2026-06-16', 12 * hour],
    ['an ISO 8601 moment that is past', '2020-05-31T00:00:00Z', undefined],
    ['an ISO 8601 moment that is only just past', '2026-06-15T11:59:58Z', 0],
    ['an ISO 8601 moment 25 hours away', '2026-06-16T13:00:00Z', 25 * hour],
    ['an ISO 8601 moment more than 25 hours away', '2026-06-16T13:00:00.001Z', undefined],
    ['absent', undefined, undefined],
    ['empty', '', undefined],
    ['spaces', '   ', undefined],
    ['a negative number', '-5', undefined],
    ['an exponent', '1e3', undefined],
    ['a hexadecimal number', '0x10', undefined],
    ['a number with a unit', '5s', undefined],
    ['two numbers', '5, 10', undefined],
    ['a word', 'soon', undefined],
    ['Infinity', 'Infinity', undefined],
    ['NaN', 'NaN', undefined],
    ['an impossible date', '2026-13-45T99:00:00Z', undefined],
  ])('%s', (_, header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  test('a sentence that holds a date is not believed', () => {
    expect(readRetryAfter('retry after 06/15/2026 20:00', now)).toBeUndefined();
  });

  test.each([
    ['ISO 8601 with Z', '2026-06-15T12:01:00Z'],
    ['ISO 8601 without a zone', '2026-06-15T12:01:00'],
    ['the asctime form of RFC 9110, which is UTC', 'Mon Jun 15 12:01:00 2026'],
  ])('%s means the same wherever the service runs', (_, header) => {
    expect(waitInZone('America/New_York', header)).toBe(60_000);
  });
});

/** The function's answer in a process of another time zone: a running one keeps its own. */
function waitInZone(zone: string, header: string): unknown {
  const script = `
    const { readRetryAfter } = await load('src/upstream/retry-after.js');
    print([readRetryAfter(input.header, input.now)]);
  `;
  return (runBuilt(script, { TZ: zone }, { header, now }) as unknown[])[0];
}
