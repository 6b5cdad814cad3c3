import { writeJson } from '../json.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import type { Settled, SourcePhase, SourcePlan, SourceRun } from '../model/source-run.js';
import {
  requestStepOf,
  wholeRequest,
  type Step,
  type StepCount,
  type StepKey,
  type StepKind,
  type StepOfKind,
} from '../model/step.js';
import { inPages, pageSize, type Row, type Rows } from './rows.js';
import { createStepLeases, type StepLeases } from './step-leases.js';
import { readStored } from './stored-json.js';

/** Steps and source runs at rest. */
export interface StepStore extends StepLeases {
  /** Plans a request's sources and their first steps, all or nothing. */
  plan(runs: readonly SourceRun[], steps: readonly Step[]): Promise<void>;
  runs(requestId: string): Promise<SourceRun[]>;
  /** Plans a step that belongs to the request as a whole; what is planned already stays. */
  planRequestStep(requestId: string, kind: 'lookup' | 'report'): Promise<void>;
  /**
   * Ends a phase: the source's new phase and plan, what is known of its settled records, and the steps of the kind
   * that follows, all or nothing. Steps that are known by their position keep their results; those that are not among
   * them any more are dropped. A source that is listed has no settled records, and none that advances an outcome.
   */
  advance(run: Omit<SourceRun, 'outcome'>, kind?: StepKind, steps?: readonly Step[]): Promise<void>;
  /** Keeps what happened to a source that is done, or forgets it. */
  conclude(run: Pick<SourceRun, 'requestId' | 'sourceId'>, outcome: SourceOutcome | undefined): Promise<void>;
  /** Steps still to be done, in order. */
  pending<Kind extends StepKind>(
    requestId: string,
    sourceId: string,
    kind: Kind,
    after: number,
    limit: number,
  ): Promise<StepOfKind<Kind>[]>;
  /** Steps of one kind that are done, in order. */
  done<Kind extends StepKind>(
    requestId: string,
    sourceId: string,
    kind: Kind,
  ): AsyncIterable<StepOfKind<Kind>[]>;
  /** All steps of one kind, in order. */
  all<Kind extends StepKind>(
    requestId: string,
    sourceId: string,
    kind: Kind,
  ): AsyncIterable<StepOfKind<Kind>[]>;
  isDone(step: StepKey): Promise<boolean>;
  /** Forgets the results of steps: they run again. */
  reset(steps: readonly StepKey[]): Promise<void>;
  counts(requestId: string): Promise<StepCount[]>;
  /** Forgets everything about a request. */
  clear(requestId: string): Promise<void>;
}

/** Steps and source runs in the database. */
export function createStepStore(rows: Rows): StepStore {
  const { isIn, list, field } = rows.dialect;
  const steps = <Kind extends StepKind>(of: [string, string, Kind], condition: string) =>
    inPages<StepOfKind<Kind>>(async (last) => {
      const sql = `SELECT * FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position > ?
        ${condition} ORDER BY position LIMIT ${pageSize}`;
      return (await rows.all(sql, ...of, last?.position ?? -1)).map((row) => toStep<Kind>(row));
    });
  return {
    ...createStepLeases(rows),
    plan: (runs, planned) =>
      rows.atomically(async (inside) => {
        for (const [position, run] of runs.entries())
          await inside.run(
            `INSERT INTO source_runs (request_id, source_id, position, phase, plan) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (request_id, source_id) DO UPDATE SET phase = excluded.phase, plan = excluded.plan,
               settled = NULL, outcome = NULL`,
            ...[run.requestId, run.sourceId, position, run.phase, writeJson(run.plan)],
          );
        for (const step of planned) await insertStep(inside, step);
      }),
    runs: async (requestId) =>
      (await rows.all('SELECT * FROM source_runs WHERE request_id = ? ORDER BY position', requestId)).map(
        toRun,
      ),
    planRequestStep: async (requestId, kind) => {
      await insertStep(rows, requestStepOf(requestId, kind));
    },
    advance: ({ requestId, sourceId, phase, plan, settled }, kind, next = []) =>
      rows.atomically(async (inside) => {
        for (const step of next) await insertStep(inside, step);
        if (kind !== undefined)
          await inside.run(
            `DELETE FROM steps WHERE request_id = ?1 AND source_id = ?2 AND kind = ?3
               AND NOT ${isIn('position', '?4')}`,
            ...[requestId, sourceId, kind, list(next.map(({ position }) => position))],
          );
        await inside.run(
          `UPDATE source_runs SET phase = ?3, plan = ?4, settled = ?5, outcome = NULL
           WHERE request_id = ?1 AND source_id = ?2`,
          ...[requestId, sourceId, phase, writeJson(plan)],
          settled && phase !== 'listing' ? writeJson(settled) : null,
        );
      }),
    conclude: async ({ requestId, sourceId }, outcome) => {
      await rows.run(
        `UPDATE source_runs SET outcome = ? WHERE request_id = ? AND source_id = ? AND phase = 'done'`,
        ...[outcome ? writeJson(outcome) : null, requestId, sourceId],
      );
    },
    pending: async <Kind extends StepKind>(
      requestId: string,
      sourceId: string,
      kind: Kind,
      after: number,
      limit: number,
    ) => {
      const found = await rows.all(
        `SELECT * FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position > ?
           AND result IS NULL ORDER BY position LIMIT ?`,
        ...[requestId, sourceId, kind, after, limit],
      );
      return found.map((row) => toStep<Kind>(row));
    },
    done: (requestId, sourceId, kind) => steps([requestId, sourceId, kind], 'AND result IS NOT NULL'),
    all: (requestId, sourceId, kind) => steps([requestId, sourceId, kind], ''),
    isDone: async ({ requestId, sourceId, kind, position }) => {
      const row = await rows.get(
        `SELECT 1 AS done FROM steps WHERE request_id = ? AND source_id = ? AND kind = ? AND position = ?
           AND result IS NOT NULL`,
        ...[requestId, sourceId, kind, position],
      );
      return row !== undefined;
    },
    reset: (which) =>
      rows.atomically(async (inside) => {
        for (const { requestId, sourceId, kind, position } of which)
          await inside.run(
            `UPDATE steps SET result = NULL, crashes = 0, fence = fence + 1
             WHERE request_id = ? AND source_id = ? AND kind = ? AND position = ?`,
            ...[requestId, sourceId, kind, position],
          );
      }),
    counts: async (requestId) => {
      const sumOf = (name: string) => `SUM(${field('result', name)}) AS ${name}`;
      const part = `CASE kind WHEN 'file' THEN ${field('parameters', 'rule')}
        WHEN 'detail' THEN ${field('parameters', 'detail')} ELSE ${field('parameters', 'operation')} END AS part`;
      const found = await rows.all(
        `SELECT source_id, kind, COUNT(result) AS done, COUNT(*) AS total,
           ${['records', 'calls', 'bytes'].map(sumOf).join(', ')}, ${part}
         FROM steps WHERE request_id = ? AND source_id <> ? GROUP BY source_id, kind, part`,
        requestId,
        wholeRequest,
      );
      return found.map((row) => ({
        sourceId: row.source_id as string,
        kind: row.kind as StepKind,
        part: (row.part as string | number | null) ?? undefined,
        done: Number(row.done),
        total: Number(row.total),
        records: Number(row.records ?? 0),
        bytes: Number(row.bytes ?? 0),
        calls: Number(row.calls ?? 0),
      }));
    },
    clear: (requestId) =>
      rows.atomically(async (inside) => {
        await inside.run('DELETE FROM steps WHERE request_id = ?', requestId);
        await inside.run('DELETE FROM source_runs WHERE request_id = ?', requestId);
      }),
  };
}

function insertStep(rows: Rows, step: Step): Promise<number> {
  return rows.run(
    `INSERT INTO steps (request_id, source_id, kind, position, parameters) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (request_id, source_id, kind, position) DO UPDATE SET parameters = excluded.parameters`,
    ...[step.requestId, step.sourceId, step.kind, step.position, writeJson(step.parameters)],
  );
}

const toRun = (row: Row): SourceRun => ({
  requestId: row.request_id as string,
  sourceId: row.source_id as string,
  phase: row.phase as SourcePhase,
  plan: readStored(row.plan) as SourcePlan,
  settled: row.settled === null ? undefined : (readStored(row.settled) as Settled),
  outcome: row.outcome === null ? undefined : (readStored(row.outcome) as SourceOutcome),
});

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
