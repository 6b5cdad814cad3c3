import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ListResult } from '../../../src/model/step-result.js';
import type { Source, SubjectLookup } from '../../../src/contract/index.js';
import type { Completeness } from '../../../src/report/completeness.js';
import { buildReport, factsOf, foundPerson } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource, longAgo } from '../../support/declared-source.js';
import { textOf } from '../../support/open-bag.js';

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(() => collected.close());

const things = declareSource(
  {},
  { window: { maxDays: 30, earliest: longAgo, lookBackMonths: 6, dateField: 'at', ifWider: 'cut' } },
);
const others = declareSource({ id: 'others', title: 'Your other things' });
const span = { from: '2026-01-01', to: '2026-01-31' };
const refused: Partial<ListResult> = {
  pages: 0,
  end: { kind: 'refused', outcome: 'scope_missing', reason: 'scope_missing', remedy: 'grant it' },
};

async function stateOf(sources: readonly Source[], lookup?: SubjectLookup) {
  const { bag } = await buildReport(collected, factsOf(collected, sources, { lookup }));
  const manifest = JSON.parse(textOf(bag, 'manifest.json')) as { completeness: Completeness };
  return { ...manifest.completeness, page: textOf(bag, 'pages/completeness.html') };
}

describe('the statement of completeness', () => {
  test('says that everything is here when every place answered', async () => {
    await collected.list('things', [{ id: 'a' }]);
    await collected.list('others', []);
    const state = await stateOf([things, others]);
    expect(state).toMatchObject({ is_complete: true, gaps: [], certificate_of_no_data: null });
    expect(state.statement).toMatch(
      /^All 2 places that this report names were asked, .* Everything found there is in this report\. This report says nothing about other kinds of data/,
    );
  });

  test('names the gaps', async () => {
    await collected.list('things', [{ id: 'a' }]);
    await collected.list('others', [], refused);
    const state = await stateOf([things, others]);
    expect(state).toMatchObject({ is_complete: false, gaps: ['others'] });
    expect(state.statement).toContain('1 of 2 places could not be read, or not wholly: Your other things.');
    expect(state.page).toContain('grant it');
  });

  test('names the limits of the vendor with their dates', async () => {
    await collected.list('things', [{ id: 'a' }], { outOfReach: [span] });
    const state = await stateOf([things]);
    expect(state.limits).toEqual([
      { source: 'things', look_back_months: 6, answers_from: '2025-09-15', out_of_reach: [span] },
    ]);
    expect(state.statement).toContain('1 place has dates that are too long ago');
    expect(state.page).toContain('6 months, so from 2025-09-15');
    expect(state.page).toContain('2026-01-01 to 2026-01-31');
  });

  test('nothing in any place that answered is certified, with the dates', async () => {
    await collected.list('things', [], { asked: [span], answered: [span] });
    const state = await stateOf([things]);
    expect(state.certificate_of_no_data).toMatchObject({
      ...{ kind: 'no_records', issued_at: '2026-03-15T12:00:00.000Z' },
      places: [{ source: 'things', windows: [span] }],
    });
    expect(state.page).toContain('Certificate of no data');
  });

  test('is no certificate while a place could not be read', async () => {
    await collected.list('things', []);
    await collected.list('others', [], refused);
    expect((await stateOf([things, others])).certificate_of_no_data).toBeNull();
  });

  test('is no certificate while somewhere the person was not looked for', async () => {
    await collected.list('things', []);
    const gap = { reason: 'scope_missing' as const, remedy: 'Grant it.' };
    const notSearched = [{ place: 'the profile by user id', result: 'not granted', ...gap }];
    const state = await stateOf([things], { ...foundPerson, notSearched });
    expect(state).toMatchObject({ is_complete: false, certificate_of_no_data: null });
    expect(state.statement).toContain('1 place that could say more about the person could not be read');
  });
});
