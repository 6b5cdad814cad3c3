import type { Span } from '../../model/days.js';
import type { ReportSource } from '../facts.js';
import { isHeldBack, standingOf } from '../standing.js';
import type { Texts } from '../texts/texts.js';

/**
 * Spans in few words: the whole stretch and the number of parts it was asked in. Questions reach a day further than
 * the day they are put on, so that no time zone is cut off; people are shown no day that had not come.
 */
export function describeSpans(spans: readonly Span[], t: Texts, lastDay: string): string {
  const [first] = spans;
  if (!first) return '';
  const from = spans.map((span) => span.from).reduce((one, other) => (one < other ? one : other));
  const latest = spans.map((span) => span.to).reduce((one, other) => (one > other ? one : other));
  const to = latest > lastDay && from <= lastDay ? lastDay : latest;
  const whole = t.span(from, to);
  return spans.length === 1 ? whole : t.completeness.windows(spans.length, whole);
}

/** What is missing of a source, a sentence each; none when nothing is. */
export function describeProblems(source: ReportSource, t: Texts): string[] {
  const { problems, remedy } = source.outcome;
  // How often a place refused as a whole tells nobody anything.
  if (isHeldBack(source) && problems.length > 0) return [...new Set(problems.map((one) => one.remedy))];
  if (problems.length === 0) return remedy === undefined ? [] : [remedy];
  return problems.map((problem) =>
    problem.count > 1 ? `${t.completeness.times(problem.count)}: ${problem.remedy}` : problem.remedy,
  );
}

/** What happened to a place, in a few words. */
export function describeOutcome(source: ReportSource, t: Texts): string {
  const { outcome, outOfReach } = source.outcome;
  const special = outOfReach.length > 0 ? t.limitedOutcomes[outcome] : undefined;
  const standing = standingOf(source);
  const isLeftOut = outcome === 'not_requested' && source.outcome.reason === 'scope_missing';
  const uncalled =
    standing === 'not_asked' ? t.uncalledOutcomes[isLeftOut ? 'scope_missing' : outcome] : undefined;
  const refused = standing === 'refused' && outcome === 'failed' ? t.refused : undefined;
  return special ?? uncalled ?? refused ?? t.outcomes[outcome];
}

/** How an outcome is coloured: the words beside it say the same. */
export function toneOf({ outcome }: ReportSource): 'whole' | 'gap' | 'quiet' {
  if (outcome.problems.length > 0 || outcome.remedy !== undefined) return 'gap';
  return outcome.outcome === 'complete' ? 'whole' : 'quiet';
}
