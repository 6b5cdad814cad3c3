import { describe, expect, test } from '@jest/globals';
import { localDay, offsetsOf, startOfLocalDay, type OffsetAt } from '../../src/local-days.js';

const offsetsIn = (zone: string): OffsetAt => {
  const offsets = offsetsOf(zone);
  if (!offsets) throw new Error(`no zone ${zone}`);
  return offsets;
};

describe('days of a time zone', () => {
  test.each([
    ['Pacific/Auckland', '2026-10-09T20:30:00Z', '2026-10-10'],
    ['Pacific/Kiritimati', '2026-10-09T10:00:00Z', '2026-10-10'],
    ['Pacific/Kiritimati', '2026-10-09T09:59:59Z', '2026-10-09'],
    ['Pacific/Pago_Pago', '2026-10-10T10:59:59Z', '2026-10-09'],
    ['Asia/Kathmandu', '2026-10-09T18:15:00Z', '2026-10-10'],
    ['America/New_York', '2026-03-08T04:59:00Z', '2026-03-07'],
    ['America/New_York', '2026-03-09T03:59:00Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['UTC', '2026-10-09T23:59:59Z', '2026-10-09'],
  ])('in %s, %s is on %s', (zone, moment, day) => {
    expect(localDay(Date.parse(moment), offsetsIn(zone))).toBe(day);
  });

  test.each([
    ['Pacific/Auckland', '2026-10-10', '2026-10-09T11:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    ['UTC', '2026-10-10', '2026-10-10T00:00:00.000Z'],
  ])('in %s, %s begins at %s', (zone, day, moment) => {
    expect(new Date(startOfLocalDay(day, offsetsIn(zone))).toISOString()).toBe(moment);
  });

  test.each(['', 'Mars/Olympus', '+02:00', 'Europe', 'UTC; DROP', '../etc', 'x'.repeat(200)])(
    '%j is no zone',
    (zone) => expect(offsetsOf(zone)).toBeUndefined(),
  );
});
