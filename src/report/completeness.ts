import { toDay, toIso } from '../clock.js';
import { monthsBefore, type Span } from '../model/days.js';
import { sourceOf, windowOf } from '../contract/index.js';
import { gapOutcomes } from '../contract/index.js';
import type { ReportFacts, ReportSource } from './facts.js';
import { listUncovered } from './not-covered.js';
import { countStandings, standingOf } from './standing.js';
import type { Texts } from './texts/texts.js';

/** Outcomes beside which a certificate can say that nothing was found, as it counts the places that answered apart. */
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
    not_covered: listUncovered(facts, sources, t).map(({ kind, id, title, why }) => ({
      ...{ kind, id: id ?? null, title, why },
    })),
  };
}

/** The statement as it is written. */
export type Completeness = ReturnType<typeof buildCompleteness>;

function describe(
  { status, request, connector }: ReportFacts,
  sources: readonly ReportSource[],
  gaps: readonly ReportSource[],
  { completeness: t }: Texts,
): string {
  const { lookup, email } = request;
  const { notSearched } = lookup;
  const titles = (list: readonly ReportSource[]) => list.map(({ title }) => title).join(', ');
  if (lookup.end !== 'found') {
    const trace = lookup.end === 'no_match' && lookup.trace !== undefined ? [lookup.trace] : [];
    const searched = sources.filter(({ outcome }) => outcome.outcome !== 'not_requested');
    if (notSearched.length === 0 && searched.length > 0) {
      const held = searched.filter(({ outcome }) => outcome.records > 0);
      return [t.noUser(titles(searched), titles(held), titles(gaps)), ...trace].join(' ');
    }
    if (status === 'no_match') return [t.noMatch, ...trace].join(' ');
    const gapPlaces = [...new Set(notSearched.map(({ place }) => place))].join(', ');
    return [t.notProven(notSearched.length, gapPlaces), ...trace].join(' ');
  }
  const doubt = notSearched.length > 0 ? [t.notSearched(notSearched.length)] : [];
  const other = lookup.subject.otherEmail;
  const { answered } = countStandings(sources);
  const limited = sources.filter(
    (source) => standingOf(source) === 'answered' && source.outcome.outOfReach.length > 0,
  );
  const partly = sources.filter(({ outcome }) => outcome.outcome === 'partial');
  const unlicensed = sources.filter(({ outcome }) => outcome.outcome === 'not_licensed');
  const refused = unlicensed.filter((source) => standingOf(source) === 'refused');
  const unasked = sources.filter(({ outcome }) => outcome.outcome === 'not_requested');
  const ungranted = unasked.filter(({ outcome }) => outcome.reason === 'scope_missing').length;
  const outside = unasked.filter(({ outcome }) => outcome.reason === 'outside_groups').length;
  const leftOut = unasked.length - ungranted - outside;
  return [
    ...(other === undefined ? [] : [t.otherAddress(email, other)]),
    ...(answered === sources.length && gaps.length === 0
      ? [t.complete(answered)]
      : [
          t.someAnswered(answered, sources.length, partly.length < gaps.length ? partly.length : 0),
          gaps.length > 0 ? t.gaps(gaps.length, sources.length, titles(gaps)) : t.allFound,
        ]),
    ...(unlicensed.length > 0
      ? [
          t.unlicensed(
            refused.length,
            unlicensed.length - refused.length,
            connector.title,
            titles(unlicensed),
          ),
        ]
      : []),
    ...(leftOut > 0 ? [t.notAsked(leftOut)] : []),
    ...(outside > 0 ? [t.outsideGroups(outside)] : []),
    ...(ungranted > 0 ? [t.notGranted(ungranted)] : []),
    ...(limited.length > 0 ? [t.limits(limited.length)] : []),
    ...doubt,
    t.beyond,
  ].join(' ');
}

function totalsOf(sources: readonly ReportSource[]) {
  const total = (read: (source: ReportSource) => number) =>
    sources.reduce((sum, source) => sum + read(source), 0);
  const { answered, refused, no_answer, not_asked } = countStandings(sources);
  return {
    ...{ sources: sources.length, sources_asked: answered + refused + no_answer },
    ...{ sources_answered: answered, sources_refused: refused },
    ...{ sources_without_answer: no_answer, sources_not_asked: not_asked },
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
  const months = windowOf(sourceOf(facts.connector, id))?.lookBackMonths;
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
  const day = issuedAt.slice(0, 10);
  const counts = countStandings(sources);
  return {
    statement:
      status === 'no_match'
        ? t.certificateOfNobody(email, day, places.map(({ title }) => title).join(', '))
        : t.certificateOf(email, day, counts),
    counts,
    issued_at: issuedAt,
    kind: status === 'no_match' ? ('no_user' as const) : ('no_records' as const),
    searched: lookup.searched,
    places: places.map(({ id, outcome }): { source: string; windows: Span[] } => ({
      source: id,
      windows: outcome.windowsAnswered,
    })),
  };
}
