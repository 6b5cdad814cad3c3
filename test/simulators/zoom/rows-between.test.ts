import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rowsBetween } from '../../../simulators/zoom/lists/rows-between.js';

const secondsOf = fc.nat(40);

describe('rows between two times', () => {
  it('are the same by bisection as by looking at each, both ends included', () => {
    fc.assert(
      fc.property(fc.array(secondsOf, { maxLength: 60 }), secondsOf, secondsOf, (seconds, from, to) => {
        const list = seconds
          .sort((a, b) => b - a)
          .map((second, id) => ({ id, at: new Date(second * 1_000).toISOString() }));
        const window = { fromMs: from * 1_000, toMs: to * 1_000 };
        const ids = [true, false].map((sorted) => {
          const rows = rowsBetween(list, 'at', window, sorted);
          return Array.from({ length: rows.length }, (_, index) => rows.at(index)?.id);
        });
        const expected = seconds.flatMap((second, id) => (second >= from && second <= to ? [id] : []));
        expect(ids).toEqual([expected, expected]);
      }),
    );
  });

  it('leave out records without a time', () => {
    const list = [{ at: '' }, {}, { at: '2026-06-15T12:00:00Z' }];
    expect(rowsBetween(list, 'at', { fromMs: 0, toMs: Infinity }, false)).toHaveLength(1);
  });
});
