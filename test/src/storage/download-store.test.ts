import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDownloadStore, type DownloadStore } from '../../../src/storage/download-store.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createReportStore } from '../../../src/storage/report-store.js';
import { createRequestStore } from '../../../src/storage/request-store.js';

let database: Database;
let downloads: DownloadStore;
const report = { requestId: 'a', version: 1, bytes: 1_000 };

beforeEach(() => {
  database = openDatabase(':memory:');
  downloads = createDownloadStore(database);
  createRequestStore(database).insert({
    ...{ id: 'a', connectionId: 'default', origin: 'k1', email: 'a@example.com', media: true },
    ...{ status: 'completed', lookupCalls: 0, version: 1, reopens: false, createdAt: 1, updatedAt: 1 },
  });
  createReportStore(database).insert({ ...report, status: 'completed', sha256: 'f', publishedAt: 1 });
});
afterEach(() => database.close());

const give = (first: number, last: number, reader = 'somebody') =>
  downloads.add(reader, report, { first, last });
const rows = () => database.all('SELECT * FROM downloads').length;

test('pieces in any order, with or without overlap, make a whole once all bytes are there', () => {
  expect(give(0, 999)).toBe(true);
  expect([give(500, 999), give(0, 100), give(50, 498), give(499, 499)]).toEqual([false, false, false, true]);
  expect(rows()).toBe(0);
  expect(give(0, 998)).toBe(false);
  expect(downloads.wouldBeWhole('somebody', report, { first: 999, last: 999 })).toBe(true);
  expect([give(1, 0), give(999, 999)]).toEqual([false, true]);
});

test('readers and versions do not add up', () => {
  expect([give(0, 499), give(500, 999, 'another')]).toEqual([false, false]);
  const second = { ...report, version: 2 };
  expect(downloads.add('somebody', second, { first: 500, last: 999 })).toBe(false);
  expect(give(500, 999)).toBe(true);
});

test('of many small pieces the largest are kept', () => {
  give(0, 399);
  for (let first = 401; first < 999; first += 2) give(first, first);
  const [row] = database.all('SELECT covered FROM downloads');
  expect(JSON.parse(String(row?.covered))).toHaveLength(100);
  expect([give(401, 998), give(400, 400), give(999, 999)]).toEqual([false, false, true]);
});

test('what was given of a report goes with it', () => {
  give(0, 10);
  expect(rows()).toBe(1);
  createReportStore(database).forget('a');
  expect(rows()).toBe(0);
  expect(give(0, 10)).toBe(false);
  expect(rows()).toBe(0);
});
