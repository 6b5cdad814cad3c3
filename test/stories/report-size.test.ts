import { expect, test } from '@jest/globals';
import { measureReport } from '../../scripts/bench/report-figures.js';

// A fixed part of about 110 MB and what each record or file adds: to keep 3 kB more of each is seen. The sizes that
// are promised take minutes; `npm run bench -- --only report,entries` measures them (docs/benchmarks.md).
const mebibyte = 2 ** 20;

test('a report of 10,000 records with 1,000 other people as pseudonyms takes little memory', async () => {
  const measured = await measureReport({ calls: 10_000, people: 1_000, files: 100 }, 'pseudonymise');
  expect([measured.records, measured.files]).toEqual([10_100, 100]);
  expect(measured.peakBytes).toBeLessThan(165 * mebibyte);
}, 180_000);

test('a report of 10,000 files takes little memory', async () => {
  const measured = await measureReport({ calls: 0, people: 100, files: 10_000 }, 'keep');
  expect(measured.files).toBe(10_000);
  expect(measured.peakBytes).toBeLessThan(160 * mebibyte);
}, 180_000);
