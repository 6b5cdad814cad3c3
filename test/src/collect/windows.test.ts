import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WindowRule } from '../../../src/contract/index.js';
import { addDays, daysBetween, earlierDay, laterDay, monthsBefore } from '../../../src/collect/days.js';
import { planWindows, type WindowPlan } from '../../../src/collect/windows.js';

const rule = (maxDays: number, lookBackMonths?: number): WindowRule => ({
  maxDays,
  lookBackMonths,
  dateField: 'start_time',
  ifWider: 'not documented',
});

interface Case {
  maxDays?: number;
  months?: number;
  since?: string;
  from?: string;
  to?: string;
  today?: string;
}

const plan = ({ maxDays = 30, months, since = '2025-12-20', from, to, today = '2026-03-15' }: Case) =>
  planWindows({
    rule: rule(maxDays, months),
    since: new Date(`${since}T10:00:00Z`),
    period: { from, to },
    now: Date.parse(`${today}T12:00:00Z`),
  });

const shown = ({ windows }: WindowPlan) =>
  windows.map(({ from, to, laterStarts }) => [`${from}..${to}`, ...(laterStarts ?? [])].join(' or '));

describe('windows without look-back', () => {
  test('reach from the day before the user was made to tomorrow, newest first, sharing their border day', () => {
    const planned = plan({});
    expect(shown(planned)).toEqual([
      '2026-02-14..2026-03-16',
      '2026-01-15..2026-02-14',
      '2025-12-19..2026-01-15',
    ]);
    expect(planned.outOfReach).toBeUndefined();
  });

  test.each<[string, Case, string[]]>([
    ['a user made today', { since: '2026-03-15' }, ['2026-03-14..2026-03-16']],
    ['a user made yesterday', { since: '2026-03-14' }, ['2026-03-13..2026-03-16']],
    ['leap day', { since: '2024-02-28', today: '2024-03-01' }, ['2024-02-27..2024-03-02']],
    ['period inside', { from: '2026-01-10', to: '2026-01-20' }, ['2026-01-10..2026-01-21']],
    ['period of one day', { from: '2026-01-10', to: '2026-01-10' }, ['2026-01-10..2026-01-11']],
    ['only from', { from: '2026-03-01' }, ['2026-03-01..2026-03-16']],
    ['only to', { to: '2025-12-25' }, ['2025-12-19..2025-12-26']],
    ['from before the user', { from: '2020-01-01', to: '2025-12-31' }, ['2025-12-19..2026-01-01']],
    ['to in the future', { from: '2026-03-01', to: '2026-12-31' }, ['2026-03-01..2026-03-16']],
    [
      'user made after the period',
      { since: '2026-03-01', from: '2026-01-01', to: '2026-01-31' },
      ['2026-01-02..2026-02-01', '2026-01-01..2026-01-02'],
    ],
    ['user made after the end', { since: '2026-03-01', to: '2026-01-31' }, ['2026-01-31..2026-02-01']],
    [
      'one-day windows',
      { maxDays: 1, from: '2026-03-14' },
      ['2026-03-15..2026-03-16', '2026-03-14..2026-03-15'],
    ],
  ])('%s', (_name, options, expected) => {
    expect(shown(plan(options))).toEqual(expected);
  });

  test('a period that ends in year 9999 is asked up to today', () => {
    expect(shown(plan({ from: '2026-03-01', to: '9999-12-31' }))).toEqual(['2026-03-01..2026-03-16']);
  });
});

describe('windows with a look-back of six months', () => {
  test.each<[string, Case, string[], WindowPlan['outOfReach']]>([
    ['a younger user has no edge', { since: '2026-02-20' }, ['2026-02-19..2026-03-16'], undefined],
    [
      'an old user: the last days are asked apart, the rest is out of reach',
      { since: '2020-01-01', from: undefined },
      [
        '2026-02-14..2026-03-16',
        '2026-01-15..2026-02-14',
        '2025-12-16..2026-01-15',
        '2025-11-16..2025-12-16',
        '2025-10-17..2025-11-16',
        '2025-09-17..2025-10-17',
        '2025-09-15..2025-09-17 or 2025-09-16',
      ],
      { from: '2019-12-31', to: '2025-09-15' },
    ],
    [
      'a period across the look-back',
      { since: '2020-01-01', from: '2025-08-01', to: '2025-10-01' },
      ['2025-09-17..2025-10-02', '2025-09-15..2025-09-17 or 2025-09-16'],
      { from: '2025-08-01', to: '2025-09-15' },
    ],
    [
      'a period wholly beyond',
      { since: '2020-01-01', from: '2025-01-01', to: '2025-06-30' },
      [],
      { from: '2025-01-01', to: '2025-07-01' },
    ],
    [
      'a period that ends at the edge',
      { since: '2020-01-01', from: '2025-09-01', to: '2025-09-15' },
      ['2025-09-15..2025-09-16'],
      { from: '2025-09-01', to: '2025-09-15' },
    ],
  ])('%s', (_name, options, expected, outOfReach) => {
    const planned = plan({ months: 6, ...options });
    expect(shown(planned)).toEqual(expected);
    expect(planned.outOfReach).toEqual(outOfReach);
  });

  test.each(['2026-08-31', '2024-08-31', '2026-03-01', '2024-03-01', '2026-02-28'])(
    'reaches to the published day on %s, and would take 180 days instead',
    (today) => {
      const { windows } = plan({ months: 6, since: '2015-01-01', today });
      const edge = windows.at(-1);
      expect(edge?.from).toBe(monthsBefore(today, 6));
      expect(edge?.laterStarts?.at(-1)).toBe(addDays(today, -180));
      expect([...(edge?.laterStarts ?? [])].sort()).toEqual(edge?.laterStarts);
    },
  );

  test('the edge keeps to the longest span too, down to a week', () => {
    for (const today of ['2026-03-15', '2026-08-31', '2024-03-01']) {
      const { windows } = plan({ months: 6, maxDays: 7, since: '2015-01-01', today });
      expect(Math.max(...windows.map(({ from, to }) => daysBetween(from, to)))).toBe(7);
    }
  });
});

const days = (from: string, to: string) =>
  fc.integer({ min: 0, max: daysBetween(from, to) }).map((offset) => addDays(from, offset));

test('whatever is asked, the windows cover all of it that can be answered and nothing else', () => {
  const cases = fc.record({
    maxDays: fc.integer({ min: 30, max: 400 }),
    months: fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined }),
    since: days('2011-01-01', '2029-12-31'),
    today: days('2023-01-01', '2028-12-31'),
    from: fc.option(days('2010-01-01', '2030-01-01'), { nil: undefined }),
    to: fc.option(days('2010-01-01', '2030-01-01'), { nil: undefined }),
  });
  fc.assert(
    fc.property(cases, (options) => {
      fc.pre(!options.from || !options.to || options.from <= options.to);
      const { windows, outOfReach } = plan(options);
      const { since, from, to, today, months, maxDays } = options;
      const last = earlierDay(to ? addDays(to, 1) : '9998-01-01', addDays(today, 1));
      const born = addDays(since, -1);
      const first = born < last ? laterDay(born, from ?? born) : (from ?? addDays(last, -1));
      const oldest = months === undefined ? first : laterDay(first, monthsBefore(today, months));
      windows.forEach((window, index) => {
        expect(daysBetween(window.from, window.to)).toBeLessThanOrEqual(maxDays);
        expect(daysBetween(window.from, window.to)).toBeGreaterThanOrEqual(1);
        for (const start of window.laterStarts ?? []) {
          expect(start > window.from).toBe(true);
          expect(start < window.to).toBe(true);
        }
        if (index > 0) expect(windows[index - 1]?.from).toBe(window.to);
      });
      if (oldest < last) {
        expect(windows[0]?.to).toBe(last);
        expect(windows.at(-1)?.from).toBe(oldest);
      } else expect(windows).toEqual([]);
      // What is not asked is named as out of reach, up to the vendor's published day.
      const isBeyond = months !== undefined && first < monthsBefore(today, months);
      expect(outOfReach?.from).toBe(isBeyond ? first : undefined);
      if (outOfReach && windows.length > 0) expect(windows.at(-1)?.from).toBe(outOfReach.to);
    }),
    { numRuns: 3_000 },
  );
});
