import type { AccessRequest, RequestStatus } from '../model/access-request.js';
import type { Database } from './database.js';
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
  reference?: string;
  /** List those older than this request. */
  before?: { createdAt: number; id: string };
  limit: number;
}

/** Access requests at rest. Their status is only read here: `requests/advance.ts` alone writes it. */
export interface RequestStore {
  find(id: string): AccessRequest | undefined;
  /** Newest first. */
  list(filter: RequestFilter): AccessRequest[];
  unfinished(): AccessRequest[];
  /** Unfinished requests of a connection; of all when none is named. */
  countUnfinished(connectionId?: string): number;
  /** How many requests stand in each status, of all connections or of these. */
  countByStatus(within?: readonly string[]): Map<RequestStatus, number>;
  /** Finished requests that still hold something of a person, oldest first. */
  kept(): Pick<AccessRequest, 'id' | 'connectionId' | 'finishedAt'>[];
  /** Throws TypeError where a status is smuggled in. */
  change(id: string, change: RequestChange, now: number): AccessRequest;
}

/** The same with the status, which comes with the row and changes with an event. */
export interface RequestRows extends RequestStore {
  insert(request: AccessRequest): void;
  writeStatus(id: string, status: RequestStatus, change: RequestChange, now: number): AccessRequest;
}

/** Only what is asked for stands in the statement: a condition that may be empty keeps SQLite from its indexes. */
export function listQuery({ origin, connections, status, reference, before, limit }: RequestFilter): {
  sql: string;
  values: (string | number)[];
} {
  const conditions: [condition: string, ...values: (string | number)[]][] = [];
  if (reference !== undefined) conditions.push(['reference = ?', reference]);
  if (origin !== undefined) conditions.push(['origin = ?', origin]);
  if (status !== undefined) conditions.push(['status = ?', status]);
  if (before) conditions.push(['(created_at, id) < (?, ?)', before.createdAt, before.id]);
  if (connections)
    conditions.push(['connection_id IN (SELECT value FROM json_each(?))', JSON.stringify(connections)]);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return {
    sql: `SELECT * FROM access_requests ${where && `WHERE ${where}`} ORDER BY created_at DESC, id DESC LIMIT ?`,
    values: [...conditions.flatMap(([, ...values]) => values), limit],
  };
}

/** Access requests in the database. */
export function createRequestStore(database: Database): RequestRows {
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
  const write = (id: string, change: RequestChange & { status?: RequestStatus }, now: number) => {
    const request = find(id);
    if (!request) throw new RangeError('There is no such request.');
    const changed = { ...request, ...change, updatedAt: now };
    save(changed);
    return changed;
  };
  return {
    insert: save,
    writeStatus: (id, status, change, now) => write(id, { ...change, status }, now),
    find,
    list: (filter) => {
      const { sql, values } = listQuery(filter);
      return database.all(sql, ...values).map(toRequest);
    },
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
    countByStatus: (within) =>
      new Map(
        database
          .all(
            `SELECT status, count(*) AS requests FROM access_requests
             WHERE ?1 IS NULL OR connection_id IN (SELECT value FROM json_each(?1)) GROUP BY status`,
            within ? JSON.stringify(within) : null,
          )
          .map((row) => [row.status as RequestStatus, Number(row.requests)]),
      ),
    kept: () =>
      database
        .all(
          `SELECT id, connection_id, finished_at FROM access_requests
           WHERE finished_at IS NOT NULL AND email <> '' AND status NOT IN ('queued', 'running', 'paused')
           ORDER BY finished_at, id`,
        )
        .map((row) => ({
          id: row.id as string,
          connectionId: row.connection_id as string,
          finishedAt: Number(row.finished_at),
        })),
    change: (id, change, now) => {
      if ('status' in change) throw new TypeError('A status changes together with its event.');
      return write(id, change, now);
    },
  };
}
