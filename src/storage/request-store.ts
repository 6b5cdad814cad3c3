import type { Outcome, SubjectLookup } from '../contract/index.js';
import { parseJson, writeJson } from '../json.js';
import type { Database, Row } from './database.js';

/** The life of an access request; the last six are its ends. */
export const requestStatuses = [
  'queued',
  'running',
  'paused',
  'completed',
  'completed_with_gaps',
  'no_match',
  'failed',
  'cancelled',
  'expired',
] as const;

/** Where an access request stands. */
export type RequestStatus = (typeof requestStatuses)[number];

/** Whether nothing more happens to a request in this status. */
export const isFinished = (status: RequestStatus) => !['queued', 'running', 'paused'].includes(status);

/** What is asked: a subject, a connection and options. */
export interface RequestOrder {
  connectionId: string;
  /** Who asked: the id of an API key, or the command line. */
  origin: string;
  reference?: string;
  email: string;
  /** First and last day of the wanted period, `yyyy-mm-dd`, both included. */
  from?: string;
  to?: string;
  /** Absent: all sources. */
  sources?: string[];
  media: boolean;
  /** Whether other people keep their names; absent: as the connection says. */
  thirdParties?: 'keep' | 'pseudonymise';
  /** When the answer is due, milliseconds since 1970. */
  dueAt?: number;
}

/** How one source of a finished request ended. */
export interface SourceSummary {
  id: string;
  outcome: Outcome;
  reason?: string;
  remedy?: string;
  records: number;
  files: number;
  bytes: number;
}

/** One access request, with all that is known of its life. */
export interface AccessRequest extends RequestOrder {
  id: string;
  status: RequestStatus;
  lookup?: SubjectLookup;
  lookupCalls: number;
  /** When the last source ended: the state the report shows. */
  collectedAt?: number;
  resumeAt?: number;
  problem?: { code: string; detail: string };
  outcomes?: SourceSummary[];
  /** Version of the report that is made next, or was made last; counted from 1. */
  version: number;
  /** What is missing in the last version is to be asked again; false once its steps are planned. */
  reopens: boolean;
  /** The latest published version. */
  report?: { version: number; bytes: number; sha256: string };
  createdAt: number;
  updatedAt: number;
  finishedAt?: number;
}

/** What can change in the life of a request. */
export type RequestChange = Partial<
  Pick<
    AccessRequest,
    | 'status'
    | 'email'
    | 'lookup'
    | 'lookupCalls'
    | 'collectedAt'
    | 'resumeAt'
    | 'problem'
    | 'outcomes'
    | 'version'
    | 'reopens'
    | 'report'
    | 'finishedAt'
  >
>;

/** Which requests to list. */
export interface RequestFilter {
  origin?: string;
  /** Only requests of these connections. */
  connections?: readonly string[];
  status?: RequestStatus;
  reference?: string;
  /** List those older than this request. */
  before?: { createdAt: number; id: string };
  limit: number;
}

/** Access requests at rest. */
export interface RequestStore {
  insert(request: AccessRequest): void;
  find(id: string): AccessRequest | undefined;
  /** Newest first. */
  list(filter: RequestFilter): AccessRequest[];
  unfinished(): AccessRequest[];
  /** Unfinished requests of a connection; of all when none is named. */
  countUnfinished(connectionId?: string): number;
  /** How many requests stand in each status. */
  countByStatus(): Map<RequestStatus, number>;
  /** Finished requests that still hold something of a person, oldest first. */
  kept(): Pick<AccessRequest, 'id' | 'connectionId' | 'finishedAt'>[];
  change(id: string, change: RequestChange, now: number): AccessRequest;
}

/** Access requests in the database. */
export function createRequestStore(database: Database): RequestStore {
  const find = (id: string) => {
    const row = database.get('SELECT * FROM access_requests WHERE id = ?', id);
    return row && toRequest(row);
  };
  const save = (request: AccessRequest) => {
    const columns = toColumns(request);
    const names = Object.keys(columns);
    database.run(
      `INSERT INTO access_requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      ...Object.values(columns),
    );
  };
  return {
    insert: save,
    find,
    list: ({ origin, connections, status, reference, before, limit }) =>
      database
        .all(
          `SELECT * FROM access_requests
           WHERE (?1 IS NULL OR origin = ?1) AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR reference = ?3)
             AND (?4 IS NULL OR created_at < ?4 OR (created_at = ?4 AND id < ?5))
             AND (?7 IS NULL OR connection_id IN (SELECT value FROM json_each(?7)))
           ORDER BY created_at DESC, id DESC LIMIT ?6`,
          origin ?? null,
          status ?? null,
          reference ?? null,
          before?.createdAt ?? null,
          before?.id ?? null,
          limit,
          connections ? JSON.stringify(connections) : null,
        )
        .map(toRequest),
    unfinished: () =>
      database
        .all(
          "SELECT * FROM access_requests WHERE status IN ('queued', 'running', 'paused') ORDER BY created_at, id",
        )
        .map(toRequest),
    countUnfinished: (connectionId) =>
      Number(
        database.get(
          `SELECT count(*) AS unfinished FROM access_requests
           WHERE status IN ('queued', 'running', 'paused') AND (?1 IS NULL OR connection_id = ?1)`,
          connectionId ?? null,
        )?.unfinished,
      ),
    countByStatus: () =>
      new Map(
        database
          .all('SELECT status, count(*) AS requests FROM access_requests GROUP BY status')
          .map((row) => [row.status as RequestStatus, Number(row.requests)]),
      ),
    kept: () =>
      database
        .all(
          `SELECT id, connection_id, finished_at FROM access_requests
           WHERE finished_at IS NOT NULL AND email <> '' ORDER BY finished_at, id`,
        )
        .map((row) => ({
          id: row.id as string,
          connectionId: row.connection_id as string,
          finishedAt: Number(row.finished_at),
        })),
    change: (id, change, now) => {
      const request = find(id);
      if (!request) throw new RangeError('There is no such request.');
      const changed = { ...request, ...change, updatedAt: now };
      save(changed);
      return changed;
    },
  };
}

function toColumns(request: AccessRequest): Row {
  return {
    id: request.id,
    connection_id: request.connectionId,
    origin: request.origin,
    reference: request.reference ?? null,
    email: request.email,
    period_from: request.from ?? null,
    period_to: request.to ?? null,
    sources: request.sources ? JSON.stringify(request.sources) : null,
    media: request.media ? 1 : 0,
    third_parties: request.thirdParties ?? null,
    due_at: request.dueAt ?? null,
    version: request.version,
    reopens: request.reopens ? 1 : 0,
    status: request.status,
    lookup: request.lookup ? writeJson(request.lookup) : null,
    lookup_calls: request.lookupCalls,
    collected_at: request.collectedAt ?? null,
    resume_at: request.resumeAt ?? null,
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

function toRequest(row: Row): AccessRequest {
  const text = (name: string) => (row[name] === null ? undefined : (row[name] as string));
  const number = (name: string) => (row[name] === null ? undefined : Number(row[name]));
  const code = text('problem_code');
  const sha256 = text('report_sha256');
  return {
    id: row.id as string,
    connectionId: row.connection_id as string,
    origin: row.origin as string,
    reference: text('reference'),
    email: row.email as string,
    from: text('period_from'),
    to: text('period_to'),
    sources: row.sources === null ? undefined : (JSON.parse(row.sources as string) as string[]),
    media: row.media === 1,
    thirdParties: text('third_parties') as AccessRequest['thirdParties'],
    dueAt: number('due_at'),
    version: Number(row.version),
    reopens: row.reopens === 1,
    status: row.status as RequestStatus,
    lookup: row.lookup === null ? undefined : toLookup(row.lookup as string),
    lookupCalls: Number(row.lookup_calls),
    collectedAt: number('collected_at'),
    resumeAt: number('resume_at'),
    problem: code === undefined ? undefined : { code, detail: text('problem_detail') ?? '' },
    outcomes: row.outcomes === null ? undefined : (JSON.parse(row.outcomes as string) as SourceSummary[]),
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
  const lookup = parseJson(text) as SubjectLookup;
  if (lookup.end !== 'found') return lookup;
  const { createdAt } = lookup.subject;
  return {
    ...lookup,
    subject: { ...lookup.subject, createdAt: createdAt && new Date(createdAt) },
  };
}
