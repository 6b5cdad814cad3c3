import { describe, expect, test } from '@jest/globals';
import type { RateLimits, Source } from '../../../src/contract/index.js';
import { forecast, type ForecastNeeds } from '../../../src/requests/forecast.js';
import { declareSource } from '../../support/declared-source.js';
import type { StepCount } from '../../../src/model/step.js';

const noon = Date.parse('2026-06-15T12:00:00Z');
const midnight = Date.parse('2026-06-16T00:00:00Z');
const dayMs = 86_400_000;
const heavy = { family: 'account', label: 'heavy' };
const light = { family: 'account', label: 'light' };
/** Half of ten calls a second, and of a thousand a day. */
const limits = {
  labels: [
    { ...heavy, calls: 10, perMs: 1_000 },
    { ...light, calls: 100, perMs: 1_000 },
  ],
  budgets: [{ id: 'daily', family: 'account', labels: ['heavy'], callsPerDay: 1_000 }],
} satisfies RateLimits;
const [operation] = declareSource().asks;
const sources: Source[] = [
  declareSource({
    id: 'history',
    asks: [
      { ...operation, rateLimit: heavy },
      { ...operation, rateLimit: light },
    ],
    details: [{ ...operation, id: 'more', as: 'more', rateLimit: light }],
  }),
  declareSource(
    {
      id: 'media',
      attachments: [
        { id: 'plain', list: () => [] },
        { id: 'paced', list: () => [], rateLimit: light },
      ],
    },
    { rateLimit: light },
  ),
];

const counted = (changes: Partial<StepCount>): StepCount => ({
  ...{ sourceId: 'history', kind: 'list', done: 0, total: 0, records: 0, bytes: 0, calls: 0 },
  ...changes,
});
const expectIn = (counts: StepCount[], changes: Partial<ForecastNeeds> = {}): number | undefined => {
  const { now = noon } = changes;
  const end = forecast({
    ...{
      request: { status: 'running' },
      connector: { sources },
      limits,
      share: 0.5,
      counts,
      sharers: 1,
      now,
    },
    callsToday: () => 0,
    ...changes,
  });
  return end === undefined ? undefined : end - now;
};

describe('a forecast', () => {
  test('of a request that has no steps yet is none', () => {
    expect(expectIn([])).toBeUndefined();
  });

  test.each<[string, StepCount[], Partial<ForecastNeeds>, number]>([
    ['nothing left', [counted({ done: 4, total: 4, calls: 40 })], {}, 0],
    ['one call for each window that was not asked yet', [counted({ total: 10 })], {}, 2_000],
    ['as many calls as the windows before took', [counted({ done: 5, total: 10, calls: 20 })], {}, 4_000],
    ['never less than one call', [counted({ done: 9, total: 10, calls: 0 })], {}, 200],
    ['its share of the pace', [counted({ total: 10 })], { sharers: 4 }, 8_000],
    ['the slower of two labels', [counted({ total: 10 }), counted({ kind: 'detail', total: 10 })], {}, 2_000],
    ['details under their own label', [counted({ kind: 'detail', total: 100 })], {}, 2_000],
    [
      'files under the label of their rule',
      [counted({ sourceId: 'media', kind: 'file', part: 'paced', total: 100 })],
      {},
      2_000,
    ],
    [
      'files without a label as no calls',
      [counted({ sourceId: 'media', kind: 'file', part: 'plain', total: 100 })],
      {},
      0,
    ],
    ['another operation under its own label', [counted({ part: 1, total: 100 })], {}, 2_000],
    ['a source that is not declared any more as no calls', [counted({ sourceId: 'x', total: 9 })], {}, 0],
    ['a pause', [counted({ total: 10 })], { request: { status: 'paused', resumeAt: noon + 60_000 } }, 62_000],
    ['a pause that is over', [counted({ total: 10 })], { request: { status: 'paused', resumeAt: 5 } }, 2_000],
  ])('counts %s', (_name, counts, changes, wanted) => {
    expect(expectIn(counts, changes)).toBe(wanted);
  });

  // Half of a thousand calls a day: 500.
  test.each<[string, number, number, number]>([
    ['fits into the rest of today', 500, 0, noon + 100_000],
    ['needs one call of tomorrow', 501, 0, midnight],
    ['needs tomorrow, because today is used up', 1, 500, midnight],
    ['needs tomorrow, although others took more than our share', 10, 900, midnight],
    ['fills tomorrow', 1_000, 0, midnight],
    ['needs the day after tomorrow', 1_001, 0, midnight + dayMs],
    ['needs a week', 500 * 8, 500, midnight + 7 * dayMs],
  ])('that %s: %d calls after %d today', (_name, total, callsToday, wanted) => {
    expect(expectIn([counted({ total })], { callsToday: () => callsToday })).toBe(wanted - noon);
  });

  test('of a pause until tomorrow has the whole budget of tomorrow', () => {
    const request = { status: 'paused', resumeAt: midnight + 5_000 } as const;
    const end = expectIn([counted({ total: 500 })], { request, callsToday: () => 500 });
    expect(end).toBe(midnight + 5_000 + 100_000 - noon);
  });
});
