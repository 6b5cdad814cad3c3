import { gapOutcomes } from '../../contract/index.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import { whyHeldBack } from '../not-covered.js';
import { isHeldBack } from '../standing.js';
import type { Texts } from '../texts/texts.js';
import { pageNames } from './page-names.js';
import { describeOutcome, describeProblems } from './source-facts.js';

/** Something that should be in the report and is not, in words. */
export interface MissingPart {
  /** What misses it. */
  places: { title: string; page?: string }[];
  outcome: string;
  /** Who refused or did not answer, for the person; absent: something is there. */
  why?: string;
  /** What would help, for whoever runs the program. */
  problems: readonly string[];
}

/**
 * What is missing, for people: places that miss the same for the same reason stand together. Where nobody was found
 * for sure, that is one thing, and not one for each source.
 */
export function missingOf(facts: ReportFacts, sources: readonly ReportSource[], t: Texts): MissingPart[] {
  const { lookup } = facts.request;
  if (lookup.end !== 'found' && lookup.notSearched.length > 0) {
    const problems = lookup.notSearched.map(({ place, result, remedy }) => `${place}: ${result}. ${remedy}`);
    return [{ places: [{ title: t.index.lookup }], outcome: t.outcomes.failed, problems }];
  }
  const merged = new Map<string, MissingPart>();
  for (const source of sources) {
    if (!isHeldBack(source) && !gapOutcomes.has(source.outcome.outcome)) continue;
    const what = {
      outcome: describeOutcome(source, t),
      why: isHeldBack(source) ? whyHeldBack(source, facts, t) : undefined,
      problems: describeProblems(source, t),
    };
    const key = JSON.stringify(what);
    const part = merged.get(key) ?? { ...what, places: [] };
    part.places.push({ title: source.title, page: pageNames(source)[0] });
    merged.set(key, part);
  }
  return [...merged.values()];
}
