import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Automaton } from '../../../../src/report/third-parties/automaton.js';

const sequences = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }), {
  maxLength: 12,
});

describe('the automaton', () => {
  test('finds exactly what looking everywhere for everything finds', () => {
    fc.assert(
      fc.property(
        sequences,
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 40 }),
        (patterns, text) => {
          const automaton = new Automaton();
          const numbers = patterns.map((pattern) => automaton.add(pattern));
          automaton.finish();
          const wanted = new Set<string>();
          for (const [place, pattern] of patterns.entries())
            for (let start = 0; start + pattern.length <= text.length; start += 1)
              if (pattern.every((item, offset) => text[start + offset] === item))
                wanted.add(`${start} ${start + pattern.length} ${numbers[place] ?? ''}`);
          const found = automaton.find(text).map(({ start, end, pattern }) => `${start} ${end} ${pattern}`);
          expect(new Set(found)).toEqual(wanted);
          expect(found).toHaveLength(wanted.size);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('gives the same sequence the same number', () => {
    const automaton = new Automaton();
    expect([automaton.add([1, 2]), automaton.add([1]), automaton.add([1, 2])]).toEqual([0, 1, 0]);
  });

  test('stays quick with many patterns of one beginning', () => {
    const automaton = new Automaton();
    for (let last = 2; last < 100_002; last += 1) automaton.add([1, last]);
    const from = performance.now();
    automaton.finish();
    const text = Array.from({ length: 200_000 }, (_, place) => (place % 2 === 0 ? 1 : (place % 90_000) + 2));
    expect(automaton.find(text)).toHaveLength(100_000);
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});
