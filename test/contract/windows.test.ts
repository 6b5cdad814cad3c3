import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { farZoom } from '../support/fast-zoom.js';
import { sources, table, widened, type DeclaredSource } from './declared.js';
import { pagesOf, wholeRows } from './fixtures.js';
import { changed } from './spoil.js';
import { startSuite, type Ran, type Report } from './suite.js';
import { callsOf, moment, shelve, type SimulatorOptions } from './vendor.js';

const dayMs = 86_400_000;
// What is asked for records of others is asked within the time of those: for-each.test.ts.
const isDated = ({ window, parents }: DeclaredSource) => window !== undefined && parents.length === 0;
const dated = sources.filter(isDated);
const rowsWithDates = table(isDated);
const dayOf = (daysAgo: number) => new Date(moment.getTime() - daysAgo * dayMs).toISOString();

/** A row for each of these days, alike in everything but date and identity. */
function onDays(source: DeclaredSource, days: readonly number[]) {
  const row = wholeRows(source).at(-1) ?? {};
  return days.map((day) => ({
    ...changed(source, row, `x${day}`),
    [source.window?.dateField ?? '']: dayOf(day),
  }));
}

/** One request about everything there ever was, with rows on these days. */
function through(
  days: readonly number[],
  options: SimulatorOptions,
  order: { from?: string } = {},
  connector = farZoom,
): { ran: Ran; report: Report } {
  const found = {} as { ran: Ran; report: Report };
  let close: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    const suite = await startSuite(options, { connector });
    close = suite.close;
    suite.reset((world) => {
      world.shortPages = {};
      const [user] = world.users;
      if (user) for (const source of dated) shelve(world, user, source, onDays(source, days));
    });
    const always = { from: undefined, to: undefined, media: false, ...order };
    found.ran = await suite.run(
      dated.map(({ id }) => id),
      always,
    );
    found.report = await found.ran.report();
  });
  afterAll(() => close());
  return found;
}

/** The spans asked of a source, by query, oldest first. */
function spansOf({ calls }: Ran, source: DeclaredSource) {
  const asked = calls
    .filter(({ path }) => callsOf(source).test(path))
    .map(({ path }) => new URL(path, 'http://example.com').searchParams);
  return source.queries.map((query) =>
    asked
      .filter((one) => Object.entries(query).every(([name, value]) => one.get(name) === value))
      .filter((one) => source.queries.length === 1 || [...one].length === Object.keys(query).length + 3)
      .map((one) => ({ from: one.get('from') ?? '', to: one.get('to') ?? '' }))
      .sort((one, other) => (one.from < other.from ? -1 : 1)),
  );
}

const everyDay = Array.from({ length: 65 }, (_, day) => day);

describe('3 windows', () => {
  const found = through(everyDay, { toDay: 'excluded' });

  test.each(rowsWithDates)(
    '%s: none is wider than allowed, and neighbours share their border',
    (_id, source) => {
      for (const spans of spansOf(found.ran, source)) {
        expect(spans.length).toBeGreaterThan(1);
        for (const [index, { from, to }] of spans.entries()) {
          expect(Date.parse(to) - Date.parse(from)).toBeLessThanOrEqual(
            (source.window?.maxDays ?? 0) * dayMs,
          );
          const next = spans[index + 1];
          if (next) expect(next.from <= to).toBe(true);
        }
      }
    },
  );

  test.each(rowsWithDates)('%s: they reach from the first possible day to today', (id, source) => {
    const { lookBackMonths, earliest } = source.window ?? {};
    const reach = new Date(moment);
    if (lookBackMonths !== undefined) reach.setUTCMonth(reach.getUTCMonth() - lookBackMonths);
    for (const spans of spansOf(found.ran, source)) {
      if (lookBackMonths === undefined) expect((spans[0]?.from ?? '') <= (earliest?.day ?? '')).toBe(true);
      else expect(Math.abs(Date.parse(spans[0]?.from ?? '') - reach.getTime())).toBeLessThan(3 * dayMs);
      expect((spans.at(-1)?.to ?? '') >= moment.toISOString().slice(0, 10)).toBe(true);
    }
    const [beyond] = found.report.source(id).out_of_reach;
    expect(beyond?.from).toBe(lookBackMonths === undefined ? undefined : earliest?.day);
    if (lookBackMonths !== undefined) expect(beyond?.to).toBe(spansOf(found.ran, source)[0]?.[0]?.from);
  });

  test.each(rowsWithDates)('%s: the record of every single day is there', (id) => {
    expect(found.report.records(id)).toHaveLength(everyDay.length);
  });
});

const someDays = [3, 20, 40, 55, 80, 120];

describe.each([
  ['cut', 'cut'],
  ['refused', 'refuse'],
] as const)('3 windows that are too wide and are %s', (_name, longWindows) => {
  const wide = { ...farZoom, sources: farZoom.sources.map((source) => widened(source, 60)) };
  const found = through(someDays, { longWindows }, { from: '2025-11-01' }, wide);
  // Where the answer does not name its dates, a silent cut cannot be seen.
  const isSeen = ({ id }: DeclaredSource) => longWindows === 'refuse' || pagesOf(id)[0]?.from !== undefined;
  const rows = rowsWithDates.filter(([, source]) => isSeen(source));
  test.each(rows)('%s: what was left out is asked again', (id) => {
    expect(found.report.records(id)).toHaveLength(someDays.length);
    expect(found.ran.outcome(id).outcome).toBe('complete');
  });
});
