import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { BagFolder } from '../../../src/report/bag-folder.js';
import { CsvTable } from '../../../src/report/csv.js';
import { sha256Of } from '../../../src/sha256.js';
import { hasTool } from '../../support/outside-tools.js';

const folder = mkdtempSync(join(tmpdir(), 'dsar-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'table.csv');

async function* inBlocks(records: readonly unknown[]): AsyncGenerator<readonly unknown[]> {
  for (let start = 0; start < records.length; start += 7)
    yield await Promise.resolve(records.slice(start, start + 7));
}

async function write(records: readonly unknown[]): Promise<string> {
  const table = await CsvTable.begin(
    'table.csv',
    new BagFolder(new DiskFiles(dirname(folder)), basename(folder)),
  );
  for await (const block of inBlocks(records)) await table.add(block, 100);
  const entry = await table.end(() => inBlocks(records));
  const text = readFileSync(path, 'utf8');
  expect([entry.bytes, entry.sha256]).toEqual([Buffer.byteLength(text), sha256Of(text)]);
  expect(text.startsWith('\ufeff')).toBe(true);
  return text.slice(1);
}

test('a column that first appears after thousands of records stands in the header, and every row has its cell', async () => {
  const few = Array.from({ length: 3_000 }, (_, id) => ({ id, name: `Name ${id}` }));
  const records = [...few, { id: 3_000, late: 'x' }, { id: 3_001, name: 'last' }];
  const rows = (await write(records)).split('\r\n');
  expect([rows[0], rows[1], rows[3_001], rows[3_002]]).toEqual([
    'id,name,late',
    '0,Name 0,',
    '3000,,x',
    '3001,last,',
  ]);
  // One that comes late and says nothing new is written as it passes by.
  expect((await write([...few, { name: 'last', id: 3_000 }])).split('\r\n')[3_001]).toBe('3000,last');
});

const reader = `
import csv, json, sys
csv.field_size_limit(10 ** 9)
with open(sys.argv[1], newline='', encoding='utf-8-sig') as file:
    print(json.dumps(list(csv.reader(file, strict=True))))
`;

/** The table as another program reads it. */
function read(): string[][] {
  const options = { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 } as const;
  return JSON.parse(execFileSync('python3', ['-c', reader, path], options)) as string[][];
}

/** Header and rows as Python reads them; undefined where there is no Python. */
async function readBack(records: readonly unknown[]): Promise<string[][] | undefined> {
  await write(records);
  return hasTool('python3') ? read() : undefined;
}

/** A cell without the apostrophes that keep spreadsheets from changing it. */
const original = (cell: string) =>
  cell
    .replace(/^'/, '')
    .replace(/([;\t\r\n][^\S\r\n]*)'(?='*(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d][\p{L}\p{N}(."']))/gu, '$1');

/** Cells as a reader gets them whose separators are these: a quote counts at the beginning of a cell only. */
function divided(text: string, separator: RegExp): string[][] {
  const rows: string[][] = [[]];
  for (let place = 0; place < text.length;) {
    let cell = '';
    if (text[place] === '"') {
      const end = /^"((?:[^"]|"")*)"/.exec(text.slice(place));
      cell = end?.[1]?.replaceAll('""', '"') ?? '';
      place += end?.[0].length ?? 1;
    }
    while (place < text.length && !separator.test(text[place] ?? '') && !/[\r\n]/.test(text[place] ?? ''))
      cell += text[place++] ?? '';
    rows.at(-1)?.push(cell);
    const isRow = /[\r\n]/.test(text[place] ?? '');
    place += text.startsWith('\r\n', place) ? 2 : 1;
    if (isRow) rows.push([]);
  }
  return rows;
}

describe('the CSV twin', () => {
  test('is RFC 4180: CRLF, quotes where they are needed, quotes doubled', async () => {
    expect(await write([{ a: 'x', b: 'say "hi"', c: '1,2', d: 'l1\nl2', e: 3, f: true, g: null }])).toBe(
      'a,b,c,d,e,f,g\r\nx,"say ""hi""","1,2","l1\nl2",3,true,\r\n',
    );
  });

  test('has the columns of all records, in the order of their first appearance', async () => {
    expect(await write([{ b: 1 }, { a: 2, b: 3 }, {}])).toBe('b,a\r\n1,\r\n3,2\r\n,\r\n');
  });

  test('nested objects are dotted columns, deeper ones and lists of objects JSON', async () => {
    const rows = await readBack([
      { a: { b: { c: { d: { e: 1 } } } }, l: [1, 'x', true], o: [{ p: 1 }], n: [null] },
    ]);
    expect(rows).toEqual([
      ['a.b.c.d', 'l', 'o', 'n'],
      ['{"e":1}', '1; x; true', '[{"p":1}]', '[null]'],
    ]);
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "=cmd|' /C calc'!A0",
  ])('a cell that a spreadsheet would run (%j) is made text', async (formula) => {
    const rows = await readBack([{ a: formula, b: { c: formula } }]);
    for (const cell of rows?.[1] ?? ["'"]) expect(cell.startsWith("'")).toBe(true);
  });

  test.each([
    ['behind a control character', '\u0001=1+1'],
    ['behind a NUL', '\u0000=1+1'],
    ['behind a line feed', '\n=1+1'],
    ['behind a byte-order mark', '\ufeff=1+1'],
    ['as the first of a list', ['=1+1', 'x']],
    ['as a negative number', -5],
  ])('a formula %s is made text too', async (_name, value) => {
    const rows = await readBack([{ a: value }]);
    expect((rows?.[1]?.[0] ?? "'").replace(/^[\s\ufeff]+/, '')).toMatch(/^'/);
  });

  test.each(['=1+1', '+x', '-x', '@x', '\t=x', '＝1'])(
    'a field named like a formula (%j) is made text',
    async (name) => {
      const rows = await readBack([{ [name]: 1 }]);
      expect(rows?.[0]?.[0] ?? "'").toMatch(/^'/);
    },
  );

  test('NUL and control characters are left out, line feeds stay', async () => {
    const text = await write([{ ['na\u0000me']: 'a\u0000b\u0001c\u001b[31md\u007fe\nf\tg' }]);
    expect(text).toBe('name\r\n"abc[31mde\nf\tg"\r\n');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  });

  test('unicode comes back as it is', async () => {
    const value = 'Żółć 😀 漢字 e\u0301 \u202eabc \u2028 \u2029';
    const rows = await readBack([{ 'Größe 😀': value }]);
    if (rows) expect(rows).toEqual([['Größe 😀'], [value]]);
  });

  test('big integers keep their digits', async () => {
    const rows = await readBack([{ id: 12345678901234567890n, deep: [{ id: 12345678901234567890n }] }]);
    if (rows) expect(rows[1]).toEqual(["'12345678901234567890", '[{"id":12345678901234567890}]']);
  });

  test.each([
    ['7166402219498172412', true],
    ['1234567890123456', true],
    ['1234 5678 9012 3456', true],
    ['1234567890.1234567', true],
    ['12E45', true],
    ["'tis", true],
    ['123456789012345', false],
    ['0049301234', false],
    ['2026-01-02T03:04:05Z', false],
    ['12ab34', false],
  ])('what a spreadsheet would round or rewrite (%s) has the apostrophe: %s', async (text, hasPrefix) => {
    const rows = await readBack([{ a: text }]);
    if (rows) expect(rows[1]).toEqual([hasPrefix ? `'${text}` : text]);
  });

  test.each([
    'x;=1+1',
    'a;=1+1;b',
    'x\t=1',
    'a;b',
    'a|b',
    ' outer',
    'outer ',
    'l1\n=1',
    'say "hi";@x',
    'a,b;+cmd|x',
  ])(
    'the cell %j is split by no reader that takes comma, semicolon and tab, and is no formula for one of them',
    async (value) => {
      const text = await write([{ before: 'a', value, after: 'z' }]);
      expect(divided(text, /[,;\t]/)[1]).toHaveLength(3);
      for (const separator of [/[,;\t]/, /;/, /\t/, /,/])
        for (const cell of divided(text, separator).flat()) expect(cell).not.toMatch(/^\s*[=+@]/);
    },
  );

  test.each(['- item\n- next', 'Hi ;-) there', 'Mo; - Fr', 'a --> b\n--> c'])(
    'dashes of a text (%j) are no formulas',
    async (value) => {
      const rows = await readBack([{ a: value }]);
      if (rows) expect(rows[1]?.[0]?.replace(/^'/, '')).toBe(value);
    },
  );

  test('Python reads back what was written, once the apostrophes are taken away', async () => {
    const rules = fc.array(
      fc.string({ unit: fc.constantFrom(...Array.from('abé漢12=+-@\'";,\t\r\n|. 😀＝')), maxLength: 12 }),
      { minLength: 1, maxLength: 40 },
    );
    for (const values of fc.sample(rules, { numRuns: 5, seed: 12 })) {
      const rows = await readBack(values.map((value) => ({ value: `v${value}`, other: value })));
      const cells = rows?.slice(1).map(([, cell = '']) => original(cell));
      if (cells) expect(cells).toEqual(values);
    }
  });

  test.each<[string, unknown, string]>([
    ['a text', 'x', 'x'],
    ['a number', 5, '5'],
    ['null', null, ''],
    ['a list', [1, 2], '"1; 2"'],
  ])('%s where an object was expected stands under "value"', async (_name, record, cell) => {
    expect(await write([record])).toBe(`value\r\n${cell}\r\n`);
  });

  test('without records it is an empty file with no row', async () => {
    expect((await write([])).trim()).toBe('');
  });

  test('thousands of columns: the first stand alone, the rest is JSON in one', async () => {
    const wide = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`f${index}`, index]));
    const rows = await readBack([wide, { f0: 'x', f2999: 'y' }]);
    if (!rows) return;
    const [header = [], first = [], second = []] = rows;
    expect(header).toHaveLength(401);
    expect([first.length, second.length]).toEqual([401, 401]);
    const rest = JSON.parse(first[400] ?? '') as Record<string, number>;
    expect(Object.keys(rest)).toHaveLength(2_600);
    expect(rest.f2999).toBe(2_999);
    expect(JSON.parse(second[400] ?? '')).toEqual({ f2999: 'y' });
  });

  test('a field that bears the name of the column for the rest is not lost', async () => {
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, index]));
    const rows = await readBack([{ other_fields: 'mine', ...wide }]);
    if (!rows) return;
    expect(new Set(rows[0]).size).toBe(rows[0]?.length);
    expect(rows[1]?.join('|')).toContain('mine');
  });

  test('fields that flatten to one name lose no value', async () => {
    const rows = await readBack([{ 'a.b': 'flat', a: { b: 'nested' } }]);
    expect(rows?.[1]?.join('|') ?? 'flat nested').toMatch(/flat.*nested|nested.*flat/);
  });

  test.each(['__proto__', 'constructor', 'toString', '', '"', ',', 'a\r\nb', 'a"b'])(
    'a field named %j is a column like any other',
    async (name) => {
      const record = JSON.parse(`{${JSON.stringify(name)}:"here","z":"last"}`) as unknown;
      const rows = await readBack([record]);
      if (!rows) return;
      expect(rows).toHaveLength(2);
      expect(rows[1]).toEqual(['here', 'last']);
    },
  );
});
