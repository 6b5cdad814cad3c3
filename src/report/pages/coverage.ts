import type { Completeness } from '../completeness.js';
import type { ReportSource } from '../facts.js';
import { uncoveredKinds } from '../not-covered.js';
import { countStandings, standings } from '../standing.js';
import type { Texts } from '../texts/texts.js';

/** How many places answered, and what the report does not answer for, as the pages and README.txt show it. */
export function describeCoverage(completeness: Completeness, sources: readonly ReportSource[], t: Texts) {
  const counts = countStandings(sources);
  return {
    standings: standings.map((standing) => ({ words: t.standings[standing], count: counts[standing] })),
    uncovered: uncoveredKinds
      .map((kind) => ({
        words: t.notCovered.kinds[kind],
        items: completeness.not_covered.filter((item) => item.kind === kind),
      }))
      .filter(({ items }) => items.length > 0),
  };
}
