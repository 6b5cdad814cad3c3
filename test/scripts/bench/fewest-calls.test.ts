import { expect, test } from '@jest/globals';
import { fewestCalls } from '../../../scripts/bench/fewest-calls.js';

const recordings = '/v2/users/u1/recordings';

test('a list needs a call for each largest page, whatever else one', () => {
  expect(fewestCalls({ '/v2/users/u1?': 0, '/v2/users/u1/meetings?type=scheduled': 601 })).toBe(4);
});

test('windows that are cut finer than they need be do not count as needed', () => {
  const [whole, half] = [
    ['2026-01-01 2026-01-31', '2026-01-31 2026-03-02'],
    ['2026-01-01 2026-01-16', '2026-01-16 2026-01-31', '2026-01-31 2026-02-15', '2026-02-15 2026-03-02'],
  ].map((windows) =>
    Object.fromEntries(
      windows.map((window) => {
        const [from, to] = window.split(' ');
        return [`${recordings}?from=${from}&to=${to}`, 0];
      }),
    ),
  );
  expect(fewestCalls(whole ?? {})).toBe(2);
  expect(fewestCalls(half ?? {})).toBe(2);
});

test('each query of a list has windows of its own, and further pages come on top', () => {
  const window = 'from=2026-01-01&to=2026-01-31';
  expect(fewestCalls({ [`${recordings}?${window}`]: 301, [`${recordings}?mc=true&${window}`]: 0 })).toBe(3);
});
