import { describe, expect, test } from '@jest/globals';
import { outsideOf, utcDaysOf, zoneOf } from '../../../src/model/period.js';

describe('the zone of a period', () => {
  test.each([
    ['the request goes first', 'Asia/Tokyo', 'Europe/Berlin', ['Asia/Tokyo', 'request']],
    ['then the profile', undefined, 'Europe/Berlin', ['Europe/Berlin', 'profile']],
    ['then UTC', undefined, undefined, ['UTC', 'default']],
    ['a profile with no usable zone is none', undefined, 'Somewhere', ['UTC', 'default']],
    ['nor is one of a request', 'Somewhere', 'Europe/Berlin', ['Europe/Berlin', 'profile']],
  ])('%s', (_name, wanted, ofPerson, expected) => {
    const { timeZone, origin } = zoneOf(wanted, ofPerson);
    expect([timeZone, origin]).toEqual(expected);
  });
});

describe('the days of a person', () => {
  test.each([
    ['Pacific/Auckland', { from: '2026-10-09', to: '2026-10-10' }],
    ['Pacific/Kiritimati', { from: '2026-10-09', to: '2026-10-10' }],
    ['America/Los_Angeles', { from: '2026-10-10', to: '2026-10-11' }],
    ['UTC', { from: '2026-10-10', to: '2026-10-10' }],
    [undefined, { from: '2026-10-10', to: '2026-10-10' }],
  ])('in %s touch these UTC days', (timeZone, expected) => {
    expect(utcDaysOf({ from: '2026-10-10', to: '2026-10-10', timeZone })).toEqual(expected);
  });

  test('have open ends, and may end where no program counts further', () => {
    expect(utcDaysOf({ timeZone: 'Asia/Tokyo' })).toEqual({ from: undefined, to: undefined });
    expect(utcDaysOf({ to: '9999-12-31', timeZone: 'Asia/Tokyo' }).to).toBe('9999-12-31');
  });

  test.each<[string, unknown, boolean]>([
    ['Pacific/Auckland', '2026-10-09T11:00:00Z', false],
    ['Pacific/Auckland', '2026-10-09T10:59:59Z', true],
    ['Pacific/Auckland', '2026-10-10T10:59:59Z', false],
    ['Pacific/Auckland', '2026-10-10T11:00:00Z', true],
    ['America/New_York', '2026-10-10T03:59:59Z', true],
    ['America/New_York', '2026-10-11T03:59:59Z', false],
    ['America/New_York', '2026-10-09T23:30:00-04:00', true],
    ['America/New_York', '2026-10-10', false],
    ['Pacific/Auckland', '2026-10-11', true],
    ['Pacific/Auckland', 'no date', false],
    ['Pacific/Auckland', undefined, false],
    ['UTC', '2026-10-10T23:59:59', false],
  ])('in %s, %j lies outside of 10 October: %s', (timeZone, value, expected) => {
    expect(outsideOf({ from: '2026-10-10', to: '2026-10-10', timeZone })(value)).toBe(expected);
  });

  test('without an end nothing lies outside', () => {
    expect(outsideOf({ timeZone: 'Asia/Tokyo' })('1900-01-01T00:00:00Z')).toBe(false);
  });
});
