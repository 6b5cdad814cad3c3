import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contradicts, isCopyOf } from '../../../src/spool/copy-of.js';
import { settle } from '../../../src/spool/settle.js';
import { readSettled } from '../../../src/spool/settled-line.js';
import { listedRecords, type ListedRecord } from '../../../src/spool/settled-records.js';
import { textOf, type Source } from '../../../src/contract/index.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(() => collected.close());

async function readAll(source: Source) {
  const settled = await settle(collected, source);
  const found: ListedRecord[] = [];
  for await (const record of listedRecords(collected, { ...collected.run(source.id), settled }))
    found.push(record);
  const { records, duplicates, unrecognised } = settled;
  return {
    ...{ counts: { records, duplicates, unrecognised }, sha256: settled.sha256 },
    ...{ found, records: found.map(({ record }) => record) },
  };
}

describe('records across steps', () => {
  test('each stands once, in the order of the steps, and can be found again', async () => {
    await collected.list('things', [{ id: 'b' }, { id: 'a', topic: 'x' }]);
    await collected.list('things', [{ id: 'a', topic: 'x' }, { id: 'c' }]);
    const { counts, records, found } = await readAll(declareSource());
    expect(records).toEqual([{ id: 'b' }, { id: 'a', topic: 'x' }, { id: 'c' }]);
    expect(counts).toEqual({ records: 3, duplicates: 1, unrecognised: 0 });
    for (const { record, place } of found)
      expect((await readSettled(collected.spool, 'things', place)).record).toEqual(record);
  });

  test('a second reading tells the same', async () => {
    await collected.list('things', [{ id: 'a' }, { nameless: 1 }, 'text', null]);
    const source = declareSource();
    expect(await readAll(source)).toEqual(await readAll(source));
  });

  test('a poorer copy of another query is left out', async () => {
    const source = declareSource(
      {
        recordId: ({ uuid, join }) => {
          const name = textOf(uuid) ?? '';
          return join === undefined ? name : [`${name}|${textOf(join)}`, name];
        },
      },
      { query: [{ type: 'joined' }, { type: 'hosted' }] },
    );
    await collected.list('things', [{ uuid: 'm', join: 'x' }], {}, { query: 0 });
    await collected.list('things', [{ uuid: 'm' }, { uuid: 'n' }], {}, { query: 1 });
    const { records, found } = await readAll(source);
    expect(records).toEqual([{ uuid: 'm', join: 'x' }, { uuid: 'n' }]);
    expect(found.map(({ query }) => query)).toEqual([0, 1]);
  });

  test('copies complete each other where the source says so, and still count once', async () => {
    const source = declareSource({ copies: 'merged' }, { query: [{ type: 'one' }, { type: 'two' }] });
    await collected.list('things', [{ id: 'a', topic: 'x' }, { id: 'b' }], {}, { query: 0 });
    await collected.list('things', [{ id: 'a', topic: 'x', pmi: '1' }], {}, { query: 1 });
    const { records, counts } = await readAll(source);
    expect(records).toEqual([{ id: 'a', topic: 'x', pmi: '1' }, { id: 'b' }]);
    expect(counts).toEqual({ records: 2, duplicates: 1, unrecognised: 0 });
  });

  test('the query can be part of the identity', async () => {
    const source = declareSource(
      {
        recordId: ({ id }, { type }) => `${String(id)}|${type ?? ''}`,
      },
      { query: [{ type: 'one' }, { type: 'two' }] },
    );
    await collected.list('things', [{ id: 'a' }], {}, { query: 0 });
    await collected.list('things', [{ id: 'a' }], {}, { query: 1 });
    expect((await readAll(source)).records).toHaveLength(2);
  });

  test('what the schema does not know is kept and counted', async () => {
    await collected.list('things', [{ id: 1 }, { id: 'a' }, null, 'text', [], {}]);
    const { counts, records } = await readAll(declareSource());
    expect(records).toHaveLength(6);
    expect(counts.unrecognised).toBe(5);
  });

  test('identities never meet the prototype', async () => {
    await collected.list('things', [{ id: '__proto__' }, { id: 'constructor' }, { id: 'toString' }]);
    expect((await readAll(declareSource())).records).toHaveLength(3);
  });

  test('big integers tell records apart beyond 2^53', async () => {
    const source = declareSource({ recordId: ({ id }) => String(id) });
    await collected.list('things', [{ id: 9007199254740993n }, { id: 9007199254740992n }]);
    await collected.list('things', [{ id: 9007199254740993n }]);
    expect((await readAll(source)).counts).toMatchObject({ records: 2, duplicates: 1 });
  });

  test('steps without records, also those without a file, are passed over', async () => {
    await collected.list('things', [], {
      end: { kind: 'refused', outcome: 'failed', reason: 'vendor_error', remedy: '' },
    });
    await collected.spool.files.removeAll('spool');
    expect((await readAll(declareSource())).records).toEqual([]);
  });

  test('sources do not mix', async () => {
    await collected.list('other', [{ id: 'a' }]);
    expect((await readAll(declareSource())).records).toEqual([]);
  });
});

describe('the file of settled records', () => {
  const source = declareSource({ copies: 'merged' }, { query: [{ type: 'one' }, { type: 'two' }] });
  const path = () => join(collected.folder, collected.spool.settledFile('things'));

  test('numbers each record and says where it comes from', async () => {
    await collected.list('things', [{ id: 'a' }, { id: 1 }], {}, { query: 1 });
    await collected.list('things', [
      { id: 'a', x: 1 },
      { id: 'a', x: 2 },
    ]);
    const { found } = await readAll(declareSource({}, { query: [{}, {}] }));
    expect(found.map(({ n, id, list, query, known }) => [n, id, list, query, known])).toEqual([
      [1, 'a', 0, 1, true],
      [2, '1', 0, 1, false],
      [3, 'a|2', 1, 0, true],
      [4, 'a|3', 1, 0, true],
    ]);
  });

  test('is the same for the same lists, byte by byte', async () => {
    await collected.list('things', [{ id: 'a', big: 2n ** 70n }, { id: 'b' }], {}, { query: 0 });
    await collected.list('things', [{ id: 'a', more: 'é' }], {}, { query: 1 });
    const first = await settle(collected, source);
    const bytes = readFileSync(path());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(first.sha256);
    expect(await settle(collected, source)).toEqual(first);
    expect(readFileSync(path()).equals(bytes)).toBe(true);
  });

  test('is whole or stays what it was', async () => {
    await collected.list('things', [{ id: 'a' }]);
    await settle(collected, source);
    const before = readFileSync(path());
    await collected.list('things', [{ id: 'b' }]);
    appendFileSync(join(collected.folder, collected.spool.listFile('things', 1)), '{"id":\n');
    await expect(settle(collected, source)).rejects.toThrow(SyntaxError);
    expect(readFileSync(path()).equals(before)).toBe(true);
    expect(readdirSync(dirname(path())).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a record is not read from the place of another', async () => {
    await collected.list('things', [{ id: 'a' }, { id: 'b' }]);
    const [first, second] = (await readAll(source)).found;
    if (!first || !second) throw new Error('nothing found');
    const moved = { ...second.place, number: first.n };
    await expect(readSettled(collected.spool, 'things', moved)).rejects.toThrow('another record');
  });

  test('what was not settled is not taken for nothing', async () => {
    await collected.list('things', [{ id: 'a' }]);
    const read = async () => {
      for await (const record of listedRecords(collected, collected.run('things'))) return record;
    };
    await expect(read()).rejects.toThrow('not settled');
  });

  /** The rule, told by somebody who has all rows at hand. */
  function settleByHand(
    rows: readonly { record: Record<string, unknown>; ids: string[] }[],
    merges: boolean,
  ) {
    const kept: (typeof rows)[number][] = [];
    for (const row of rows) {
      const others = kept.filter(({ ids }) => ids.includes(row.ids[0] ?? ''));
      const says = ({ record }: typeof row) =>
        merges ? !contradicts(row.record, record) : isCopyOf(row.record, record);
      if (!others.some(says)) kept.push(row);
    }
    if (!merges) return kept.map(({ record }) => record);
    return kept.map(({ record, ids }) => {
      let whole = record;
      for (const copy of rows)
        if (copy.ids[0] === ids[0] && !contradicts(copy.record, whole)) whole = { ...copy.record, ...whole };
      return whole;
    });
  }

  test('holds what the rule says, however the rows come', async () => {
    const value = fc.option(fc.integer({ min: 0, max: 1 }), { nil: null });
    const row = fc.record(
      { id: fc.constantFrom('a', 'b', 'c'), also: fc.constantFrom('a', 'd'), x: value, y: value, z: value },
      { requiredKeys: ['id'] },
    );
    const lists = fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lists, fc.boolean(), async (given, mergesCopies) => {
        await collected.close();
        collected = await openCollected();
        const idsOf = ({ id, also }: Record<string, unknown>) =>
          [id, also].flatMap((one) => (typeof one === 'string' ? [one] : [])) as [string];
        const declared = declareSource({
          copies: mergesCopies ? 'merged' : 'differing',
          recordId: (record) => idsOf(record),
        });
        for (const list of given) await collected.list('things', list);
        const { records, counts } = await readAll(declared);
        const rows = given.flat().map((record) => ({ record, ids: idsOf(record) }));
        const expected = settleByHand(rows, mergesCopies);
        expect(records).toEqual(expected);
        expect(counts).toMatchObject({ duplicates: rows.length - expected.length });
      }),
      { numRuns: 150 },
    );
  });
});

describe('one id, two records', () => {
  const rang = {
    id: 'c1',
    result: 'no_answer',
    callee_name: 'Reception',
    start_time: '2026-03-01T10:00:00Z',
  };
  const answered = { ...rang, result: 'answered', callee_name: 'Alex Demo' };

  test.each<[string, unknown[], number]>([
    ['a call that rang elsewhere before it was answered', [rang, answered], 2],
    ['the same told twice', [rang, { ...rang }], 1],
    ['the same with fields in another order', [rang, Object.fromEntries(Object.entries(rang).reverse())], 1],
    [
      'numbers as texts',
      [
        { id: 'a', n: 5 },
        { id: 'a', n: '5' },
      ],
      1,
    ],
    [
      'an address made anew',
      [
        { id: 'a', url: 'https://a.example/1' },
        { id: 'a', url: 'https://b.example/2' },
      ],
      1,
    ],
    ['an empty field more', [rang, { ...rang, note: '' }, { ...rang, note: null }], 1],
    ['something told in addition', [rang, { ...rang, hold_time: 5 }], 2],
    [
      'another value deep inside',
      [
        { id: 'a', of: { by: [1, 2] } },
        { id: 'a', of: { by: [1, 3] } },
      ],
      2,
    ],
    [
      'a list in another order',
      [
        { id: 'a', of: [{ n: 1 }, { n: 2 }] },
        { id: 'a', of: [{ n: 2 }, { n: 1 }] },
      ],
      1,
    ],
    [
      'a list that names one item twice',
      [
        { id: 'a', of: [1, 2] },
        { id: 'a', of: [1, 1] },
      ],
      2,
    ],
    ['three sides, told twice each', [rang, answered, { ...rang, result: 'busy' }, rang, answered], 3],
  ])('%s', async (_name, rows, expected) => {
    await collected.list('things', rows);
    const inOne = await readAll(declareSource());
    expect(inOne.counts).toMatchObject({ records: expected, duplicates: rows.length - expected });
    await collected.list('others', rows.slice(0, 1));
    await collected.list('others', rows.slice(1));
    const inTwo = await readAll(declareSource({ id: 'others' }));
    expect(inTwo.records).toEqual(inOne.records);
  });

  test('where rows complete each other, one that contradicts stands by itself', async () => {
    const source = declareSource({ copies: 'merged' }, { query: [{ type: 'one' }, { type: 'two' }] });
    await collected.list('things', [{ id: 'a', topic: 'x' }], {}, { query: 0 });
    await collected.list(
      'things',
      [
        { id: 'a', topic: 'y', pmi: '1' },
        { id: 'a', agenda: 'z' },
      ],
      {},
      { query: 1 },
    );
    const { records, counts } = await readAll(source);
    expect(records).toEqual([
      { id: 'a', topic: 'x', agenda: 'z' },
      { id: 'a', topic: 'y', pmi: '1', agenda: 'z' },
    ]);
    expect(counts).toMatchObject({ records: 2, duplicates: 1 });
  });
});
