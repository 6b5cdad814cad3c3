import type { Completeness } from '../completeness.js';
import type { ReportSource } from '../facts.js';
import { uncoveredKinds } from '../not-covered.js';
import { countStandings, standings } from '../standing.js';
import type { Texts } from '../texts/texts.js';

/** Things that are missing for one reason stand in one line. */
function mergeReasons(items: readonly { title: string; why: string }[]): { title: string; why: string }[] {
  const titles = new Map<string, string[]>();
  for (const { title, why } of items) titles.set(why, [...(titles.get(why) ?? []), title]);
  return [...titles].map(([why, all]) => ({ title: all.join('; '), why }));
}

/** How many places answered, and what the report does not answer for, as the pages and README.txt show it. */
export function describeCoverage(completeness: Completeness, sources: readonly ReportSource[], t: Texts) {
  const counts = countStandings(sources);
  return {
    standings: standings
      .filter((standing) => standing !== 'no_answer' || counts.no_answer > 0)
      .map((standing) => ({ words: t.standings[standing], count: counts[standing] })),
    uncovered: uncoveredKinds
      .map((kind) => ({
        words: t.notCovered.kinds[kind],
        items: mergeReasons(completeness.not_covered.filter((item) => item.kind === kind)),
      }))
      .filter(({ items }) => items.length > 0),
  };
}
