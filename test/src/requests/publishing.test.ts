import { describe, expect, test } from '@jest/globals';
import { createPublishing, publishingLane } from '../../../src/requests/publishing.js';
import type { StepCount } from '../../../src/model/step.js';

const counted = (changes: Partial<StepCount>): StepCount => ({
  ...{ sourceId: 'source', kind: 'list', done: 1, total: 1, records: 0, bytes: 0, calls: 1 },
  ...changes,
});

describe('the lane of a report', () => {
  test.each<[string, StepCount[]]>([
    ['small', []],
    ['small', [counted({ records: 10_000 }), counted({ kind: 'file', done: 1_000, bytes: 2 ** 28 })]],
    ['small', [counted({ kind: 'detail', done: 5_000 })]],
    ['large', [counted({ records: 6_000 }), counted({ sourceId: 'other', records: 6_000 })]],
    ['large', [counted({ kind: 'file', done: 1_001 })]],
    ['large', [counted({ kind: 'file', bytes: 2 ** 28 + 1 })]],
  ])('is %s for %j', (lane, counts) => expect(publishingLane(counts)).toBe(lane));
});

test('small reports do not wait for large ones, nor are all made at once', async () => {
  const publishing = createPublishing();
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const make = (lane: string, id: string) =>
    publishing.run(lane, id, () => {
      log.push(id);
      return new Promise<void>((end) => ends.set(id, end));
    });
  const all = [
    make('large', 'huge'),
    make('large', 'next'),
    ...['a', 'b', 'c'].map((id) => make('small', id)),
  ];
  expect(log).toEqual(['huge', 'a', 'b']);
  ends.get('a')?.();
  await all[2];
  expect(log).toEqual(['huge', 'a', 'b', 'c']);
  for (const id of ['huge', 'b', 'c']) ends.get(id)?.();
  await all[0];
  ends.get('next')?.();
  await Promise.all(all);
  expect(log).toEqual(['huge', 'a', 'b', 'c', 'next']);
});
