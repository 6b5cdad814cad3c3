import { describe, expect, test } from '@jest/globals';
import { judgeTimeZones } from '../../scripts/judge-time-zones.js';
import { offsetsOf, startOfLocalDay } from '../../src/local-days.js';
import { createClock } from '../../src/report/pages/clock.js';
import { en } from '../../src/report/texts/en.js';
import { readTimeZone, timeZoneNames, timeZoneRules } from '../../src/time-zone.js';

describe('local times by our own rules, whatever the Node', () => {
  // Debian's tzdata 2026f, read by Python's zoneinfo.
  test.each([
    ['America/Vancouver', '2026-11-15T12:00:00Z', '2026-11-15 05:00:00'],
    ['America/Edmonton', '2026-11-15T12:00:00Z', '2026-11-15 06:00:00'],
    ['America/Winnipeg', '2026-11-15T12:00:00Z', '2026-11-15 07:00:00'],
    ['Africa/Casablanca', '2026-11-15T12:00:00Z', '2026-11-15 12:00:00'],
    ['America/Havana', '2026-11-15T12:00:00Z', '2026-11-15 08:00:00'],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01 05:45:00'],
    ['Asia/Calcutta', '2026-01-01T00:00:00Z', '2026-01-01 05:30:00'],
    ['America/Indianapolis', '2026-01-01T00:00:00Z', '2025-12-31 19:00:00'],
    ['SST', '2026-01-01T00:00:00Z', '2026-01-01 11:00:00'],
  ])('in %s at %s it is %s', (zone, iso, local) => {
    expect(readTimeZone(zone)?.local(Date.parse(iso))).toBe(local);
    expect(createClock(zone, en).show(iso)?.text).toBe(local);
  });

  test.each([
    'PST',
    'IST',
    'BST',
    'ACT',
    'Mars/Olympus',
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    'a'.repeat(99),
  ])('%j is no zone of the database: the time is shown in UTC', (zone) => {
    expect(readTimeZone(zone)).toBeUndefined();
    const clock = createClock(zone, en);
    expect([clock.zone, clock.show('2026-01-01T00:00:00Z')?.utc]).toEqual([undefined, undefined]);
  });

  test.each([
    ['Europe/Berlin', '2026-11-30', '2026-11-29T23:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z'],
    // Midnight is skipped, and comes twice.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['America/Havana', '2024-11-03', '2024-11-03T04:00:00.000Z'],
    ['Asia/Beirut', '2024-03-31', '2024-03-30T22:00:00.000Z'],
  ])('in %s the day %s begins at %s', (zone, day, iso) => {
    expect(new Date(startOfLocalDay(day, offsetsOf(zone) ?? (() => 0))).toISOString()).toBe(iso);
  });

  test('names are found in any case, and the release is told', () => {
    expect(readTimeZone('europe/berlin')?.offsetMs(0)).toBe(3_600_000);
    expect(timeZoneNames().length).toBeGreaterThan(500);
    expect(timeZoneRules).toMatch(/^20\d\d[a-z]$/);
  });
});

describe('the check against the machine', () => {
  const [past, future] = [1_000_000, 3_000_000];
  const own = { release: '2026f', offsetSeconds: () => 3_600 };
  const judge = (release: string, offsets: Record<string, number[]>) =>
    judgeTimeZones(own, { release, offsets }, [past, future], 2_000_000);

  test('is red where a moment up to today differs', () => {
    const { isWrong, lines } = judge('2026f', { 'A/B': [0, 3_600] });
    expect([isWrong, lines.join()]).toEqual([
      true,
      expect.stringContaining('WRONG up to today: A/B (1 moments)'),
    ]);
  });

  test.each([
    [
      'older rules of the machine',
      '2025b',
      { 'A/B': [0, 0] },
      'older rules (2025b), which differ for 1 zones',
    ],
    ['newer rules alone', '2027a', { 'A/B': [3_600, 3_600] }, 'newer rules (2027a)'],
    ['a moment that is still to come', '2026f', { 'A/B': [3_600, 0] }, 'from tomorrow on: A/B'],
  ])('only warns of %s', (_what, release, offsets, told) => {
    const { isWrong, lines } = judge(release, offsets);
    expect([isWrong, lines.join()]).toEqual([false, expect.stringContaining(told)]);
  });

  test('is red where nothing was compared', () => {
    expect(judge('2026f', {}).isWrong).toBe(true);
  });
});
