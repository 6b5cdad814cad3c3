import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WindowRule } from '../../../src/contract/index.js';
import { addDays, daysBetween, earlierDay, laterDay, monthsBefore } from '../../../src/model/days.js';
import { planWindows, windowsToday, type WindowPlan } from '../../../src/collect/windows.js';

const rule = (maxDays: number, lookBackMonths?: number, earliest = '2013-01-01'): WindowRule => ({
  maxDays,
  earliest: { day: earliest, because: '', docs: '' },
  lookBackMonths,
  dateField: 'start_time',
  ifWider: 'not documented',
});

interface Case {
  maxDays?: number;
  months?: number;
  earliest?: string;
  from?: string;
  to?: string;
  today?: string;
}

const plan = ({ maxDays = 30, months, earliest = '2025-12-20', from, to, today = '2026-03-15' }: Case) =>
  planWindows({
    rule: rule(maxDays, months, earliest),
    period: { from, to },
    now: Date.parse(`${today}T12:00:00Z`),
  });

const shown = ({ windows }: Pick<WindowPlan, 'windows'>) =>
  windows.map(({ from, to, laterStarts }) => [`${from}..${to}`, ...(laterStarts ?? [])].join(' or '));

describe('windows without look-back', () => {
  test('reach from the day before anything can be to tomorrow, newest first, sharing their border day', () => {
    const planned = plan({});
    expect(shown(planned)).toEqual([
      '2026-02-16..2026-03-16',
      '2026-01-17..2026-02-16',
      '2025-12-19..2026-01-17',
    ]);
    expect(planned.outOfReach).toBeUndefined();
    expect(planned.start).toEqual({ day: '2025-12-20', bound: 'earliest' });
  });

  test('where the date moves with what happens later, a period ends today', () => {
    const moving = { ...rule(30), dateMoves: true };
    const period = { from: '2026-02-20', to: '2026-02-22' };
    const planned = planWindows({ rule: moving, period, now: Date.parse('2026-03-15T12:00:00Z') });
    expect(shown(planned)).toEqual(shown(plan({ from: '2026-02-20' })));
    expect(planned.windows[0]?.to).toBe('2026-03-16');
    expect(planned.windows[0]?.isNewest).toBe(true);
  });

  test.each<[string, Case, string[], WindowPlan['start']]>([
    [
      'a period inside has a day more at either end',
      { from: '2026-01-10', to: '2026-01-20' },
      ['2026-01-09..2026-01-21'],
      { day: '2026-01-10', bound: 'requested' },
    ],
    [
      'a period of one day',
      { from: '2026-01-10', to: '2026-01-10' },
      ['2026-01-09..2026-01-11'],
      { day: '2026-01-10', bound: 'requested' },
    ],
    [
      'only from',
      { from: '2026-03-01' },
      ['2026-02-28..2026-03-16'],
      { day: '2026-03-01', bound: 'requested' },
    ],
    ['only to', { to: '2025-12-25' }, ['2025-12-19..2025-12-26'], { day: '2025-12-20', bound: 'earliest' }],
    [
      'from before anything can be: said, not silent',
      { from: '2020-01-01', to: '2025-12-31' },
      ['2025-12-19..2026-01-01'],
      { day: '2025-12-20', bound: 'earliest' },
    ],
    [
      'to in the future',
      { from: '2026-03-01', to: '2026-12-31' },
      ['2026-02-28..2026-03-16'],
      { day: '2026-03-01', bound: 'requested' },
    ],
    [
      'a period before anything can be is asked about once',
      { from: '1000-01-01', to: '2012-01-31' },
      ['2012-01-30..2012-02-01'],
      { day: '2012-01-31', bound: 'earliest' },
    ],
    [
      'a period that has not come is asked about once',
      { from: '2027-01-01', to: '2027-01-31' },
      ['2026-03-14..2026-03-16'],
      { day: '2026-03-15', bound: 'requested' },
    ],
    [
      'one-day windows',
      { maxDays: 1, from: '2026-03-15' },
      ['2026-03-15..2026-03-16', '2026-03-14..2026-03-15'],
      { day: '2026-03-15', bound: 'requested' },
    ],
    [
      'leap day',
      { from: '2024-02-28', today: '2024-03-01', earliest: '2013-01-01' },
      ['2024-02-27..2024-03-02'],
      { day: '2024-02-28', bound: 'requested' },
    ],
  ])('%s', (_name, options, expected, start) => {
    const planned = plan(options);
    expect(shown(planned)).toEqual(expected);
    expect(planned.start).toEqual(start);
  });

  test('a period that ends in year 9999 is asked up to today', () => {
    expect(shown(plan({ from: '2026-03-01', to: '9999-12-31' }))).toEqual(['2026-02-28..2026-03-16']);
  });

  test('only the window that reaches to the present is the newest', () => {
    expect(plan({}).windows.map(({ isNewest }) => isNewest)).toEqual([true, undefined, undefined]);
    expect(plan({ to: '2026-03-01' }).windows.some(({ isNewest }) => isNewest)).toBe(false);
    expect(plan({ to: '2026-12-31' }).windows[0]?.isNewest).toBe(true);
  });
});

describe('windows with a look-back of six months', () => {
  test.each<[string, Case, string[], WindowPlan['outOfReach'], WindowPlan['start']['bound']]>([
    [
      'a young operation has no edge',
      { earliest: '2026-02-20' },
      ['2026-02-19..2026-03-16'],
      undefined,
      'earliest',
    ],
    [
      'the last days are asked apart, the rest is out of reach',
      { earliest: '2013-01-01' },
      [
        '2026-02-16..2026-03-16',
        '2026-01-17..2026-02-16',
        '2025-12-18..2026-01-17',
        '2025-11-18..2025-12-18',
        '2025-10-19..2025-11-18',
        '2025-09-19..2025-10-19',
        '2025-09-17..2025-09-19',
        '2025-09-15..2025-09-17 or 2025-09-16',
      ],
      { from: '2013-01-01', to: '2025-09-15' },
      'look_back',
    ],
    [
      'a period across the look-back',
      { earliest: '2013-01-01', from: '2025-08-01', to: '2025-10-01' },
      ['2025-09-17..2025-10-02', '2025-09-15..2025-09-17 or 2025-09-16'],
      { from: '2025-08-01', to: '2025-09-15' },
      'look_back',
    ],
    [
      'a period that begins at the edge loses no day and claims none',
      { earliest: '2013-01-01', from: '2025-09-15', to: '2025-09-20' },
      ['2025-09-17..2025-09-21', '2025-09-15..2025-09-17 or 2025-09-16'],
      undefined,
      'requested',
    ],
    [
      'a period wholly beyond',
      { earliest: '2013-01-01', from: '2025-01-01', to: '2025-06-30' },
      [],
      { from: '2025-01-01', to: '2025-07-01' },
      'look_back',
    ],
    [
      'a period that ends at the edge',
      { earliest: '2013-01-01', from: '2025-09-01', to: '2025-09-15' },
      ['2025-09-15..2025-09-16'],
      { from: '2025-09-01', to: '2025-09-15' },
      'look_back',
    ],
  ])('%s', (_name, options, expected, outOfReach, bound) => {
    const planned = plan({ months: 6, ...options });
    expect(shown(planned)).toEqual(expected);
    expect(planned.outOfReach).toEqual(outOfReach);
    expect(planned.start.bound).toBe(bound);
  });

  test.each(['2026-08-31', '2024-08-31', '2026-03-01', '2024-03-01', '2026-02-28'])(
    'reaches to the published day on %s, and would take 180 days instead',
    (today) => {
      const { windows } = plan({ months: 6, earliest: '2013-01-01', today });
      const edge = windows.at(-1);
      expect(edge?.from).toBe(monthsBefore(today, 6));
      expect(edge?.laterStarts?.at(-1)).toBe(addDays(today, -180));
      expect([...(edge?.laterStarts ?? [])].sort()).toEqual(edge?.laterStarts);
    },
  );

  test('the edge keeps to the longest span too, down to a week', () => {
    for (const today of ['2026-03-15', '2026-08-31', '2024-03-01']) {
      const { windows } = plan({ months: 6, maxDays: 7, earliest: '2015-01-01', today });
      expect(Math.max(...windows.map(({ from, to }) => daysBetween(from, to)))).toBe(7);
    }
  });
});

const days = (from: string, to: string) =>
  fc.integer({ min: 0, max: daysBetween(from, to) }).map((offset) => addDays(from, offset));

/** No more than a calendar month, from whichever end the vendor counts it. */
const isWithinAMonth = ({ from, to }: { from: string; to: string }) =>
  from >= monthsBefore(to, 1) && to <= monthsBefore(from, -1);

test('whatever is asked, the windows cover all of it that can be answered and nothing else', () => {
  const cases = fc.record({
    maxDays: fc.integer({ min: 30, max: 400 }),
    months: fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined }),
    earliest: days('2011-01-01', '2022-12-31'),
    today: days('2023-01-01', '2028-12-31'),
    from: fc.option(days('2010-01-01', '2030-01-01'), { nil: undefined }),
    to: fc.option(days('2010-01-01', '2030-01-01'), { nil: undefined }),
  });
  fc.assert(
    fc.property(cases, (options) => {
      fc.pre(!options.from || !options.to || options.from <= options.to);
      const { windows, outOfReach } = plan(options);
      const { earliest, from, to, today, months, maxDays } = options;
      const last = earlierDay(to ? addDays(to, 1) : '9998-01-01', addDays(today, 1));
      const wanted = laterDay(earliest, from ?? earliest);
      const start = wanted < last ? wanted : addDays(last, -1);
      const first = addDays(start, -1);
      const oldest = months === undefined ? first : laterDay(first, monthsBefore(today, months));
      windows.forEach((window, index) => {
        expect(daysBetween(window.from, window.to)).toBeLessThanOrEqual(maxDays);
        expect(daysBetween(window.from, window.to)).toBeGreaterThanOrEqual(1);
        expect(isWithinAMonth(window)).toBe(true);
        for (const later of window.laterStarts ?? []) {
          expect(later > window.from).toBe(true);
          expect(later < window.to).toBe(true);
        }
        if (index > 0) expect(windows[index - 1]?.from).toBe(window.to);
      });
      if (oldest < last) {
        expect(windows[0]?.to).toBe(last);
        expect(windows.at(-1)?.from).toBe(oldest);
      } else expect(windows).toEqual([]);
      // What is not asked is named as out of reach, up to the vendor's published day.
      const isBeyond = months !== undefined && start < monthsBefore(today, months);
      expect(outOfReach?.from).toBe(isBeyond ? start : undefined);
      if (outOfReach && windows.length > 0) expect(windows.at(-1)?.from).toBe(outOfReach.to);
    }),
    { numRuns: 2_000 },
  );
});

describe('a window that is asked after a pause', () => {
  const sixMonths = rule(30, 6);
  const after = (planned: { from: string; to: string; isNewest?: boolean }, today: string) =>
    shown({ windows: windowsToday(sixMonths, planned, today) });

  test('is the planned one on the same day', () => {
    for (const window of planWindows({ rule: sixMonths, period: {}, now: Date.parse('2026-03-15') }).windows)
      expect(after(window, '2026-03-15')).toEqual(shown({ windows: [window] }));
  });

  test('at the edge tries the days that answer now, and loses none of them', () => {
    const edge = { from: '2025-09-15', to: '2025-09-17' };
    expect(after(edge, '2026-03-16')).toEqual(['2025-09-15..2025-09-17 or 2025-09-16']);
    expect(after(edge, '2026-03-20')).toEqual(['2025-09-15..2025-09-17']);
  });

  test('that the look-back has moved into is cut: its sure days are asked apart from those at the edge', () => {
    const sure = { from: '2025-09-17', to: '2025-10-17' };
    expect(after(sure, '2026-03-18')).toEqual([
      '2025-09-20..2025-10-17',
      '2025-09-17..2025-09-20 or 2025-09-18 or 2025-09-19',
    ]);
  });

  test('that is the newest is followed by the days that have come, never wider than allowed', () => {
    const newest = { from: '2026-02-16', to: '2026-03-16', isNewest: true };
    expect(after(newest, '2026-03-15')).toEqual(['2026-02-16..2026-03-16']);
    expect(after(newest, '2026-03-17')).toEqual(['2026-03-16..2026-03-18', '2026-02-16..2026-03-16']);
    const muchLater = windowsToday(rule(30), newest, '2026-05-20');
    expect(muchLater[0]?.to).toBe('2026-05-21');
    expect(muchLater.every(isWithinAMonth)).toBe(true);
    expect(after({ ...newest, isNewest: undefined }, '2026-03-17')).toEqual(['2026-02-16..2026-03-16']);
  });
});
