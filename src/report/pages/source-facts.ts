import type { Span } from '../../collect/days.js';
import type { ReportSource } from '../facts.js';
import type { Texts } from '../texts/texts.js';

/** Spans in few words: the whole stretch and the number of parts it was asked in. */
export function describeSpans(spans: readonly Span[], t: Texts): string {
  const [first] = spans;
  if (!first) return '';
  const from = spans.map((span) => span.from).reduce((one, other) => (one < other ? one : other));
  const to = spans.map((span) => span.to).reduce((one, other) => (one > other ? one : other));
  const whole = t.span(from, to);
  return spans.length === 1 ? whole : t.completeness.windows(spans.length, whole);
}

/** What is missing of a source, a sentence each; none when nothing is. */
export function describeProblems({ outcome }: ReportSource, t: Texts): string[] {
  const { problems, remedy } = outcome;
  if (problems.length === 0) return remedy === undefined ? [] : [remedy];
  return problems.map((problem) =>
    problem.count > 1 ? `${t.completeness.times(problem.count)}: ${problem.remedy}` : problem.remedy,
  );
}

/** How an outcome is coloured: the words beside it say the same. */
export function toneOf({ outcome }: ReportSource): 'whole' | 'gap' | 'quiet' {
  if (outcome.problems.length > 0 || outcome.remedy !== undefined) return 'gap';
  return outcome.outcome === 'complete' ? 'whole' : 'quiet';
}
