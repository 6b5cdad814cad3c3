import { describe, expect, test } from '@jest/globals';
import { ActivityCount } from '../../../../src/report/pages/activity.js';
import { drawBars } from '../../../../src/report/pages/bar-chart.js';
import { drawTimeline } from '../../../../src/report/pages/timeline-chart.js';
import { buildTimeline } from '../../../../src/report/pages/timeline.js';
import { textsOf } from '../../../../src/report/texts/texts.js';
import { declareSource } from '../../../support/declared-source.js';

const now = Date.parse('2026-03-15T12:00:00Z');

function count(moments: unknown[], category = 'Things') {
  const activity = new ActivityCount(declareSource({ moment: ['at', 'or'] }), now);
  for (const at of moments) activity.add({ at });
  return { category, activity };
}

describe('activity over time', () => {
  test('is counted by month in UTC; months between have none', () => {
    const timeline = buildTimeline(
      [count(['2025-12-31T23:59:59Z', '2026-02-01T00:00:00+02:00', '2026-03-01T00:00:00Z'])],
      textsOf(),
    );
    expect(timeline.slots.map(({ label, total }) => [label, total])).toEqual([
      ['Dec 2025', 1],
      ['Jan 2026', 1],
      ['Feb 2026', 0],
      ['Mar 2026', 1],
    ]);
  });

  test('a long time is counted in years', () => {
    const timeline = buildTimeline([count(['2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z'])], textsOf());
    expect(timeline.isByYear).toBe(true);
    expect(timeline.slots).toHaveLength(7);
  });

  test('categories stand side by side, what has no usable date is counted apart', () => {
    const timeline = buildTimeline(
      [
        count(['2026-01-01T00:00:00Z'], 'A'),
        count(['9999-01-01T00:00:00Z', '0001-01-01T00:00:00Z', 'x', null], 'B'),
        count(['2026-01-09T00:00:00Z'], 'C'),
      ],
      textsOf(),
    );
    expect(timeline).toMatchObject({ categories: ['A', 'C'], undated: 4 });
    expect(timeline.slots[0]?.counts).toEqual([1, 1]);
  });

  test('the first field with a usable moment counts; first and last day are kept', () => {
    const activity = new ActivityCount(declareSource({ moment: ['at', 'or'] }), now);
    activity.add({ at: 'unknown', or: '2026-02-02T00:00:00Z' });
    activity.add({ at: '2026-01-05T00:00:00Z', or: '2026-02-02T00:00:00Z' });
    expect([activity.first, activity.last, activity.undated]).toEqual(['2026-01-05', '2026-02-02', 0]);
  });

  test('nothing gives an empty picture', () => {
    const timeline = buildTimeline([], textsOf());
    expect(timeline.slots).toEqual([]);
    expect(drawTimeline(timeline, []).bars).toEqual([]);
  });

  test('the bars of a month stand on each other and end at its total', () => {
    const timeline = buildTimeline(
      [
        count(Array(30).fill('2026-01-01T00:00:00Z'), 'A'),
        count(Array(10).fill('2026-01-01T00:00:00Z'), 'B'),
      ],
      textsOf(),
    );
    const { bars, lines, bottom } = drawTimeline(timeline, ['A', 'B']);
    expect(bars).toHaveLength(2);
    expect(bars[0]?.y).toBeCloseTo(bottom - (bars[0]?.height ?? 0), 1);
    expect(bars[1]?.y).toBeCloseTo(lines.find(({ value }) => value === 40)?.y ?? 0, 1);
  });

  test('a small count beside a large one can still be seen', () => {
    const { bars } = drawBars([1_000_000, 1, 0].map((value) => ({ title: 'x', value, tone: 0 })));
    expect(bars.map(({ width }) => width > 0)).toEqual([true, true, false]);
  });
});
