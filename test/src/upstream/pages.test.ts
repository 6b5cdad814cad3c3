import { describe, expect, test } from '@jest/globals';
import { conventions } from '../../../connectors/zoom/conventions.js';
import type { Query, VendorRecord } from '../../../src/contract/index.js';
import { PagesStopped, readPages, type Paging } from '../../../src/upstream/pages.js';

const itemsOf = ({ rows }: VendorRecord) => (Array.isArray(rows) ? (rows as unknown[]) : []);
const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: first + index }));

/** Reads a list to its end; `stopped` is the reason where it was cut. */
async function read(
  answer: (query: Query, call: number) => VendorRecord | undefined,
  {
    style = 'token',
    pageSize = 3,
    query = {},
  }: { style?: Paging['style']; pageSize?: number; query?: Query } = {},
) {
  const queries: Query[] = [];
  const ids: unknown[] = [];
  const totals: (number | undefined)[] = [];
  let stopped: string | undefined;
  const ask = (asked: Query) => {
    if (queries.push(asked) > 2_000) throw new Error('it goes on for ever');
    return Promise.resolve(answer(asked, queries.length - 1));
  };
  try {
    for await (const page of readPages(
      { conventions: conventions.pages, style, pageSize, itemsOf },
      query,
      ask,
    )) {
      ids.push(...page.items.map((item) => (item as VendorRecord).id));
      totals.push(page.total);
    }
  } catch (error) {
    if (!(error instanceof PagesStopped)) throw error;
    stopped = error.reason;
  }
  return { queries, ids, totals, stopped };
}

/** A list of so many records that honours page numbers and, if told so, tokens. */
const vendor =
  (count: number, size: number, knows: { tokens?: boolean; count?: boolean; total?: boolean }) =>
  (query: Query): VendorRecord => {
    const token = knows.tokens ? query.next_page_token : undefined;
    const page = Number(token ?? query.page_number ?? 1);
    return {
      ...(knows.count !== false && { page_count: Math.ceil(count / size) }),
      ...(knows.total !== false && { total_records: count }),
      rows: rowsFrom((page - 1) * size, Math.max(0, Math.min(size, count - (page - 1) * size))),
      next_page_token: page * size < count ? String(page + 1) : '',
    };
  };

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('pages by token', () => {
  test('repeat all parameters with each token, and end with an empty one', async () => {
    const { queries, ids } = await read(vendor(7, 3, { tokens: true }), {
      query: { type: 'past', from: 'x' },
    });
    expect(ids).toEqual(upTo(7));
    expect(queries).toEqual([
      { type: 'past', from: 'x', page_size: '3' },
      { type: 'past', from: 'x', page_size: '3', next_page_token: '2' },
      { type: 'past', from: 'x', page_size: '3', next_page_token: '3' },
    ]);
  });

  test.each<[string, unknown]>([
    ['empty', ''],
    ['null', null],
    ['absent', undefined],
    ['false', false],
  ])('end with a token that is %s', async (_, next_page_token) => {
    const { ids, queries } = await read(() => ({ rows: rowsFrom(0, 2), next_page_token }));
    expect([ids, queries.length]).toEqual([[0, 1], 1]);
  });

  test('go on after empty pages that carry a token', async () => {
    const pages: VendorRecord[] = [
      { rows: [], next_page_token: 'a' },
      { rows: [{ id: 1 }], next_page_token: 'b' },
      { rows: [], next_page_token: 'c' },
      { next_page_token: 'd' },
      { rows: null, next_page_token: 'e' },
      { rows: [{ id: 2 }] },
    ];
    const { ids, stopped } = await read((_, call) => pages[call]);
    expect([ids, stopped]).toEqual([[1, 2], undefined]);
  });

  test('stop at a token that comes back at once, with the records read so far', async () => {
    const { ids, queries, stopped } = await read((_, call) => ({
      rows: [{ id: call }],
      next_page_token: 'a',
    }));
    expect([ids, queries.length, stopped]).toEqual([[0, 1], 2, 'repeated_page_token']);
  });

  test('stop at a token that comes back later', async () => {
    const tokens = ['a', 'b', 'c', 'a'];
    const { ids, stopped } = await read((_, call) => ({
      rows: [{ id: call }],
      next_page_token: tokens[call],
    }));
    expect([ids, stopped]).toEqual([[0, 1, 2, 3], 'repeated_page_token']);
  });

  test.each<[string, (call: number) => object[]]>([
    ['empty', () => []],
    ['the same', () => rowsFrom(0, 3)],
    ['the same two in turn', (call) => rowsFrom((call % 2) * 3, 3)],
  ])('stop after a hundred pages in a row that are %s', async (_, rowsOf) => {
    const { queries, stopped } = await read((_query, call) => ({
      ...{ rows: rowsOf(call), total_records: 5, next_page_token: `token ${call}` },
    }));
    expect(stopped).toBe('too_many_pages');
    expect(queries.length).toBeGreaterThan(100);
    expect(queries.length).toBeLessThan(105);
  });

  test.each<[string, (rows: object[]) => unknown]>([
    ['counts the page that states it', (rows) => rows.length],
    ['is nought', () => 0],
    ['is one', () => 1],
    ['is no number', () => 'many'],
  ])('are read as long as there is a token and something new, where the total %s', async (_, totalOf) => {
    const { ids, stopped } = await read((_query, call) => {
      const rows = rowsFrom(call * 3, 3);
      return { rows, total_records: totalOf(rows), next_page_token: call < 99 ? `token ${call}` : '' };
    });
    expect([ids, stopped]).toEqual([upTo(300), undefined]);
  });

  test('are not stopped while the vendor gives smaller pages than asked, which its total allows', async () => {
    const { ids, stopped } = await read(vendor(1_000, 7, { tokens: true }), { pageSize: 300 });
    expect([ids, stopped]).toEqual([upTo(1_000), undefined]);
  });

  test('are not stopped by a total that is exact to the page', async () => {
    for (const count of [0, 1, 2, 3, 4, 299, 300, 301]) {
      const { ids, stopped } = await read(vendor(count, 3, { tokens: true }));
      expect([ids.length, stopped]).toEqual([count, undefined]);
    }
  });

  test('are not stopped when the first page is larger than the others', async () => {
    const sizes = [30, ...Array.from({ length: 90 }, () => 3)];
    let next = 0;
    const { ids, stopped } = await read(
      (_, call) => {
        const rows = rowsFrom(next, sizes[call] ?? 0);
        next += rows.length;
        return { rows, total_records: 300, next_page_token: next < 300 ? `t${call}` : '' };
      },
      { pageSize: 300 },
    );
    expect([ids.length, stopped]).toEqual([300, undefined]);
  });

  test('go on without a total', async () => {
    const { ids, stopped } = await read(vendor(90, 1, { tokens: true, total: false, count: false }));
    expect([ids.length, stopped]).toEqual([90, undefined]);
  });

  test('are all there is when the vendor says there is nothing', async () => {
    expect(await read(() => undefined)).toMatchObject({ ids: [], stopped: undefined });
  });

  test('go on where the vendor writes its token as a number', async () => {
    const { ids } = await read((_, call) => ({
      rows: [{ id: call }],
      next_page_token: call === 0 ? 17 : '',
    }));
    expect(ids).toEqual([0, 1]);
  });
});

describe('the vendor’s total', () => {
  test.each<[string, unknown, number | undefined]>([
    ['a number', 7, 7],
    ['digits', '7', 7],
    ['zero', 0, 0],
    ['absent', undefined, undefined],
    ['null', null, undefined],
    ['empty', '', undefined],
    ['negative', -1, undefined],
    ['a fraction', 1.5, undefined],
    ['a word', 'many', undefined],
    ['an object', {}, undefined],
    ['not a number', Number.NaN, undefined],
  ])('%s', async (_, total_records, expected) => {
    const { totals } = await read(() => ({ rows: [], total_records }));
    expect(totals).toEqual([expected]);
  });
});

describe('pages by token or number', () => {
  const style = 'token-or-number' as const;

  test('use the token where the vendor honours it', async () => {
    const { ids, queries } = await read(vendor(7, 3, { tokens: true }), { style });
    expect(ids).toEqual(upTo(7));
    expect(queries.map(({ page_number }) => page_number)).toEqual([undefined, undefined, undefined]);
  });

  test('use numbers up to the page count where the vendor ignores the token', async () => {
    const { ids, queries, stopped } = await read(vendor(10, 3, {}), { style });
    expect([ids, stopped]).toEqual([upTo(10), undefined]);
    expect(queries.map(({ page_number }) => page_number)).toEqual([undefined, undefined, '2', '3', '4']);
    expect(queries.slice(2).every((query) => query.next_page_token === undefined)).toBe(true);
    expect(queries.every((query) => query.page_size === '3')).toBe(true);
  });

  test('use numbers up to the total where the vendor states no count', async () => {
    const { ids, stopped } = await read(vendor(10, 3, { count: false }), { style });
    expect([ids, stopped]).toEqual([upTo(10), undefined]);
  });

  test('use numbers where the vendor gives no token at all', async () => {
    const plain = vendor(10, 3, {});
    const { ids } = await read((query) => ({ ...plain(query), next_page_token: '' }), { style });
    expect(ids).toEqual(upTo(10));
  });

  test.each<[string, VendorRecord]>([
    ['digits for the count', { page_count: '4', total_records: '10' }],
    ['digits for the total, no count', { page_count: undefined, total_records: '10' }],
    ['null for the count', { page_count: null, total_records: 10 }],
  ])('understand %s', async (_, fields) => {
    const plain = vendor(10, 3, {});
    const { ids } = await read((query) => ({ ...plain(query), ...fields }), { style });
    expect(ids).toEqual(upTo(10));
  });

  test.each<[string, VendorRecord]>([
    ['one page', { page_count: 1, total_records: 2 }],
    ['one page without a count', { total_records: 2 }],
    ['neither count nor total', {}],
  ])('ask once for a list of %s', async (_, fields) => {
    const { ids, queries } = await read(() => ({ ...fields, rows: rowsFrom(0, 2) }), { style });
    expect([ids, queries.length]).toEqual([[0, 1], 1]);
  });

  test('end at an empty page where the total is too high and there is no count', async () => {
    const plain = vendor(10, 3, { count: false });
    const { ids, queries } = await read((query) => ({ ...plain(query), total_records: 1_000 }), { style });
    expect(ids).toEqual(upTo(10));
    expect(queries.length).toBeLessThan(10);
  });

  test('end at an empty page where the page count is far beyond the total', async () => {
    const { ids, queries, stopped } = await read(
      (query) => ({ ...vendor(6, 3, {})(query), page_count: 1_000_000 }),
      { style },
    );
    expect([ids, stopped]).toEqual([upTo(6), undefined]);
    expect(queries.length).toBeLessThan(5);
  });

  test.each<[string, (rows: object[]) => VendorRecord]>([
    ['its total counts one page', (rows) => ({ total_records: rows.length })],
    ['its page count says one', (rows) => ({ total_records: rows.length, page_count: 1 })],
  ])('go on while pages are full, although %s', async (_, stated) => {
    const { ids, queries, stopped } = await read(
      (query) => {
        const start = (Number(query.page_number ?? '1') - 1) * 3;
        const rows = rowsFrom(start, Math.max(0, Math.min(3, 8 - start)));
        return { ...stated(rows), rows };
      },
      { style, pageSize: 3 },
    );
    expect([ids, stopped]).toEqual([upTo(8), undefined]);
    expect(queries.length).toBe(3);
  });

  test('follow the token also where pages 1 and 2 have equal rows but a third differs', async () => {
    const pages: VendorRecord[] = [
      { rows: [], next_page_token: 'a' },
      { rows: [], next_page_token: 'b' },
      { rows: [{ id: 1 }], next_page_token: '' },
    ];
    expect((await read((_, call) => pages[call], { style })).ids).toEqual([1]);
  });

  test('see that the token was ignored also when rows hold something new in every answer', async () => {
    const plain = vendor(10, 3, {});
    const { ids, stopped } = await read(
      (query, call) => {
        const body = plain(query);
        const rows = itemsOf(body).map((row) => ({ ...(row as VendorRecord), start_url: `zak=${call}` }));
        return { ...body, rows };
      },
      { style },
    );
    expect([[...new Set(ids)], stopped]).toEqual([upTo(10), undefined]);
  });
});

describe('a list without pages', () => {
  test('is asked once, whatever token it carries', async () => {
    const { ids, queries } = await read(
      () => ({ rows: rowsFrom(0, 2), next_page_token: 'a', page_count: 9 }),
      {
        style: 'none',
      },
    );
    expect([ids, queries]).toEqual([[0, 1], [{ page_size: '3' }]]);
  });

  test('sends no page size where it has none', async () => {
    const queries: Query[] = [];
    const paging: Paging = { conventions: conventions.pages, style: 'none', itemsOf };
    const ask = (query: Query) => Promise.resolve({ rows: [queries.push(query)] });
    for await (const page of readPages(paging, { option: 'x' }, ask)) expect(page.items).toHaveLength(1);
    expect(queries).toEqual([{ option: 'x' }]);
  });
});
