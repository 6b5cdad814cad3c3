import { parseJson, writeJson } from '../json.js';
import type { Database, Row } from './database.js';

/** What a step does: read a window of a list, one record's detail, or one file. */
export type StepKind = 'list' | 'detail' | 'file';

/** How far a source has come; each phase's steps are planned when the one before has ended. */
export type SourcePhase = 'listing' | 'details' | 'files' | 'done';

/** The unit of work and of resume. Without a result it is still to be done. */
export interface Step<Parameters = unknown, Result = unknown> {
  requestId: string;
  sourceId: string;
  kind: StepKind;
  position: number;
  parameters: Parameters;
  result?: Result;
}

/** One source of one request. */
export interface SourceRun<Plan = unknown> {
  requestId: string;
  sourceId: string;
  phase: SourcePhase;
  /** What was decided when the request was planned. */
  plan: Plan;
}

/** Steps done and planned of one kind of one source. */
export interface StepCount {
  sourceId: string;
  kind: StepKind;
  done: number;
  total: number;
}

/** Steps and source runs at rest. */
export interface StepStore {
  /** Plans a request's sources and their first steps, all or nothing. */
  plan(runs: readonly SourceRun[], steps: readonly Step[]): void;
  runs(requestId: string): SourceRun[];
  /** Ends a phase: the source's new phase and plan, and the phase's steps, all or nothing. */
  advance(run: SourceRun, steps: Iterable<Step>): void;
  /** Steps still to be done, in order. */
  pending(requestId: string, sourceId: string, kind: StepKind, after: number, limit: number): Step[];
  /** Steps of one kind that are done, in order. */
  done(requestId: string, sourceId: string, kind: StepKind): Iterable<Step>;
  finish(step: Step, result: unknown): void;
  counts(requestId: string): StepCount[];
  /** Forgets everything about a request. */
  clear(requestId: string): void;
}

/** Steps and source runs in the database. */
export function createStepStore(database: Database): StepStore {
  const insertStep = (step: Step) =>
    database.run(
      'INSERT INTO steps (request_id, source_id, kind, position, parameters) VALUES (?, ?, ?, ?, ?)',
      step.requestId,
      step.sourceId,
      step.kind,
      step.position,
      writeJson(step.parameters),
    );
  return {
    plan: (runs, steps) =>
      database.transaction(() => {
        runs.forEach((run, position) =>
          database.run(
            'INSERT INTO source_runs (request_id, source_id, position, phase, plan) VALUES (?, ?, ?, ?, ?)',
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
          plan: parseJson(row.plan as string),
        })),
    advance: ({ requestId, sourceId, phase, plan }, steps) =>
      database.transaction(() => {
        for (const step of steps) insertStep(step);
        database.run(
          'UPDATE source_runs SET phase = ?, plan = ? WHERE request_id = ? AND source_id = ?',
          phase,
          writeJson(plan),
          requestId,
          sourceId,
        );
      }),
    pending: (requestId, sourceId, kind, after, limit) =>
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
        .map(toStep),
    *done(requestId, sourceId, kind) {
      const rows = database.iterate(
        `SELECT * FROM steps WHERE request_id = ? AND source_id = ? AND kind = ?
           AND result IS NOT NULL ORDER BY position`,
        requestId,
        sourceId,
        kind,
      );
      for (const row of rows) yield toStep(row);
    },
    finish: ({ requestId, sourceId, kind, position }, result) => {
      database.run(
        'UPDATE steps SET result = ? WHERE request_id = ? AND source_id = ? AND kind = ? AND position = ?',
        writeJson(result),
        requestId,
        sourceId,
        kind,
        position,
      );
    },
    counts: (requestId) =>
      database
        .all(
          `SELECT source_id, kind, COUNT(result) AS done, COUNT(*) AS total FROM steps
           WHERE request_id = ? GROUP BY source_id, kind`,
          requestId,
        )
        .map((row) => ({
          sourceId: row.source_id as string,
          kind: row.kind as StepKind,
          done: Number(row.done),
          total: Number(row.total),
        })),
    clear: (requestId) =>
      database.transaction(() => {
        database.run('DELETE FROM steps WHERE request_id = ?', requestId);
        database.run('DELETE FROM source_runs WHERE request_id = ?', requestId);
      }),
  };
}

function toStep(row: Row): Step {
  return {
    requestId: row.request_id as string,
    sourceId: row.source_id as string,
    kind: row.kind as StepKind,
    position: Number(row.position),
    parameters: parseJson(row.parameters as string),
    result: row.result === null ? undefined : parseJson(row.result as string),
  };
}
