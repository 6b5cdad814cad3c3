import { expect, test } from '@jest/globals';
import { nextAttempt } from '../../../src/callbacks/schedule.js';

test('ten attempts in about 75 hours, each a little later than planned, and later still where that is asked', () => {
  const plan = (random: number) =>
    [...Array(11).keys()].map((attempts) => nextAttempt(attempts, 0, 0, () => random));
  const seconds = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
  expect(plan(0)).toEqual([...seconds.map((one) => one * 1_000), undefined]);
  expect(plan(1).slice(1, 3)).toEqual([5_500, 330_000]);
  expect([nextAttempt(1, 1_000, 60_000, () => 0), nextAttempt(2, 1_000, 60_000, () => 0)]).toEqual([
    61_000, 301_000,
  ]);
});
