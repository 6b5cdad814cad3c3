import { writeJson } from '../json.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import type { Settled, SourcePhase, SourcePlan, SourceRun } from '../model/source-run.js';
import {
  requestStepOf,
  wholeRequest,
  type ResultOf,
  type Step,
  type StepCount,
  type StepKey,
  type StepKind,
  type StepOfKind,
} from '../model/step.js';
import type { Database, Row } from './database.js';
import { readStored } from './stored-json.js';

/** The right to run a step. */
export interface Lease {
  /** Rises with every lease of the step: what an older holder brings is refused. */
  fence: number;
}

/** Somebody else runs the step now, or it has been planned anew: its result does not count. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Steps and source runs at rest. */
export interface StepStore {
  /** Plans a request's sources and their first steps, all or nothing. */
  plan(runs: readonly SourceRun[], steps: readonly Step[]): void;
  runs(requestId: string): SourceRun[];
  /** Plans a step that belongs to the request as a whole; what is planned already stays. */
  planWhole(requestId: string, kind: 'lookup' | 'report'): void;
  /**
   * Ends a phase: the source's new phase and plan, what is known of its settled records, and the steps of the kind
   * that follows, all or nothing. Steps that are known by their position keep their results; those that are not among
   * them any more are dropped. A source that is listed has no settled records, and none that advances an outcome.
   */
  advance(run: Omit<SourceRun, 'outcome'>, kind?: StepKind, steps?: readonly Step[]): void;
  /** Keeps what happened to a source that is done, or forgets it. */
  conclude(run: Pick<SourceRun, 'requestId' | 'sourceId'>, outcome: SourceOutcome | undefined): void;
  /** Steps still to be done, in order. */
  pending<Kind extends StepKind>(
    requestId: string,
    sourceId: string,
    kind: Kind,
    after: number,
    limit: number,
  ): StepOfKind<Kind>[];
  /** Steps of one kind that are done, in order. */
  done<Kind extends StepKind>(requestId: string, sourceId: string, kind: Kind): Iterable<StepOfKind<Kind>>;
  /** All steps of one kind, in order. */
  all<Kind extends StepKind>(requestId: string, sourceId: string, kind: Kind): Iterable<StepOfKind<Kind>>;
  isDone(step: StepKey): boolean;
  /** How often the process has died while a step ran. */
  crashesOf(step: StepKey): number;
  /** Takes the right to run a step until a moment; undefined: another process holds it, or it is done. */
  lease(step: StepKey, holder: string, now: number, until: number): Lease | undefined;
  /** Extends all leases of a holder. */
  extend(holder: string, until: number): void;
  /** Keeps the result of a step. Throws LeaseLost when the lease is not the step's latest. */
  finish<S extends Step>(step: S, lease: Lease, result: ResultOf<S>): void;
  /** Gives a step back without a result. */
  release(step: StepKey, lease: Lease): void;
  /** Gives back every step of a holder. */
  releaseAll(holder: string): void;
  /** Ends the leases of all other holders, who are dead, and counts a crash for each of their steps. */
  recover(holder: string): number;
  /** Forgets the results of steps: they run again. */
  reset(steps: readonly StepKey[]): void;
  counts(requestId: string): StepCount[];
  /** Forgets everything about a request. */
  clear(requestId: string): void;
}

/** Steps that are read at a time: whoever reads may wait and write in between. */
const pageSize = 500;

/** Steps and source runs in the database. */
export function createStepStore(database: Database): StepStore {
  const insertStep = (step: Step) =>
    database.run(
      `INSERT INTO steps (request_id, source_id, kind, position, parameters) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (request_id, source_id, kind, position) DO UPDATE SET parameters = excluded.parameters`,
      step.requestId,
      step.sourceId,
      step.kind,
      step.position,
      writeJson(step.parameters),
    );
  function* inPages<Kind extends StepKind>(
    of: [string, string, Kind],
    condition: string,
  ): Generator<StepOfKind<Kind>> {
    for (let after: number | undefined = -1; after !== undefined;) {
      const sql = `SELECT * FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position > ?
        ${condition} ORDER BY position LIMIT ${pageSize}`;
      const page: StepOfKind<Kind>[] = database.all(sql, ...of, after).map((row) => toStep<Kind>(row));
      yield* page;
      after = page.length < pageSize ? undefined : page.at(-1)?.position;
    }
  }
  return {
    plan: (runs, steps) =>
      database.transaction(() => {
        runs.forEach((run, position) =>
          database.run(
            `INSERT INTO source_runs (request_id, source_id, position, phase, plan) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (request_id, source_id) DO UPDATE SET phase = excluded.phase, plan = excluded.plan,
               settled = NULL, outcome = NULL`,
            run.requestId,
            run.sourceId,
            position,
            run.phase,
            writeJson(run.plan),
          ),
        );
        steps.forEach(insertStep);
      }),
    runs: (requestId) =>
      database
        .all('SELECT * FROM source_runs WHERE request_id = ? ORDER BY position', requestId)
        .map((row) => ({
          requestId,
          sourceId: row.source_id as string,
          phase: row.phase as SourcePhase,
          plan: readStored(row.plan) as SourcePlan,
          settled: row.settled === null ? undefined : (readStored(row.settled) as Settled),
          outcome: row.outcome === null ? undefined : (readStored(row.outcome) as SourceOutcome),
        })),
    planWhole: (requestId, kind) => {
      insertStep(requestStepOf(requestId, kind));
    },
    advance: ({ requestId, sourceId, phase, plan, settled }, kind, steps = []) =>
      database.transaction(() => {
        for (const step of steps) insertStep(step);
        if (kind !== undefined)
          database.run(
            `DELETE FROM steps WHERE request_id = ?1 AND source_id = ?2 AND kind = ?3
               AND position NOT IN (SELECT value FROM json_each(?4))`,
            ...[requestId, sourceId, kind, JSON.stringify(steps.map(({ position }) => position))],
          );
        database.run(
          `UPDATE source_runs SET phase = ?3, plan = ?4, settled = ?5, outcome = NULL
           WHERE request_id = ?1 AND source_id = ?2`,
          ...[requestId, sourceId, phase, writeJson(plan)],
          settled && phase !== 'listing' ? writeJson(settled) : null,
        );
      }),
    conclude: ({ requestId, sourceId }, outcome) => {
      database.run(
        `UPDATE source_runs SET outcome = ? WHERE request_id = ? AND source_id = ? AND phase = 'done'`,
        ...[outcome ? writeJson(outcome) : null, requestId, sourceId],
      );
    },
    pending: <Kind extends StepKind>(
      requestId: string,
      sourceId: string,
      kind: Kind,
      after: number,
      limit: number,
    ) =>
      database
        .all(
          `SELECT * FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position > ?
             AND result IS NULL ORDER BY position LIMIT ?`,
          requestId,
          sourceId,
          kind,
          after,
          limit,
        )
        .map((row) => toStep<Kind>(row)),
    done: (requestId, sourceId, kind) => inPages([requestId, sourceId, kind], 'AND result IS NOT NULL'),
    all: (requestId, sourceId, kind) => inPages([requestId, sourceId, kind], ''),
    isDone: ({ requestId, sourceId, kind, position }) =>
      database.get(
        `SELECT 1 FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position = ?
           AND result IS NOT NULL`,
        ...[requestId, sourceId, kind, position],
      ) !== undefined,
    crashesOf: ({ requestId, sourceId, kind, position }) =>
      Number(
        database.get(
          'SELECT crashes FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position = ?',
          ...[requestId, sourceId, kind, position],
        )?.crashes ?? 0,
      ),
    lease: ({ requestId, sourceId, kind, position }, holder, now, until) => {
      const row = database.get(
        `UPDATE steps SET lease_holder = ?5, lease_until = ?6, fence = fence + 1
         WHERE request_id = ?1 AND source_id = ?2 AND kind = ?3 AND position = ?4 AND result IS NULL
           AND (lease_holder IS NULL OR lease_holder = ?5 OR lease_until <= ?7)
         RETURNING fence`,
        ...[requestId, sourceId, kind, position, holder, until, now],
      );
      return row && { fence: Number(row.fence) };
    },
    extend: (holder, until) => {
      database.run('UPDATE steps SET lease_until = ? WHERE lease_holder = ?', until, holder);
    },
    finish: (step, { fence }, result) => {
      const changed = database.run(
        `UPDATE steps SET result = ?6, lease_holder = NULL, lease_until = NULL
         WHERE request_id = ?1 AND source_id = ?2 AND kind = ?3 AND position = ?4 AND fence = ?5
           AND result IS NULL`,
        ...[step.requestId, step.sourceId, step.kind, step.position, fence, writeJson(result)],
      );
      if (changed !== 1) throw new LeaseLost('The lease of the step is over.');
    },
    release: ({ requestId, sourceId, kind, position }, { fence }) => {
      database.run(
        `UPDATE steps SET lease_holder = NULL, lease_until = NULL
         WHERE request_id = ?1 AND source_id = ?2 AND kind = ?3 AND position = ?4 AND fence = ?5`,
        ...[requestId, sourceId, kind, position, fence],
      );
    },
    releaseAll: (holder) => {
      database.run('UPDATE steps SET lease_holder = NULL, lease_until = NULL WHERE lease_holder = ?', holder);
    },
    recover: (holder) =>
      database.run(
        `UPDATE steps SET crashes = crashes + 1, lease_holder = NULL, lease_until = NULL
         WHERE lease_holder IS NOT NULL AND lease_holder <> ?`,
        holder,
      ),
    reset: (steps) =>
      database.transaction(() => {
        for (const { requestId, sourceId, kind, position } of steps)
          database.run(
            `UPDATE steps SET result = NULL, crashes = 0, fence = fence + 1
             WHERE request_id = ? AND source_id = ? AND kind = ? AND position = ?`,
            ...[requestId, sourceId, kind, position],
          );
      }),
    counts: (requestId) =>
      database
        .all(
          `SELECT source_id, kind, COUNT(result) AS done, COUNT(*) AS total,
             SUM(json_extract(result, '$.records')) AS records, SUM(json_extract(result, '$.calls')) AS calls,
             SUM(json_extract(result, '$.bytes')) AS bytes,
             CASE kind WHEN 'file' THEN json_extract(parameters, '$.rule')
               WHEN 'detail' THEN json_extract(parameters, '$.detail')
               ELSE json_extract(parameters, '$.operation') END AS part
           FROM steps WHERE request_id = ? AND source_id <> ? GROUP BY source_id, kind, part`,
          requestId,
          wholeRequest,
        )
        .map((row) => ({
          sourceId: row.source_id as string,
          kind: row.kind as StepKind,
          part: (row.part as string | number | null) ?? undefined,
          done: Number(row.done),
          total: Number(row.total),
          records: Number(row.records ?? 0),
          bytes: Number(row.bytes ?? 0),
          calls: Number(row.calls ?? 0),
        })),
    clear: (requestId) =>
      database.transaction(() => {
        database.run('DELETE FROM steps WHERE request_id = ?', requestId);
        database.run('DELETE FROM source_runs WHERE request_id = ?', requestId);
      }),
  };
}

/** The one place that believes a row: what stands in it was written by `plan` and `finish`, typed by kind. */
function toStep<Kind extends StepKind>(row: Row): StepOfKind<Kind> {
  const step: StepKey & { parameters: unknown; result: unknown } = {
    requestId: row.request_id as string,
    sourceId: row.source_id as string,
    kind: row.kind as Kind,
    position: Number(row.position),
    parameters: readStored(row.parameters),
    result: row.result === null ? undefined : readStored(row.result),
  };
  return step as StepOfKind<Kind>;
}
