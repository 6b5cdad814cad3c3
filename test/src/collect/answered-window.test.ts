import { describe, expect, test } from '@jest/globals';
import { compareWindows } from '../../../src/collect/answered-window.js';

const names = { from: 'from', to: 'to' };
const asked = { from: '2026-01-01', to: '2026-01-31' };
const today = '2026-03-15';
const compare = (body: Record<string, unknown>, span = asked) => compareWindows(names, span, body, today);

describe('the window an answer names against the one asked', () => {
  test.each<[string, Record<string, unknown>]>([
    ['names none', {}],
    ['names the same', { from: '2026-01-01', to: '2026-01-31' }],
    ['names it as date-times', { from: '2026-01-01T00:00:00Z', to: '2026-01-31T23:59:59Z' }],
    ['names a wider one', { from: '2025-12-01', to: '2026-02-15' }],
    ['leaves the last day out, which the newer window shares', { from: '2026-01-01', to: '2026-01-30' }],
    ['names something malformed', { from: 'yesterday', to: '31.01.2026' }],
    ['names an impossible month', { from: '2026-13-01', to: '2026-99-99' }],
    ['names numbers', { from: 1_767_225_600, to: 20_260_131 }],
    ['names null', { from: null, to: null }],
    ['names objects', { from: { day: '2026-01-20' }, to: ['2026-01-02'] }],
    ['names empty texts', { from: '', to: '' }],
  ])('an answer that %s leaves nothing to be asked', (_name, body) => {
    const { missing, isProgress } = compare(body);
    expect(missing).toEqual([]);
    expect(isProgress).toBe(true);
  });

  test.each<[string, Record<string, unknown>, { from: string; to: string }[]]>([
    ['the old side', { from: '2026-01-10', to: '2026-01-31' }, [{ from: '2026-01-01', to: '2026-01-10' }]],
    ['the new side', { from: '2026-01-01', to: '2026-01-20' }, [{ from: '2026-01-20', to: '2026-01-31' }]],
    [
      'both sides',
      { from: '2026-01-10', to: '2026-01-20' },
      [
        { from: '2026-01-20', to: '2026-01-31' },
        { from: '2026-01-01', to: '2026-01-10' },
      ],
    ],
    ['the old side, only from named', { from: '2026-01-02' }, [{ from: '2026-01-01', to: '2026-01-02' }]],
    ['two days at the new side', { to: '2026-01-29' }, [{ from: '2026-01-29', to: '2026-01-31' }]],
    [
      'the old side, as a date-time',
      { from: '2026-01-10T00:00:00Z' },
      [{ from: '2026-01-01', to: '2026-01-10' }],
    ],
  ])('cut at %s: what is missing is asked again', (_name, body, missing) => {
    const compared = compare(body);
    expect(compared.missing).toEqual(missing);
    expect(compared.isProgress).toBe(true);
  });

  test.each<[string, Record<string, unknown>]>([
    ['all of it lies before', { from: '2025-11-01', to: '2025-12-01' }],
    ['all of it lies after', { from: '2026-02-01', to: '2026-02-28' }],
    ['only today is answered', { from: today, to: today }],
  ])('nothing of it is answered (%s): no progress', (_name, body) => {
    const compared = compare(body);
    expect(compared.missing).toEqual([asked]);
    expect(compared.isProgress).toBe(false);
  });

  test('a cut that would be asked in the same words again is no progress', () => {
    expect(compare({ from: '2026-01-01', to: '2026-01-01' }).isProgress).toBe(false);
    expect(compare({ from: '2026-01-31', to: '2026-01-31' }).isProgress).toBe(false);
  });

  test('an echo with its ends swapped never leads to the same question', () => {
    const { missing, isProgress } = compare({ from: '2026-01-20', to: '2026-01-10' });
    for (const part of missing) expect([part.from, part.to]).not.toEqual([asked.from, asked.to]);
    expect(isProgress).toBe(true);
    for (const part of missing)
      expect(compare({ from: '2026-01-20', to: '2026-01-10' }, part).isProgress).toBe(false);
  });

  test('days that have not come yet are no loss', () => {
    const span = { from: '2026-03-01', to: '2026-03-16' };
    expect(compare({ from: '2026-03-01', to: today }, span).missing).toEqual([]);
    expect(compare({ from: '2026-03-01', to: '2026-03-13' }, span).missing).toHaveLength(1);
  });

  test('what was answered is told as the vendor names it', () => {
    expect(compare({ from: '2026-01-10T08:00:00Z' }).answered).toEqual({
      from: '2026-01-10',
      to: '2026-01-31',
    });
  });
});

describe('the moments an answer names', () => {
  const compareMoments = (from: string, to: string) =>
    compareWindows(names, asked, { from, to }, today, 'moment').missing;

  test.each([
    ['the same', '2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z', []],
    ['the second before', '2026-01-01T00:00:00Z', '2026-01-30T23:59:59Z', []],
    [
      'a day less at its end, which no other window shares',
      '2026-01-01T00:00:00Z',
      '2026-01-30T00:00:00Z',
      [{ from: '2026-01-30', to: '2026-01-31' }],
    ],
    [
      'hours less at its beginning',
      '2026-01-03T04:00:00Z',
      '2026-01-31T00:00:00Z',
      [{ from: '2026-01-01', to: '2026-01-04' }],
    ],
  ])('%s', (_name, from, to, missing) => {
    expect(compareMoments(from, to)).toEqual(missing);
  });
});
