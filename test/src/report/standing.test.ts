import { describe, expect, test } from '@jest/globals';
import { outcomes, reasons, type Outcome, type Reason } from '../../../src/contract/index.js';
import type { ReportSource } from '../../../src/report/facts.js';
import { countStandings, standingOf } from '../../../src/report/standing.js';
import { en } from '../../../src/report/texts/en.js';

const place = (outcome: Outcome, calls: number, reason?: Reason) =>
  ({ outcome: { outcome, calls, reason } }) as ReportSource;

describe('how a place stands', () => {
  test.each([
    ['complete', 3, undefined, 'answered'],
    ['empty', 1, undefined, 'answered'],
    ['empty', 0, undefined, 'answered'],
    ['partial', 2, 'not_licensed', 'answered'],
    ['not_licensed', 1, 'not_licensed', 'refused'],
    ['not_licensed', 0, 'not_licensed', 'not_asked'],
    ['scope_missing', 0, 'scope_missing', 'not_asked'],
    ['scope_missing', 1, 'scope_missing', 'refused'],
    ['not_permitted', 4, 'not_permitted', 'refused'],
    ['withheld', 1, 'subject_refused', 'refused'],
    ['out_of_reach', 0, 'beyond_look_back', 'not_asked'],
    ['out_of_reach', 1, 'beyond_look_back', 'refused'],
    ['failed', 1, 'credentials_refused', 'refused'],
    ['failed', 1, 'contradiction', 'refused'],
    ['failed', 5, 'vendor_unreachable', 'no_answer'],
    ['failed', 5, 'broken_answer', 'no_answer'],
    ['failed', 0, 'lookup_incomplete', 'not_asked'],
    ['not_requested', 0, undefined, 'not_asked'],
  ] as const)('%s after %i calls, %s: %s', (outcome, calls, reason, standing) => {
    expect(standingOf(place(outcome, calls, reason))).toBe(standing);
  });

  test('together they are all places, whatever the outcomes and reasons', () => {
    const all = outcomes.flatMap((outcome) =>
      reasons.flatMap((reason) => [0, 1].map((calls) => place(outcome, calls, reason))),
    );
    const counts = Object.values(countStandings(all));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
    expect(counts.every((count) => count > 0)).toBe(true);
  });

  test('every reason has words for the person that claim nothing of what was not seen', () => {
    for (const standing of ['refused', 'no_answer', 'not_asked'] as const)
      for (const reason of [...reasons, undefined]) {
        const words = en.heldBack(standing, reason, 'The vendor');
        expect(words).toMatch(/\.$/);
        expect(words).not.toMatch(/nothing (is )?there|no data|complete/i);
      }
  });
});

describe('the first sentence of a report', () => {
  test.each([
    [
      { answered: 12, refused: 0, no_answer: 0, not_asked: 0 },
      /^All 12 places that this report names answered/,
    ],
    [
      { answered: 5, refused: 3, no_answer: 0, not_asked: 4 },
      /5 of 12 places answered\. .*refused or not asked/,
    ],
    [
      { answered: 2, refused: 0, no_answer: 0, not_asked: 10 },
      /2 of 12 places answered\. The others were not asked/,
    ],
  ])('%j', (counts, words) => {
    expect(en.status.completed(counts)).toMatch(words);
  });
});
