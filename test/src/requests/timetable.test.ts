import { describe, expect, test } from '@jest/globals';
import { Timetable } from '../../../src/requests/timetable.js';
import { SteppedClock } from '../../support/stepped-clock.js';

const noon = Date.parse('2026-06-15T12:00:00Z');
const hourMs = 3_600_000;

function timetable() {
  const called: string[] = [];
  const clock = new SteppedClock(noon);
  return { called, clock, table: new Timetable(clock, (id) => called.push(id)) };
}

describe('a timetable', () => {
  test('calls each request at its moment, not before', async () => {
    const { called, clock, table } = timetable();
    table.note('one', noon + hourMs);
    table.note('two', noon + 2 * hourMs);
    await clock.advance(hourMs - 1_000);
    expect(called).toEqual([]);
    await clock.advance(1_000);
    expect(called).toEqual(['one']);
    await clock.advance(hourMs);
    expect(called).toEqual(['one', 'two']);
  });

  test('a machine that slept over the moment calls at its next look at the clock', async () => {
    const { called, clock, table } = timetable();
    table.note('one', noon + 12 * hourMs);
    clock.set(noon + 20 * hourMs);
    await clock.advance(60_000);
    expect(called).toEqual(['one']);
  });

  test.each([
    ['an hour', hourMs],
    ['a day', 24 * hourMs],
    ['a year', 8_760 * hourMs],
  ])('a clock that is set back by %s makes no wait longer, and none shorter', async (_, backMs) => {
    const { called, clock, table } = timetable();
    table.note('one', noon + 90_000);
    clock.set(noon - backMs);
    await clock.advance(89_000);
    expect(called).toEqual([]);
    await clock.advance(1_000);
    expect(called).toEqual(['one']);
  });

  test('a moment in the past comes at once, but after the caller is done', async () => {
    const { called, clock, table } = timetable();
    table.note('one', noon - 1);
    expect(called).toEqual([]);
    await clock.advance(0);
    expect(called).toEqual(['one']);
  });

  test('what is struck or noted anew is not called', async () => {
    const { called, clock, table } = timetable();
    table.note('one', noon + hourMs);
    table.note('one', noon + 3 * hourMs);
    table.note('two', noon + hourMs);
    table.strike('two');
    await clock.advance(2 * hourMs);
    expect(called).toEqual([]);
    table.strikeAll();
    await clock.advance(2 * hourMs);
    expect(called).toEqual([]);
  });
});
