import { expect, test } from '@jest/globals';
import { zoom } from '../../connectors/zoom/index.js';
import { coveragePage, unanswered, unknownSources } from '../../scripts/trade/coverage-page.js';

test('everything that the systems of the trade read is answered by a source, or it is said why not', () => {
  expect(unanswered(zoom)).toEqual([]);
  expect(unknownSources(zoom)).toEqual([]);
});

test('the page names every source, and what a row without an answer would look like', () => {
  const page = coveragePage(zoom);
  expect(zoom.sources.filter(({ id }) => !page.includes(`\`${id}\``))).toEqual([]);
  expect(page).not.toContain('**nothing**');
  const { sources } = zoom;
  const lacking = { ...zoom, sources: sources.filter(({ id }) => id !== 'clips') };
  expect(unanswered(lacking)).toContain('Zoom, Clips API: scope clips:read:list_user_clips:admin');
  expect(unknownSources(lacking)).toContain('clips');
});
