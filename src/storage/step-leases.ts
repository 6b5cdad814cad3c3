import { writeJson } from '../json.js';
import type { ResultOf, Step, StepKey } from '../model/step.js';
import type { Rows } from './rows.js';

/** The right to run a step. */
export interface Lease {
  /** Rises with every lease of the step: what an older holder brings is refused. */
  fence: number;
}

/** Somebody else runs the step now, or it has been planned anew: its result does not count. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Who runs which step, and until when. */
export interface StepLeases {
  /** How often the process has died while a step ran. */
  crashesOf(step: StepKey): Promise<number>;
  /** Takes the right to run a step until a moment; undefined: another process holds it, or it is done. */
  lease(step: StepKey, holder: string, now: number, until: number): Promise<Lease | undefined>;
  /** Extends all leases of a holder. */
  extend(holder: string, until: number): Promise<void>;
  /** Keeps the result of a step. Throws LeaseLost when the lease is not the step's latest. */
  finish<S extends Step>(step: S, lease: Lease, result: ResultOf<S>): Promise<void>;
  /** Gives a step back without a result. */
  release(step: StepKey, lease: Lease): Promise<void>;
  /** Gives back every step of a holder. */
  releaseAll(holder: string): Promise<void>;
  /**
   * Ends leases of other holders whose time is over by `now`, and counts a crash for each of their steps. Who knows
   * that the others are dead gives no moment: all of their leases end.
   */
  recover(holder: string, now?: number): Promise<number>;
}

const isStep = 'request_id = ?1 AND source_id = ?2 AND kind = ?3 AND position = ?4';
const keyOf = ({ requestId, sourceId, kind, position }: StepKey) =>
  [requestId, sourceId, kind, position] as const;

/** Leases in the rows of the steps. */
export function createStepLeases(rows: Rows): StepLeases {
  return {
    crashesOf: async (step) => {
      const row = await rows.get(`SELECT crashes FROM steps WHERE ${isStep}`, ...keyOf(step));
      return Number(row?.crashes ?? 0);
    },
    lease: async (step, holder, now, until) => {
      const row = await rows.returning(
        `UPDATE steps SET lease_holder = ?5, lease_until = ?6, fence = fence + 1
         WHERE ${isStep} AND result IS NULL
           AND (lease_holder IS NULL OR lease_holder = ?5 OR lease_until <= ?7)
         RETURNING fence`,
        ...keyOf(step),
        ...[holder, until, now],
      );
      return row && { fence: Number(row.fence) };
    },
    extend: async (holder, until) => {
      await rows.run('UPDATE steps SET lease_until = ? WHERE lease_holder = ?', until, holder);
    },
    finish: async (step, { fence }, result) => {
      const changed = await rows.run(
        `UPDATE steps SET result = ?6, lease_holder = NULL, lease_until = NULL
         WHERE ${isStep} AND fence = ?5 AND result IS NULL`,
        ...keyOf(step),
        ...[fence, writeJson(result)],
      );
      if (changed !== 1) throw new LeaseLost('The lease of the step is over.');
    },
    release: async (step, { fence }) => {
      await rows.run(
        `UPDATE steps SET lease_holder = NULL, lease_until = NULL WHERE ${isStep} AND fence = ?5`,
        ...keyOf(step),
        fence,
      );
    },
    releaseAll: async (holder) => {
      const sql = 'UPDATE steps SET lease_holder = NULL, lease_until = NULL WHERE lease_holder = ?';
      await rows.run(sql, holder);
    },
    recover: (holder, now) =>
      rows.run(
        `UPDATE steps SET crashes = crashes + 1, lease_holder = NULL, lease_until = NULL
         WHERE lease_holder IS NOT NULL AND lease_holder <> ?1 AND (?2 IS NULL OR lease_until <= ?2)`,
        ...[holder, now ?? null],
      ),
  };
}
