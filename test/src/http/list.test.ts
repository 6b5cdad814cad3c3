import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyOf, nobody, startApi, type Api, type Caller } from '../../support/start-api.js';

interface Item {
  id: string;
  status: string;
  reference?: string;
  created_at: string;
}

let api: Api;
const made: string[] = [];

beforeAll(async () => {
  api = await startApi();
  for (let index = 0; index < 9; index += 1) {
    const order = { email: nobody, reference: index % 3 === 0 ? 'a&b=c d+é' : `case ${index}` };
    made.push(String(bodyOf(await api.order(order, index % 2 ? 'stranger' : 'platform')).id));
  }
});
afterAll(() => api.close());

async function page(query: Record<string, string | number>, caller: Caller = 'admin') {
  const response = await api.call('get', '/v1/access-requests', caller).query(query);
  expect(response.status).toBe(200);
  return response.body as { items: Item[]; next_cursor: string | null };
}
const idsOf = ({ items }: { items: Item[] }) => items.map(({ id }) => id);

describe('the list of requests', () => {
  test('is newest first, and at most 50 where nothing is said', async () => {
    const { items, next_cursor } = await page({});
    expect(items.map(({ id }) => id).sort()).toEqual([...made].sort());
    const times = items.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort().reverse());
    expect(next_cursor).toBeNull();
  });

  test.each([1, 2, 3, 4, 9])('walked %i at a time brings each request once', async (limit) => {
    const all = idsOf(await page({ limit: 200 }));
    const walked: string[] = [];
    let pages = 0;
    for (let cursor: string | null = ''; cursor !== null; pages += 1) {
      const next: { items: Item[]; next_cursor: string | null } = await page({
        limit,
        ...(cursor && { cursor }),
      });
      expect(next.items.length).toBeLessThanOrEqual(limit);
      walked.push(...idsOf(next));
      cursor = next.next_cursor;
    }
    expect(walked).toEqual(all);
    expect(pages).toBe(Math.ceil(made.length / limit));
  });

  test('walked by a platform brings its own alone', async () => {
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: { items: Item[]; next_cursor: string | null } = await page(
        { limit: 2, ...(cursor && { cursor }) },
        'platform',
      );
      walked.push(...idsOf(next));
      cursor = next.next_cursor;
    }
    expect(walked.sort()).toEqual(made.filter((_id, index) => index % 2 === 0).sort());
  });

  test('filters by reference, exactly', async () => {
    expect(idsOf(await page({ reference: 'a&b=c d+é' })).sort()).toEqual([made[0], made[3], made[6]].sort());
    for (const reference of ['a&b', 'case', 'CASE 1', '%', 'case_1', "' OR '1'='1"])
      expect((await page({ reference })).items).toEqual([]);
  });

  test('filters by status, and by both together', async () => {
    expect((await page({ status: 'no_match' })).items).toHaveLength(9);
    expect((await page({ status: 'completed' })).items).toEqual([]);
    expect(idsOf(await page({ status: 'no_match', reference: 'case 1' }))).toEqual([made[1]]);
    expect((await page({ status: 'failed', reference: 'case 1' })).items).toEqual([]);
  });

  test('keeps its filter while it is walked', async () => {
    const first = await page({ reference: 'a&b=c d+é', limit: 2 });
    const second = await page({ reference: 'a&b=c d+é', limit: 2, cursor: String(first.next_cursor) });
    expect([...idsOf(first), ...idsOf(second)].sort()).toEqual([made[0], made[3], made[6]].sort());
    expect(second.next_cursor).toBeNull();
  });

  test('a new request does not disturb a walk that has begun', async () => {
    const first = await page({ limit: 3 });
    const id = String(bodyOf(await api.order()).id);
    const rest = await page({ limit: 200, cursor: String(first.next_cursor) });
    expect([...idsOf(first), ...idsOf(rest)].sort()).toEqual([...made].sort());
    made.push(id);
  });

  test('shows each request as it is shown alone', async () => {
    const [item] = (await page({ limit: 1 })).items;
    expect((await api.call('get', `/v1/access-requests/${item?.id ?? ''}`)).body).toEqual(item);
  });
});
