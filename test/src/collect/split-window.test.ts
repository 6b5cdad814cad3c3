import { describe, expect, test } from '@jest/globals';
import { addDays, daysBetween, type Span } from '../../../src/model/days.js';
import { splitWindow } from '../../../src/collect/split-window.js';
import type { PlannedWindow } from '../../../src/model/window.js';

/** All spans that are asked when every one is refused. */
function askedSpans(window: PlannedWindow, span: Span = window): Span[] {
  const halves = splitWindow(window, span, '2030-01-01');
  return [span, ...(halves?.flatMap((half) => askedSpans(window, half)) ?? [])];
}

const window = (days: number, laterStarts?: string[]): PlannedWindow => ({
  from: '2026-01-01',
  to: addDays('2026-01-01', days),
  laterStarts,
});

describe('a refused window', () => {
  test('is asked in halves that share a day, the newer first', () => {
    expect(splitWindow(window(30), window(30), '2030-01-01')).toEqual([
      { from: '2026-01-16', to: '2026-01-31' },
      { from: '2026-01-01', to: '2026-01-16' },
    ]);
  });

  test.each([
    [30, 7],
    [31, 7],
    [7, 2],
    [4, 1],
    [2, 1],
  ])('of %i days is halved down to a quarter, not further', (days, smallest) => {
    const spans = askedSpans(window(days));
    const narrow = Math.min(...spans.map(({ from, to }) => daysBetween(from, to)));
    expect(narrow).toBeGreaterThanOrEqual(1);
    expect(narrow).toBeLessThanOrEqual(smallest);
    expect(spans.length).toBeLessThanOrEqual(15);
  });

  test('of one day is not split', () => {
    expect(splitWindow(window(1), window(1), '2030-01-01')).toBeUndefined();
    expect(splitWindow(window(0), window(0), '2030-01-01')).toBeUndefined();
  });

  test('at the edge is asked from each later start in turn, always to the same end', () => {
    const starts = ['2026-01-02', '2026-01-04'];
    expect(askedSpans(window(6, starts)).map(({ from, to }) => `${from}..${to}`)).toEqual([
      '2026-01-01..2026-01-07',
      '2026-01-02..2026-01-07',
      '2026-01-04..2026-01-07',
    ]);
  });

  test('at the edge without a later start is not split, however wide', () => {
    expect(splitWindow(window(30, []), window(30), '2030-01-01')).toBeUndefined();
  });

  test.each([30, 31, 29, 17, 8, 5])('%i days: the halves cover the whole', (days) => {
    const whole = window(days);
    const [newer, older] = splitWindow(whole, whole, '2030-01-01') ?? [];
    expect(newer?.to).toBe(whole.to);
    expect(older?.from).toBe(whole.from);
    expect(newer?.from).toBe(older?.to);
  });
});

describe('a refused span that ends tomorrow', () => {
  const today = '2026-06-15';
  const newest = { from: '2026-05-17', to: '2026-06-16' };

  test('is asked in two: up to today, and today apart, so that today is never left out', () => {
    expect(splitWindow(newest, newest, today)).toEqual([
      { from: today, to: '2026-06-16' },
      { from: '2026-05-17', to: today },
    ]);
  });

  test('and is today alone ends today', () => {
    const last = { from: today, to: '2026-06-16' };
    expect(splitWindow(newest, last, today)).toEqual([{ from: today, to: today }]);
  });
});
