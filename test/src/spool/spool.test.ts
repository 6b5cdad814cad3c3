import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readLines } from '../../../src/spool/lines.js';
import { OpenLists } from '../../../src/spool/open-lists.js';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { Spool } from '../../../src/spool/spool.js';
import { writeJson } from '../../../src/json.js';

let folder: string;
let spool: Spool;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-spool-'));
  spool = new Spool(new DiskFiles(folder), 'spool');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(records: readonly unknown[], step = 0): Promise<void> {
  const writer = await spool.writeRecords('things', step);
  for (const record of records) await writer.write(record);
  await writer.commit();
}

/** The rows of a list, to be read by their places. */
async function openRows(step: number): Promise<OpenLists> {
  const rows = new OpenLists(spool, 'things');
  for await (const { line, offset } of readLines(spool.files, spool.listFile('things', step)))
    rows.add(step, offset, line.length);
  return rows;
}

async function readBoth(step = 0): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const record of spool.readRecords('things', step)) read.push(record);
  const rows = await openRows(step);
  for (const [row, record] of read.entries()) expect(await rows.read(row)).toEqual(record);
  await rows.close();
  return read;
}

const records: [string, unknown][] = [
  ['line separators', { text: 'a\u2028b\u2029c\u0085d' }],
  ['newlines', { text: 'a\nb\r\nc\rd' }],
  ['control characters', { text: '\u0000\u0001\u001f\u007f\u0080' }],
  ['big integers', { id: 12345678901234567890n, low: -9007199254740993n, list: [2n ** 64n] }],
  ['unicode', { text: '😀 é e\u0301 漢字 \ufeff' }],
  ['a lone surrogate', { text: '\ud800x' }],
  ['an empty object', {}],
  ['an empty list', []],
  ['an empty text', ''],
  ['null', null],
  ['a text that is a bracket', ']'],
  ['a number', 42],
  ['nested', { a: { b: [{ c: [[{}]] }] } }],
  ['a long text', { text: 'x'.repeat(700_000) }],
];

describe('the spool', () => {
  test.each(records)('keeps %s, in order and by place', async (_name, record) => {
    await write([{ before: 1 }, record, { after: 2n ** 60n }]);
    expect(await readBoth()).toEqual([{ before: 1 }, record, { after: 2n ** 60n }]);
  });

  test('keeps a big integer that stands where a record was expected', async () => {
    await write([12345678901234567890n]);
    expect(await readBoth()).toEqual([12345678901234567890n]);
  });

  test('keeps a field named __proto__ as a field, with and without big integers', async () => {
    const texts = ['{"__proto__":{"x":1},"id":1}', '{"__proto__":{"x":1},"id":12345678901234567890}'];
    await write([JSON.parse(texts[0] ?? ''), { ...JSON.parse(texts[0] ?? ''), id: 12345678901234567890n }]);
    expect(
      readFileSync(join(folder, spool.listFile('things', 0)), 'utf8')
        .trim()
        .split('\n'),
    ).toEqual(texts);
    for (const record of await readBoth()) expect(Object.keys(record as object)).toEqual(['__proto__', 'id']);
  });

  test('an empty step is an empty file', async () => {
    await write([]);
    expect(await readBoth()).toEqual([]);
    expect(statSync(join(folder, spool.listFile('things', 0))).size).toBe(0);
  });

  test('a record lies where its place says, also beyond the buffer', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ index, text: 'é'.repeat(index % 200) }));
    await write(many);
    const rows = await openRows(0);
    for (const index of [0, 1, 1_234, 2_999, 3, 2_998, 2])
      expect(await rows.read(index)).toEqual(many[index]);
    await rows.close();
  });

  test('any JSON comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json({ maxDepth: 3 }), { maxLength: 20 }), async (texts) => {
        const values = texts.map((text) => JSON.parse(text) as unknown);
        await write(values, 7);
        expect((await readBoth(7)).map(writeJson)).toEqual(values.map(writeJson));
      }),
      { numRuns: 60 },
    );
  });

  test('a step takes its name only when it is committed', async () => {
    const writer = await spool.writeRecords('things', 3);
    await writer.write({ id: 1 });
    expect(existsSync(join(folder, spool.listFile('things', 3)))).toBe(false);
    await writer.commit();
    expect(existsSync(join(folder, spool.listFile('things', 3)))).toBe(true);
  });

  test('a discarded step leaves nothing, and the step before stays', async () => {
    await write([{ id: 1 }]);
    const writer = await spool.writeRecords('things', 0);
    await writer.write({ id: 2 });
    await writer.discard();
    expect(await readBoth()).toEqual([{ id: 1 }]);
    expect(readdirSync(join(folder, 'spool', 'things'))).toEqual(['list-000000.ndjson']);
  });

  test('what a crash left half is overwritten', async () => {
    const crashed = await spool.writeRecords('things', 0);
    await crashed.write({ id: 'half' });
    await write([{ id: 'whole' }]);
    expect(await readBoth()).toEqual([{ id: 'whole' }]);
    await crashed.discard();
  });

  test('small files are whole, private, and read back with their big integers', async () => {
    const path = spool.detailFile('things', 1);
    await spool.writeWhole(path, '{"id":12345678901234567890}');
    expect(await spool.readDetail('things', 1)).toEqual({ id: 12345678901234567890n });
    await write([{ id: 1 }]);
    for (const file of readdirSync(join(folder, 'spool', 'things')))
      expect(statSync(join(folder, 'spool', 'things', file)).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'spool', 'things')).mode & 0o077).toBe(0);
  });

  test('reading what is not there is an error of the file system', async () => {
    const rows = new OpenLists(spool, 'things');
    rows.add(9, 0, 2);
    await expect(rows.read(0)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('rows of more lists than may be open at once are all read', async () => {
    const rows = new OpenLists(spool, 'things');
    for (let step = 0; step < 40; step += 1) {
      await write([{ step }], step);
      rows.add(step, 0, JSON.stringify({ step }).length);
    }
    for (const row of [0, 39, 1, 0, 20, 39]) expect(await rows.read(row)).toEqual({ step: row });
    await rows.close();
  });
});
