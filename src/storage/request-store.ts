import type { AccessRequest, RequestStatus } from '../model/access-request.js';
import type { Dialect } from './dialect.js';
import { inPages, pageSize, type ReadRows, type Row, type Rows, type Value } from './rows.js';
import { toColumns, toRequest } from './request-row.js';

/** What can change in the life of a request beside its status. */
export type RequestChange = Partial<
  Pick<
    AccessRequest,
    | 'email'
    | 'lookup'
    | 'lookupCalls'
    | 'collectedAt'
    | 'resumeAt'
    | 'problem'
    | 'toleratedCrashes'
    | 'outage'
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
  /** Requests in any of these. */
  statuses?: readonly RequestStatus[];
  /** With `statuses`: also those under way that are due before this moment. */
  dueBefore?: number;
  reference?: string;
  /** Requests about this address, however its letters are written. */
  email?: string;
  /** A reference, the beginning of an id, or an address. */
  search?: string;
  /** List those older than this request. */
  before?: { createdAt: number; id: string };
  limit: number;
}

/** Access requests at rest. Their status is only read here: `requests/advance.ts` alone writes it. */
export interface RequestStore {
  find(id: string): Promise<AccessRequest | undefined>;
  /** Newest first. */
  list(filter: RequestFilter): Promise<AccessRequest[]>;
  /** How many requests a filter finds; no more than its limit are counted. */
  count(filter: RequestFilter): Promise<number>;
  unfinished(): Promise<AccessRequest[]>;
  /** Unfinished requests of a connection; of all when none is named. */
  countUnfinished(connectionId?: string): Promise<number>;
  /** How many requests stand in each status, of all connections or of these. */
  countByStatus(within?: readonly string[]): Promise<Map<RequestStatus, number>>;
  /** Finished requests that still hold something of a person, oldest first. */
  kept(): AsyncIterable<KeptRequest[]>;
  /** Throws TypeError where a status is smuggled in. */
  change(id: string, change: RequestChange, now: number): Promise<AccessRequest>;
}

/** A finished request that still holds something. */
export interface KeptRequest {
  id: string;
  connectionId: string;
  finishedAt: number;
}

/** The rows of requests with their status, which comes with the row and changes with an event. */
export interface StatusRows {
  insert(request: AccessRequest): Promise<void>;
  writeStatus(id: string, status: RequestStatus, change: RequestChange, now: number): Promise<AccessRequest>;
}

type Condition = [condition: string, ...values: Value[]];

/**
 * Only what is asked for stands in the statement: a condition that may be empty keeps SQLite from its indexes. Where one
 * of several things is asked for, each is looked up by its own index, so that the cost does not grow with all the others.
 */
export function listQuery({ isIn, list }: Dialect, filter: RequestFilter): { sql: string; values: Value[] } {
  const { origin, connections, status, reference, before, limit, email } = filter;
  const all: Condition[] = [];
  if (reference !== undefined) all.push(['reference = ?', reference]);
  if (origin !== undefined) all.push(['origin = ?', origin]);
  if (status !== undefined) all.push(['status = ?', status]);
  if (email !== undefined) all.push(["email <> '' AND lower(email) = lower(?)", email]);
  if (before) all.push(['(created_at, id) < (?, ?)', before.createdAt, before.id]);
  if (connections) all.push([isIn('connection_id', '?'), list(connections)]);
  const branches = branchesOf(filter).map((condition) => selectWhere([condition, ...all], limit));
  const [only = selectWhere(all, limit)] = branches;
  if (branches.length < 2) return only;
  return {
    sql: `SELECT * FROM (${branches.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION ')}) ${newestFirst}`,
    values: [...branches.flatMap(({ values }) => values), limit],
  };
}

const newestFirst = 'ORDER BY created_at DESC, id DESC LIMIT ?';

function selectWhere(conditions: Condition[], limit: number): { sql: string; values: Value[] } {
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return {
    sql: `SELECT * FROM access_requests ${where && `WHERE ${where}`} ${newestFirst}`,
    values: [...conditions.flatMap(([, ...values]) => values), limit],
  };
}

/** Things of which one is enough. */
function branchesOf({ statuses = [], dueBefore, search }: RequestFilter): Condition[] {
  if (search !== undefined)
    return [
      ['reference = ?', search],
      ['id >= ? AND id < ?', search, `${search}~`],
      ["email <> '' AND lower(email) = lower(?)", search],
    ];
  const due = dueBefore === undefined ? [] : (['queued', 'running'] as const);
  return [
    ...statuses.map((status): Condition => ['status = ?', status]),
    ...due.map((status): Condition => ['status = ? AND due_at < ?', status, dueBefore ?? 0]),
  ];
}

const isUnfinished = "status IN ('queued', 'running', 'paused')";

/** Access requests in the database. */
export function createRequestStore(rows: Rows): RequestStore {
  const { dialect } = rows;
  return {
    find: (id) => findRequest(rows, id),
    list: async (filter) => {
      const { sql, values } = listQuery(dialect, filter);
      return (await rows.all(sql, ...values)).map(toRequest);
    },
    count: async (filter) => {
      const { sql, values } = listQuery(dialect, filter);
      const row = await rows.get(`SELECT count(*) AS requests FROM (${sql})`, ...values);
      return Number(row?.requests);
    },
    unfinished: async () =>
      (await rows.all(`SELECT * FROM access_requests WHERE ${isUnfinished} ORDER BY created_at, id`)).map(
        toRequest,
      ),
    countUnfinished: async (connectionId) => {
      const row = await rows.get(
        `SELECT count(*) AS unfinished FROM access_requests
         WHERE ${isUnfinished} AND (?1 IS NULL OR connection_id = ?1)`,
        connectionId ?? null,
      );
      return Number(row?.unfinished);
    },
    countByStatus: async (within) => {
      const found = await rows.all(
        `SELECT status, count(*) AS requests FROM access_requests
         WHERE ?1 IS NULL OR ${dialect.isIn('connection_id', '?1')} GROUP BY status`,
        within ? dialect.list(within) : null,
      );
      return new Map(found.map((row) => [row.status as RequestStatus, Number(row.requests)]));
    },
    kept: () =>
      inPages(async (last) => {
        const found = await rows.all(
          `SELECT id, connection_id, finished_at FROM access_requests
           WHERE finished_at IS NOT NULL AND email <> '' AND NOT ${isUnfinished} AND (finished_at, id) > (?, ?)
           ORDER BY finished_at, id LIMIT ?`,
          ...[last?.finishedAt ?? 0, last?.id ?? '', pageSize],
        );
        return found.map(toKept);
      }),
    change: (id, change, now) => {
      if ('status' in change)
        return Promise.reject(new TypeError('A status changes together with its event.'));
      return rows.atomically((inside) => changeRequest(inside, id, change, now));
    },
  };
}

/** The status of requests in the database. */
export function createStatusRows(rows: Rows): StatusRows {
  return {
    insert: (request) => saveRequest(rows, request),
    writeStatus: (id, status, change, now) =>
      rows.atomically((inside) => changeRequest(inside, id, { ...change, status }, now)),
  };
}

async function findRequest(rows: ReadRows, id: string): Promise<AccessRequest | undefined> {
  const row = await rows.get('SELECT * FROM access_requests WHERE id = ?', id);
  return row && toRequest(row);
}

async function changeRequest(
  rows: Rows,
  id: string,
  change: RequestChange & { status?: RequestStatus },
  now: number,
): Promise<AccessRequest> {
  const request = await findRequest(rows, id);
  if (!request) throw new RangeError('There is no such request.');
  const changed = { ...request, ...change, updatedAt: now };
  await saveRequest(rows, changed);
  return changed;
}

async function saveRequest(rows: Rows, request: AccessRequest): Promise<void> {
  const columns = toColumns(request);
  const names = Object.keys(columns);
  await rows.run(
    `INSERT INTO access_requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    ...Object.values(columns),
  );
}

const toKept = (row: Row): KeptRequest => ({
  id: row.id as string,
  connectionId: row.connection_id as string,
  finishedAt: Number(row.finished_at),
});
