import { gapOutcomes, type Outcome } from '../../contract/index.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import type { Texts } from '../texts/texts.js';
import { pageNames } from './page-names.js';
import { describeProblems } from './source-facts.js';

/** Something that should be in the report and is not, in words. */
export interface MissingPart {
  source: { title: string; outcome: { outcome: Outcome } };
  page?: string;
  problems: string[];
}

/** What is missing, for people. Where nobody was found for sure, that is one thing, and not one for each source. */
export function missingOf(
  { request: { lookup } }: ReportFacts,
  sources: readonly ReportSource[],
  t: Texts,
): MissingPart[] {
  if (lookup.end !== 'found' && lookup.notSearched.length > 0) {
    const problems = lookup.notSearched.map(({ place, result, remedy }) => `${place}: ${result}. ${remedy}`);
    return [{ source: { title: t.index.lookup, outcome: { outcome: 'failed' } }, problems }];
  }
  return sources
    .filter(({ outcome }) => gapOutcomes.has(outcome.outcome))
    .map((source) => ({ source, page: pageNames(source)[0], problems: describeProblems(source, t) }));
}
