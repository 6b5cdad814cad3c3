import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ListResult, StepEnd } from '../../../src/model/step-result.js';
import type { SourcePlan } from '../../../src/model/source-run.js';
import { concludeSource } from '../../../src/collect/conclude-source.js';
import type { SourceOutcome } from '../../../src/model/source-outcome.js';
import type { Outcome, Reason, Source } from '../../../src/contract/index.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(() => collected.close());

const refused = (outcome: Outcome, reason: Reason, remedy = 'do this'): StepEnd => ({
  ...{ kind: 'refused', outcome, reason, remedy },
});
const partial = (reason: Reason, remedy = 'do that'): StepEnd => ({ kind: 'partial', reason, remedy });
const january = { from: '2026-01-01', to: '2026-01-31' };
const nothing: Partial<ListResult> = { pages: 0, calls: 1 };

/** Each item of `lists` is one list step: how many records it brought and how it ended. */
async function conclude(
  lists: [records: number, Partial<ListResult>][],
  plan: Partial<SourcePlan> = {},
  source: Source = declareSource(),
): Promise<SourceOutcome> {
  for (const [records, result] of lists)
    await collected.list(
      source.id,
      Array.from({ length: records }, (_, id) => ({ id: String(id) })),
      result,
    );
  const records = lists.reduce((sum, [count]) => sum + count, 0);
  const settled = { records, duplicates: 2, unrecognised: 1 };
  return concludeSource(collected.steps, source, { ...collected.run(source.id, plan), settled });
}

describe('the outcome of a source', () => {
  test.each<[string, [number, Partial<ListResult>][], Partial<SourcePlan>, Outcome, string | undefined]>([
    [
      'all read',
      [
        [2, {}],
        [1, {}],
      ],
      {},
      'complete',
      undefined,
    ],
    [
      'looked everywhere, nothing there',
      [
        [0, {}],
        [0, {}],
      ],
      {},
      'empty',
      undefined,
    ],
    ['not asked', [], { requested: false }, 'not_requested', undefined],
    [
      'the token lacks the scope',
      [],
      { refusal: { outcome: 'scope_missing', reason: 'scope_missing', remedy: 'grant it' } },
      'scope_missing',
      'scope_missing',
    ],
    [
      'not licensed',
      [[0, { ...nothing, end: refused('not_licensed', 'not_licensed') }]],
      {},
      'not_licensed',
      'not_licensed',
    ],
    [
      'refused to the role',
      [[0, { ...nothing, end: refused('not_permitted', 'not_permitted') }]],
      {},
      'not_permitted',
      'not_permitted',
    ],
    [
      'withheld',
      [[0, { ...nothing, end: refused('withheld', 'subject_refused') }]],
      {},
      'withheld',
      'subject_refused',
    ],
    ['failed', [[0, { ...nothing, end: refused('failed', 'vendor_error') }]], {}, 'failed', 'vendor_error'],
    [
      'some windows failed',
      [
        [2, {}],
        [0, { ...nothing, end: refused('failed', 'vendor_error') }],
      ],
      {},
      'partial',
      'vendor_error',
    ],
    ['a window was half read', [[2, { end: partial('too_many_pages') }]], {}, 'partial', 'too_many_pages'],
    [
      'half read and nothing found',
      [[0, { end: partial('repeated_page_token') }]],
      {},
      'partial',
      'repeated_page_token',
    ],
    [
      'a detail lacks its scope',
      [[2, {}]],
      { missing: [{ reason: 'scope_missing', remedy: 'grant', count: 2 }] },
      'partial',
      'scope_missing',
    ],
    ['files left out on request are no gap', [[2, {}]], { filesLeftOut: 7 }, 'complete', undefined],
    ['wholly beyond the look-back', [], { outOfReach: january }, 'out_of_reach', 'beyond_look_back'],
    [
      'partly beyond, and something found',
      [[1, { answered: [january] }]],
      { outOfReach: january },
      'complete',
      undefined,
    ],
    [
      'partly beyond, and nothing found in the rest',
      [[0, { answered: [january] }]],
      { outOfReach: january },
      'empty',
      undefined,
    ],
    [
      'only the edge was asked and the vendor refused it',
      [[0, { ...nothing, asked: [january], outOfReach: [january] }]],
      {},
      'out_of_reach',
      'beyond_look_back',
    ],
  ])('%s', async (_name, lists, plan, outcome, reason) => {
    const concluded = await conclude(lists, plan);
    expect([concluded.outcome, concluded.reason]).toEqual([outcome, reason]);
    if (outcome === 'complete' || outcome === 'empty') expect(concluded.remedy).toBeUndefined();
  });

  test.each<[Outcome[], Outcome]>([
    [['not_licensed', 'failed'], 'failed'],
    [['not_licensed', 'scope_missing'], 'scope_missing'],
    [['scope_missing', 'withheld'], 'withheld'],
    [['withheld', 'not_permitted'], 'not_permitted'],
    [['out_of_reach', 'not_licensed'], 'not_licensed'],
  ])('everything was refused in different ways (%j): the gravest counts', async (outcomes, expected) => {
    const lists = outcomes.map((outcome): [number, Partial<ListResult>] => [
      0,
      { ...nothing, end: refused(outcome, 'not_permitted', outcome) },
    ]);
    expect((await conclude(lists)).outcome).toBe(expected);
  });

  test('problems of one kind are one line with their count, the most frequent first', async () => {
    const { problems, reason, remedy } = await conclude(
      [
        [1, { end: partial('too_many_pages', 'a') }],
        [0, { ...nothing, end: refused('failed', 'vendor_error', 'b') }],
        [0, { ...nothing, end: refused('failed', 'vendor_error', 'b') }],
        [0, { ...nothing, end: refused('failed', 'vendor_error', 'another remedy') }],
      ],
      { missing: [{ reason: 'vendor_error', remedy: 'b', count: 3 }] },
    );
    expect(problems).toEqual([
      { reason: 'vendor_error', remedy: 'b', count: 5 },
      { reason: 'too_many_pages', remedy: 'a', count: 1 },
      { reason: 'vendor_error', remedy: 'another remedy', count: 1 },
    ]);
    expect([reason, remedy]).toEqual(['vendor_error', 'b']);
  });

  test('every word of the closed list comes out of some source', async () => {
    const { outcomes } = await import('../../../src/contract/index.js');
    expect(outcomes).toEqual([
      ...['complete', 'empty', 'partial', 'not_licensed', 'scope_missing', 'not_permitted', 'withheld'],
      ...['out_of_reach', 'failed', 'not_requested'],
    ]);
  });
});

describe('the facts beside the outcome', () => {
  test('windows stand once, newest first; what is out of reach is joined', async () => {
    const february = { from: '2026-01-31', to: '2026-02-28' };
    const facts = await conclude(
      [
        [
          1,
          { asked: [january], answered: [january], outOfReach: [{ from: '2025-11-01', to: '2025-11-10' }] },
        ],
        [
          1,
          { asked: [february], answered: [february], outOfReach: [{ from: '2025-11-10', to: '2025-11-20' }] },
        ],
        [
          1,
          { asked: [january], answered: [january], outOfReach: [{ from: '2025-12-01', to: '2025-12-02' }] },
        ],
      ],
      { outOfReach: { from: '2020-01-01', to: '2025-11-05' } },
    );
    expect(facts.windowsAsked).toEqual([february, january]);
    expect(facts.windowsAnswered).toEqual([february, january]);
    expect(facts.outOfReach).toEqual([
      { from: '2025-12-01', to: '2025-12-02' },
      { from: '2020-01-01', to: '2025-11-20' },
    ]);
  });

  test('joining does not change what was planned', async () => {
    const outOfReach = { from: '2020-01-01', to: '2025-11-05' };
    await conclude([[0, { outOfReach: [{ from: '2025-11-05', to: '2025-12-01' }] }]], { outOfReach });
    expect(outOfReach.to).toBe('2025-11-05');
  });

  test('calls, pages and totals are summed, the counts of the records taken over; no total stated is no total of zero', async () => {
    const facts = await conclude([
      [1, { calls: 4, pages: 3, vendorTotal: 5 }],
      [1, { calls: 1, pages: 1, vendorTotal: 0 }],
      [1, { calls: 1, pages: 1 }],
    ]);
    expect([facts.calls, facts.pages, facts.vendorTotal]).toEqual([6, 5, 5]);
    expect([facts.records, facts.duplicates, facts.unrecognised]).toEqual([3, 2, 1]);
    await collected.close();
    collected = await openCollected();
    expect((await conclude([[1, {}]])).vendorTotal).toBeUndefined();
  });

  test('files: present, not given, of another size, missing', async () => {
    const base = { kind: 'audio', extension: 'mp3', calls: 1 };
    const add = (key: string, result: object) =>
      collected.file('things', { rule: 'audio', key }, { ...base, ...result } as never);
    await add('1', { end: { kind: 'complete' }, bytes: 10, sha256: 'a', sizeDiffers: true });
    await add('2', { end: { kind: 'complete' }, bytes: 0, sha256: 'b' });
    await add('3', { end: { kind: 'complete' } });
    await add('4', { end: refused('failed', 'file_missing') });
    const facts = await conclude([[1, {}]]);
    expect(facts).toMatchObject({
      ...{ outcome: 'partial', reason: 'file_missing', files: 2, fileBytes: 10 },
      ...{ filesNotGiven: 1, sizeDiffers: 1, calls: 5 },
    });
  });
});
