import { expect, test } from '@jest/globals';
import { measureReport } from '../../scripts/bench/report-figures.js';

// The sizes that are promised take minutes; `npm run bench` measures them (docs/benchmarks.md).
const mebibyte = 2 ** 20;

test('a report of 20,000 records with 2,000 other people as pseudonyms takes little memory', async () => {
  const measured = await measureReport({ calls: 20_000, people: 2_000, files: 200 }, 'pseudonymise');
  expect([measured.records, measured.files]).toEqual([20_200, 200]);
  expect(measured.peakBytes).toBeLessThan(200 * mebibyte);
}, 180_000);

test('a report of 20,000 files takes little memory', async () => {
  const measured = await measureReport({ calls: 0, people: 100, files: 20_000 }, 'keep');
  expect(measured.files).toBe(20_000);
  expect(measured.peakBytes).toBeLessThan(200 * mebibyte);
}, 180_000);
