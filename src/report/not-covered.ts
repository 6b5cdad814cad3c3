import { sourceOf, windowOf } from '../contract/index.js';
import type { Reason } from '../contract/index.js';
import type { ReportFacts, ReportSource } from './facts.js';
import { isHeldBack, standingOf } from './standing.js';
import type { Texts } from './texts/texts.js';

/** Why something is not in a report, in the order it is told. */
export const uncoveredKinds = [
  'held_back',
  'not_asked',
  'files_left_out',
  'period',
  'too_long_ago',
  'not_read',
] as const;

/** Something that may be kept about the person and is not in the report. */
export interface Uncovered {
  kind: (typeof uncoveredKinds)[number];
  /** Id of the source, or of the kind of data that is not read; absent: it concerns all. */
  id?: string;
  title: string;
  /** A sentence for the person. */
  why: string;
}

/** Everything a report does not answer for: from the declarations and from what came of the request. */
export function listUncovered(
  facts: ReportFacts,
  sources: readonly ReportSource[],
  t: Texts,
): readonly Uncovered[] {
  const { connector, request } = facts;
  // Without a user no place was asked: that is said once and not a dozen times.
  const isUser = request.lookup.end === 'found';
  const named = isUser
    ? sources
    : sources.filter(
        ({ outcome }) => outcome.outcome !== 'not_requested' && request.lookup.notSearched.length === 0,
      );
  return [
    ...named.filter(isHeldBack).map((source) => ofSource('held_back', source, whyHeldBack(source, facts, t))),
    ...named
      .filter(({ outcome }) => outcome.outcome === 'not_requested')
      .map((source) => ofSource('not_asked', source, whyNotAsked(source, t))),
    ...named
      .filter(({ outcome }) => outcome.filesLeftOut > 0)
      .map((source) =>
        ofSource('files_left_out', source, t.notCovered.filesLeftOut(t.files(source.outcome.filesLeftOut))),
      ),
    ...periodOf(request, t),
    ...named
      .filter((source) => source.outcome.outOfReach.length > 0 && !isHeldBack(source))
      .map((source) => ofSource('too_long_ago', source, whyTooLongAgo(source, facts, t))),
    ...named.flatMap((source) => {
      const count = source.parents?.beyondReach.length ?? 0;
      return count > 0 ? [ofSource('too_long_ago', source, t.notCovered.recordsTooOld(count))] : [];
    }),
    ...connector.notRead.map(({ id, title, sentence }): Uncovered => ({
      kind: 'not_read',
      id,
      title,
      why: sentence,
    })),
    { kind: 'not_read', title: t.notCovered.outside.title, why: t.notCovered.outside.sentence },
  ];
}

/** Why a place gave nothing, for the person. */
export const whyHeldBack = (source: ReportSource, { connector }: ReportFacts, t: Texts) =>
  t.heldBack(standingOf(source), source.outcome.reason as Reason | undefined, connector.title);

function whyNotAsked({ outcome }: ReportSource, { notCovered }: Texts): string {
  if (outcome.reason === 'outside_groups') return notCovered.outsideGroups;
  return outcome.reason === 'scope_missing' ? notCovered.notGranted : notCovered.notRequested;
}

/** What becomes of dates beyond a place's reach: another operation may still have them. */
export function olderThan(source: ReportSource, { connector }: ReportFacts, t: Texts): string {
  return (
    windowOf(sourceOf(connector, source.id))?.olderElsewhere ?? t.completeness.olderNowhere(connector.title)
  );
}

function whyTooLongAgo(source: ReportSource, facts: ReportFacts, t: Texts): string {
  const dates = source.outcome.outOfReach.map(({ from, to }) => t.span(from, to)).join(', ');
  return `${t.notCovered.tooLongAgo(dates)} ${olderThan(source, facts, t)}`;
}

function periodOf({ from, to }: ReportFacts['request'], t: Texts): Uncovered[] {
  if (from === undefined && to === undefined) return [];
  const span = t.span(from ?? t.index.beginning, to ?? t.index.today);
  return [{ kind: 'period', title: t.index.period, why: t.notCovered.period(span) }];
}

const ofSource = (kind: Uncovered['kind'], { id, title }: ReportSource, why: string): Uncovered => ({
  ...{ kind, id, title, why },
});
