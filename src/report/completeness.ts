import { toDay, toIso } from '../clock.js';
import { monthsBefore, type Span } from '../collect/days.js';
import { sourceOf } from '../collect/collection.js';
import { gapOutcomes } from '../contract/index.js';
import type { ReportFacts, ReportSource } from './facts.js';
import type { Texts } from './texts/texts.js';

/** Outcomes that leave it certain that nothing is there. */
const withoutData: ReadonlySet<string> = new Set(['empty', 'not_licensed', 'out_of_reach', 'not_requested']);

/** The statement of completeness: the totals of all sources, the gaps, and how far the vendor reaches back. */
export function buildCompleteness(facts: ReportFacts, sources: readonly ReportSource[], t: Texts) {
  const { notSearched } = facts.request.lookup;
  const gaps = sources.filter(({ outcome }) => gapOutcomes.has(outcome.outcome));
  return {
    statement: describe(facts, sources, gaps, t),
    is_complete: gaps.length === 0 && notSearched.length === 0,
    totals: totalsOf(sources),
    gaps: gaps.map(({ id }) => id),
    limits: sources.flatMap((source) => limitOf(facts, source)),
    certificate_of_no_data: certify(facts, sources, t),
  };
}

/** The statement as it is written. */
export type Completeness = ReturnType<typeof buildCompleteness>;

function describe(
  { status, request }: ReportFacts,
  sources: readonly ReportSource[],
  gaps: readonly ReportSource[],
  { completeness: t }: Texts,
): string {
  const { lookup, email } = request;
  const { notSearched } = lookup;
  if (lookup.end !== 'found') {
    const trace = lookup.end === 'no_match' && lookup.trace !== undefined ? [lookup.trace] : [];
    if (status === 'no_match') return [t.noMatch, ...trace].join(' ');
    const gapPlaces = [...new Set(notSearched.map(({ place }) => place))].join(', ');
    return [t.notProven(notSearched.length, gapPlaces), ...trace].join(' ');
  }
  const doubt = notSearched.length > 0 ? [t.notSearched(notSearched.length)] : [];
  const other = lookup.subject.otherEmail;
  const asked = sources.filter(({ outcome }) => outcome.outcome !== 'not_requested');
  const limited = asked.filter(({ outcome }) => outcome.outOfReach.length > 0);
  const leftOut = sources.length - asked.length;
  return [
    ...(other === undefined ? [] : [t.otherAddress(email, other)]),
    gaps.length === 0
      ? t.complete(asked.length)
      : t.gaps(gaps.length, asked.length, gaps.map(({ title }) => title).join(', ')),
    ...(leftOut > 0 ? [t.notAsked(leftOut)] : []),
    ...(limited.length > 0 ? [t.limits(limited.length)] : []),
    ...doubt,
  ].join(' ');
}

function totalsOf(sources: readonly ReportSource[]) {
  const total = (read: (source: ReportSource) => number) =>
    sources.reduce((sum, source) => sum + read(source), 0);
  return {
    sources: sources.length,
    sources_asked: total(({ outcome }) => (outcome.outcome === 'not_requested' ? 0 : 1)),
    calls: total(({ outcome }) => outcome.calls),
    pages: total(({ outcome }) => outcome.pages),
    records: total(({ outcome }) => outcome.records),
    duplicates: total(({ outcome }) => outcome.duplicates),
    unrecognised: total(({ outcome }) => outcome.unrecognised),
    files: total(({ outcome }) => outcome.files),
    files_left_out: total(({ outcome }) => outcome.filesLeftOut),
    files_not_given: total(({ outcome }) => outcome.filesNotGiven),
    bytes: total(({ outcome, recordBytes }) => recordBytes + outcome.fileBytes),
    secrets_masked: total(({ secretsMasked }) => secretsMasked),
  };
}

function limitOf(facts: ReportFacts, { id, outcome }: ReportSource) {
  const months = sourceOf(facts.connector, id).window?.lookBackMonths;
  if (outcome.outcome === 'not_requested' || months === undefined) return [];
  const { collectedAt, createdAt } = facts.request;
  const answersFrom = monthsBefore(toDay(collectedAt ?? createdAt), months);
  return [
    { source: id, look_back_months: months, answers_from: answersFrom, out_of_reach: outcome.outOfReach },
  ];
}

/** Only where everybody was asked and nothing was found: "could not look" is no "nothing there". */
function certify(
  { request, status }: ReportFacts,
  sources: readonly ReportSource[],
  { completeness: t }: Texts,
) {
  const { email, lookup, collectedAt, createdAt } = request;
  const isSure = sources.every(({ outcome }) => withoutData.has(outcome.outcome) && outcome.records === 0);
  const places = sources.filter(({ outcome }) => outcome.outcome === 'empty');
  // What the vendor knows of the address is not nothing.
  const isTraced = lookup.end === 'no_match' && lookup.trace !== undefined;
  if (lookup.notSearched.length > 0 || isTraced || !isSure || (status !== 'no_match' && places.length === 0))
    return null;
  const issuedAt = toIso(collectedAt ?? createdAt);
  return {
    statement: t.certificateOf(email, issuedAt.slice(0, 10)),
    issued_at: issuedAt,
    kind: status === 'no_match' ? ('no_user' as const) : ('no_records' as const),
    searched: lookup.searched,
    places: places.map(({ id, outcome }): { source: string; windows: Span[] } => ({
      source: id,
      windows: outcome.windowsAnswered,
    })),
  };
}
