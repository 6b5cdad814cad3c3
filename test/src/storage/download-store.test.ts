import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DownloadStore } from '../../../src/storage/download-store.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';

let opened: TestStore;
let downloads: DownloadStore;
const report = { requestId: 'a', version: 1, bytes: 1_000 };

beforeEach(async () => {
  opened = await openTestStore();
  ({ downloads } = opened.store);
  await opened.store.statusRows.insert({
    ...{ id: 'a', connectionId: 'default', origin: 'k1', email: 'a@example.com', media: true },
    ...{ status: 'completed', lookupCalls: 0, version: 1, reopens: false, createdAt: 1, updatedAt: 1 },
  });
  await opened.store.reports.insert({ ...report, status: 'completed', sha256: 'f', publishedAt: 1 });
});
afterEach(() => opened.close());

const give = (first: number, last: number, reader = 'somebody') =>
  downloads.add(reader, report, { first, last });
const rows = () => opened.database.all('SELECT * FROM downloads').length;

test('pieces in any order, with or without overlap, make a whole once all bytes are there', async () => {
  expect(await give(0, 999)).toBe(true);
  expect([await give(500, 999), await give(0, 100), await give(50, 498), await give(499, 499)]).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(rows()).toBe(0);
  expect(await give(0, 998)).toBe(false);
  expect(await downloads.wouldBeWhole('somebody', report, { first: 999, last: 999 })).toBe(true);
  expect([await give(1, 0), await give(999, 999)]).toEqual([false, true]);
});

test('readers and versions do not add up', async () => {
  expect([await give(0, 499), await give(500, 999, 'another')]).toEqual([false, false]);
  const second = { ...report, version: 2 };
  expect(await downloads.add('somebody', second, { first: 500, last: 999 })).toBe(false);
  expect(await give(500, 999)).toBe(true);
});

test('of many small pieces the largest are kept', async () => {
  await give(0, 399);
  for (let first = 401; first < 999; first += 2) await give(first, first);
  const [row] = opened.database.all('SELECT covered FROM downloads');
  expect(JSON.parse(String(row?.covered))).toHaveLength(100);
  expect([await give(401, 998), await give(400, 400), await give(999, 999)]).toEqual([false, false, true]);
});

test('what was given of a report goes with it', async () => {
  await give(0, 10);
  expect(rows()).toBe(1);
  await opened.store.reports.forget('a');
  expect(rows()).toBe(0);
  expect(await give(0, 10)).toBe(false);
  expect(rows()).toBe(0);
});
