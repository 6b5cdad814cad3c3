import { describe, expect, test } from '@jest/globals';
import { conventions } from '../../../connectors/zoom/conventions.js';
import type { Query, VendorRecord } from '../../../src/contract/index.js';
import { readPages } from '../../../src/upstream/pages.js';
import { PageTokenExpired, Refusal } from '../../../src/upstream/refusal.js';
import { errorOf } from '../../support/upstream-under-test.js';

const itemsOf = ({ rows }: VendorRecord) => (Array.isArray(rows) ? (rows as unknown[]) : []);
const size = 3;

/** Ids of a list that is paged by token or, where that does not work, by number. */
async function read(answer: (query: Query) => VendorRecord) {
  const ids: unknown[] = [];
  const paging = {
    conventions: conventions.pages,
    style: 'token-or-number' as const,
    pageSize: size,
    itemsOf,
  };
  // eslint-disable-next-line @typescript-eslint/require-await -- a refusal must come as a rejection
  for await (const page of readPages(paging, {}, async (query) => answer(query)))
    ids.push(...page.items.map((item) => (item as VendorRecord).id));
  return ids;
}

const rowsOf = (page: number, count: number) =>
  Array.from({ length: Math.max(0, Math.min(size, count - (page - 1) * size)) }, (_, index) => ({
    id: (page - 1) * size + index,
  }));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const pageOf = ({ page_number }: Query) => Number(page_number ?? 1);
const refused = () => new Refusal('failed', 'request_refused', 'no such parameter');

describe('a list that knows numbers only', () => {
  test.each([
    ['refuses the token as invalid', refused],
    ['calls the token expired', () => new PageTokenExpired()],
  ])('%s: it is read by number', async (_, refusal) => {
    const ids = await read((query) => {
      if ('next_page_token' in query) throw refusal();
      return { rows: rowsOf(pageOf(query), 8), page_count: 3, next_page_token: 'x' };
    });
    expect(ids).toEqual(upTo(8));
  });

  test('states neither count nor total nor token: it is read as long as pages are full', async () => {
    expect(await read((query) => ({ rows: rowsOf(pageOf(query), 8) }))).toEqual(upTo(8));
    expect(await read((query) => ({ rows: rowsOf(pageOf(query), 6) }))).toEqual(upTo(6));
  });

  test('states nothing and ignores the number too: it ends', async () => {
    expect(await read(() => ({ rows: rowsOf(1, 3) }))).toEqual(upTo(3));
  });
});

describe('a token that has merely expired', () => {
  test('is not taken for a list by number when the number brings nothing new', async () => {
    const error = await errorOf(
      read((query) => {
        if ('next_page_token' in query) throw new PageTokenExpired();
        return { rows: rowsOf(1, 8), next_page_token: 'x', total_records: 8 };
      }),
    );
    expect(error).toBeInstanceOf(PageTokenExpired);
  });

  test('is told when the vendor refuses numbers', async () => {
    const error = await errorOf(
      read((query) => {
        if ('next_page_token' in query) throw new PageTokenExpired();
        if ('page_number' in query) throw refused();
        return { rows: rowsOf(1, 8), next_page_token: 'x', total_records: 8 };
      }),
    );
    expect(error).toBeInstanceOf(PageTokenExpired);
  });
});
