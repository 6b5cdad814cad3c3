import { describe, expect, test } from '@jest/globals';
import { createClock, readMoment } from '../../../../src/report/pages/clock.js';
import { headingOf, leavesOf } from '../../../../src/report/pages/leaves.js';
import { showValue, type Meaning } from '../../../../src/report/pages/show-value.js';
import { escapeText, makeVisible } from '../../../../src/report/pages/visible-text.js';
import { textsOf } from '../../../../src/report/texts/texts.js';

const texts = textsOf();
const reading = { texts, lastDay: '2026-03-15', clock: createClock('Asia/Kathmandu', texts) };

describe('a clock', () => {
  test.each([
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29 01:59:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00:00'],
    ['2026-01-01T00:00:00+05:45', 'Asia/Kathmandu', '2026-01-01 00:00:00'],
    ['2026-01-01T00:00:00.250Z', 'America/St_Johns', '2025-12-31 20:30:00'],
    ['2026-01-01T23:00:00Z', 'Pacific/Kiritimati', '2026-01-02 13:00:00'],
  ])('shows %s in %s as %s', (moment, zone, local) => {
    expect(createClock(zone, texts).show(moment)).toMatchObject({ text: local });
  });

  test.each([
    '2026-01-01T00:00:00',
    '2026-01-01',
    'soon',
    '',
    '2026-13-01T00:00:00Z',
    5,
    null,
    {},
    `${'9'.repeat(50)}Z`,
  ])('takes %j for no moment', (value) => expect(readMoment(value)).toBeUndefined());

  test.each(['UTC', 'Etc/GMT', 'GMT', 'Nowhere/None', '', '<script>', undefined])(
    'has no zone for %j',
    (zone) => {
      expect(createClock(zone, texts).zone).toBeUndefined();
    },
  );
});

describe('a value', () => {
  test.each<[unknown, Meaning, object | undefined]>([
    [null, {}, undefined],
    ['', {}, undefined],
    [[], {}, undefined],
    [true, {}, { text: 'Yes' }],
    [false, {}, { text: 'No' }],
    [0, {}, { text: '0', order: 0 }],
    [12345678901234567890n, {}, { text: '12345678901234567890' }],
    [8, { codes: { 8: 'Recurring' } }, { text: 'Recurring', exact: '8' }],
    [9, { codes: { 8: 'Recurring' } }, { text: '9', order: 9 }],
    ['constructor', { codes: {} }, { text: 'constructor' }],
    [[1, 99], { codes: { 1: 'Google' } }, { text: 'Google; 99', exact: '1; 99' }],
    [0, { kind: 'minutes' }, { text: '0 s', order: 0 }],
    [59, { kind: 'seconds' }, { text: '59 s', order: 59 }],
    [61, { kind: 'seconds' }, { text: '1 min 1 s', order: 61 }],
    [3_600, { kind: 'seconds' }, { text: '1 h 0 min', order: 3_600 }],
    [999, { kind: 'bytes' }, { text: '999 bytes', order: 999 }],
    [-1, { kind: 'bytes' }, { text: '-1', order: -1 }],
    ['many', { kind: 'bytes' }, { text: 'many' }],
  ])('%j with %j', (value, meaning, shown) => {
    expect(showValue(value, meaning, reading)).toEqual(shown);
  });
});

describe('the fields of a record', () => {
  const all = (record: unknown) => [...leavesOf(record)].map(({ path, value }) => [path.join('.'), value]);

  test('are all there, with their way', () => {
    expect(all({ a: { b: 1 }, l: [{ c: 2 }, 'x'], p: [1, 'y'], e: {}, f: [], n: null })).toEqual([
      ['a.b', 1],
      ['l.1.c', 2],
      ['l.2', 'x'],
      ['p', [1, 'y']],
      ['e', null],
      ['f', null],
      ['n', null],
    ]);
  });

  test.each([
    ['text', 'text'],
    [5, 5],
    [null, null],
  ])('a record that is %j is one value', (record, value) => {
    expect(all(record)).toEqual([['', value]]);
  });

  test('what is nested very deeply is shown as JSON, not lost', () => {
    let record: unknown = { last: 'here' };
    for (let depth = 0; depth < 500; depth += 1) record = { deeper: record };
    expect(JSON.stringify(all(record))).toContain('here');
    expect(all(record)).toHaveLength(1);
  });

  test.each([
    ['host_video', 'Host video'],
    ['hostVideo', 'Host Video'],
    ['x', 'X'],
    ['__', '__'],
    ['', ''],
  ])('the field %j gets the heading %j', (field, heading) => expect(headingOf(field)).toBe(heading));
});

describe('text on a page', () => {
  test.each([
    ['a\u202eb', 'a[U+202E]b'],
    ['\u2066x\u2069', '[U+2066]x[U+2069]'],
    ['a\u0000b\u0085', 'a[U+0000]b[U+0085]'],
    ['half \ud83d', 'half [U+D83D]'],
    ['\ude00 half', '[U+DE00] half'],
    ['whole 😀 שלום e\u0301 \u200d', 'whole 😀 שלום e\u0301 \u200d'],
    ['line\n\tnext', 'line\n\tnext'],
  ])('%j is seen as %j', (text, seen) => expect(makeVisible(text)).toBe(seen));

  test('is no markup', () => {
    expect(escapeText(`<a href="x" b='y'>&amp;`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;');
    expect(escapeText(5)).toBe('5');
  });
});
