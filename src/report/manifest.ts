import { toIso } from '../clock.js';
import { zoneOf } from '../model/period.js';
import { timeZoneRules } from '../time-zone.js';
import { gapOutcomes, sourceOf, type SubjectLookup } from '../contract/index.js';
import type { Completeness } from './completeness.js';
import type { Entry } from './entry.js';
import type { ReportFacts, ReportSource } from './facts.js';
import type { NamedParent, ParentsInReport } from './name-parents.js';
import { pageNames, searchNames } from './pages/page-names.js';
import { standingOf } from './standing.js';
import { beginningOf } from './beginning.js';
import { buildRights } from './rights.js';
import type { ReviewItem } from './redaction-plan.js';

/** Version of `manifest.json`; a new first number means that old readers cannot read it. */
export const manifestVersion = '1.2';

/** How a request ended: nobody is there only where everything that could name the person was read to its end. */
export function statusOf(
  lookup: SubjectLookup,
  outcomes: readonly ReportSource['outcome'][],
): ReportFacts['status'] {
  const hasGap = outcomes.some(({ outcome }) => gapOutcomes.has(outcome));
  if (lookup.end === 'found') return hasGap ? 'completed_with_gaps' : 'completed';
  if (hasGap || lookup.notSearched.length > 0) return 'completed_with_gaps';
  // No user, and yet lists about everybody name the person.
  return outcomes.some(({ records }) => records > 0) ? 'completed' : 'no_match';
}

/** The machine-readable account of the report, described in docs/report-format.md. */
export function buildManifest(
  facts: ReportFacts,
  sources: readonly ReportSource[],
  payload: readonly Entry[],
  completeness: Completeness,
  review: readonly ReviewItem[] = [],
) {
  const { request, connection, connector, program, status } = facts;
  return {
    format_version: manifestVersion,
    status,
    program,
    request: {
      id: request.id,
      reference: request.reference ?? null,
      created_at: toIso(request.createdAt),
      collected_at: toIso(request.collectedAt ?? request.createdAt),
      from: request.from ?? null,
      to: request.to ?? null,
      ...describeZone(facts),
      media: request.media,
      ...(request.video === false && { video: false }),
    },
    subject: describeSubject(facts),
    connection: {
      id: connection.id,
      connector: connector.id,
      plan: connection.plan,
      rate_share: connection.rateShare,
    },
    time_zone_rules: timeZoneRules,
    completeness,
    sources: sources.map((source) => describeSource(facts, source)),
    rights: buildRights(facts, sources),
    third_parties: facts.thirdParties ?? 'keep',
    review: review.map(({ path, why }) => ({ path, why })),
    files: payload.map(({ name, bytes, sha256 }) => ({ path: name, bytes, sha256 })),
  };
}

/** The account as it is written. */
export type Manifest = ReturnType<typeof buildManifest>;

function describeSubject({ request: { email, lookup } }: ReportFacts) {
  const subject = lookup.end === 'found' ? lookup.subject : undefined;
  return {
    email,
    current_email: subject?.otherEmail ?? null,
    spellings: lookup.spellings ?? [email],
    found: subject !== undefined,
    vendor_user_id: subject?.id ?? null,
    state: subject?.state ?? null,
    user_created_at: subject?.createdAt?.toISOString() ?? null,
    searched: lookup.searched,
    not_searched: lookup.notSearched,
  };
}

/** Whose days `from` and `to` are. */
function describeZone({ request }: ReportFacts) {
  const { lookup } = request;
  const ofPerson = lookup.end === 'found' ? lookup.subject.timeZone : undefined;
  const { timeZone, origin } = zoneOf(request.timeZone, ofPerson);
  return { time_zone: timeZone, time_zone_from: origin };
}

function describeSource(facts: ReportFacts, source: ReportSource) {
  const { outcome, parents } = source;
  const { limits } = sourceOf(facts.connector, source.id);
  return {
    id: source.id,
    title: source.title,
    category: source.category,
    outcome: outcome.outcome,
    standing: standingOf(source),
    reason: outcome.reason ?? null,
    remedy: outcome.remedy ?? null,
    problems: outcome.problems,
    windows_asked: outcome.windowsAsked,
    windows_answered: outcome.windowsAnswered,
    out_of_reach: outcome.outOfReach,
    begins: beginningOf(facts, source),
    calls: outcome.calls,
    pages: outcome.pages,
    records: outcome.records,
    duplicates: outcome.duplicates,
    outside_period: outcome.outsidePeriod,
    unrecognised: outcome.unrecognised,
    vendor_total: outcome.vendorTotal ?? null,
    vendor_total_differs: outcome.vendorTotalDiffers ?? null,
    bytes: source.recordBytes + outcome.fileBytes,
    secrets_masked: source.secretsMasked,
    html_pages: pageNames(source).length,
    search_pages: searchNames(source).length,
    files: outcome.files,
    files_left_out: outcome.filesLeftOut,
    files_not_given: outcome.filesNotGiven,
    size_differs: outcome.sizeDiffers,
    ...(outcome.lookedThrough && { looked_through: outcome.lookedThrough }),
    ...(outcome.othersLeftOut && { others_left_out: outcome.othersLeftOut }),
    ...(outcome.unnamed && { unnamed: outcome.unnamed }),
    ...(limits && { limits }),
    ...(parents && describeParents(parents)),
  };
}

function describeParents({ counts, missing, beyondReach }: ParentsInReport) {
  const name = ({ source, record, id }: NamedParent) => ({ source, record, id });
  return {
    parents: { asked: counts.asked, same: counts.same, nothing_to_ask: counts.nothingToAsk },
    missing: missing.map(({ parent, reason }) => ({ parent: name(parent), reason })),
    beyond_reach: beyondReach.map(({ parent, at }) => ({ parent: name(parent), at })),
  };
}
