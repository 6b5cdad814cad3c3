import type { SearchedPlace, SubjectLookup, UnsearchedPlace } from '../contract/index.js';
import { writeJson } from '../json.js';
import type { AccessRequest, RequestStatus, SourceSummary } from '../model/access-request.js';
import type { Row } from './rows.js';
import { readStored } from './stored-json.js';

/** The columns of a request. */
export function toColumns(request: AccessRequest): Row {
  return {
    id: request.id,
    connection_id: request.connectionId,
    origin: request.origin,
    reference: request.reference ?? null,
    email: request.email,
    period_from: request.from ?? null,
    period_to: request.to ?? null,
    period_zone: request.timeZone ?? null,
    sources: request.sources ? JSON.stringify(request.sources) : null,
    media: request.media ? (request.video === false ? withoutVideo : 1) : 0,
    third_parties: request.thirdParties ?? null,
    due_at: request.dueAt ?? null,
    callback_url: request.callbackUrl ?? null,
    version: request.version,
    reopens: request.reopens ? 1 : 0,
    status: request.status,
    lookup: request.lookup ? writeJson(request.lookup) : null,
    lookup_calls: request.lookupCalls,
    collected_at: request.collectedAt ?? null,
    resume_at: request.resumeAt ?? null,
    tolerated_crashes: request.toleratedCrashes ?? null,
    outage_since: request.outage?.since ?? null,
    outage_pauses: request.outage?.pauses ?? null,
    problem_code: request.problem?.code ?? null,
    problem_detail: request.problem?.detail ?? null,
    outcomes: request.outcomes ? JSON.stringify(request.outcomes) : null,
    report_version: request.report?.version ?? null,
    report_bytes: request.report?.bytes ?? null,
    report_sha256: request.report?.sha256 ?? null,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    finished_at: request.finishedAt ?? null,
  };
}

/** What the column of the files holds where all but moving pictures are wanted. */
const withoutVideo = 2;

/** A request as its row tells it. */
export function toRequest(row: Row): AccessRequest {
  const text = (name: string) => (row[name] === null ? undefined : (row[name] as string));
  const number = (name: string) => (row[name] === null ? undefined : Number(row[name]));
  const code = text('problem_code');
  const sha256 = text('report_sha256');
  const since = number('outage_since');
  return {
    id: row.id as string,
    connectionId: row.connection_id as string,
    origin: row.origin as string,
    reference: text('reference'),
    email: row.email as string,
    from: text('period_from'),
    to: text('period_to'),
    timeZone: text('period_zone'),
    sources: row.sources === null ? undefined : (readStored(row.sources) as string[]),
    media: row.media !== 0,
    ...(row.media === withoutVideo && { video: false }),
    thirdParties: text('third_parties') as AccessRequest['thirdParties'],
    dueAt: number('due_at'),
    callbackUrl: text('callback_url'),
    version: Number(row.version),
    reopens: row.reopens === 1,
    status: row.status as RequestStatus,
    lookup: row.lookup === null ? undefined : toLookup(row.lookup as string),
    lookupCalls: Number(row.lookup_calls),
    collectedAt: number('collected_at'),
    resumeAt: number('resume_at'),
    toleratedCrashes: number('tolerated_crashes'),
    outage: since === undefined ? undefined : { since, pauses: number('outage_pauses') ?? 0 },
    problem: code === undefined ? undefined : { code, detail: text('problem_detail') ?? '' },
    outcomes: row.outcomes === null ? undefined : (readStored(row.outcomes) as SourceSummary[]),
    report:
      sha256 === undefined
        ? undefined
        : { version: number('report_version') ?? 1, bytes: number('report_bytes') ?? 0, sha256 },
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    finishedAt: number('finished_at'),
  };
}

function toLookup(text: string): SubjectLookup {
  const stored = readStored(text) as SubjectLookup;
  const lookup = { ...stored, notSearched: stored.notSearched.map(withRemedy) };
  if (lookup.end !== 'found') return lookup;
  const { createdAt } = lookup.subject;
  return {
    ...lookup,
    subject: { ...lookup.subject, createdAt: createdAt && new Date(createdAt) },
  };
}

/** Older versions kept no reason with a place that was not searched. */
const withRemedy = (place: SearchedPlace & Partial<UnsearchedPlace>): UnsearchedPlace => ({
  reason: 'lookup_incomplete',
  remedy: place.result,
  ...place,
});
