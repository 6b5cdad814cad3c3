import type { Rows } from './rows.js';

/** A daily budget of a connection, on one UTC day (`yyyy-mm-dd`). */
export interface BudgetDay {
  connectionId: string;
  budgetId: string;
  day: string;
}

/** Calls of daily budgets, counted before they are made. */
export interface BudgetStore {
  /** Counts as many of the wanted calls as the day has left of `most`, and resolves with how many. */
  reserve(day: BudgetDay, wanted: number, most: number): Promise<number>;
  /** Gives back calls that were not made after all. */
  giveBack(day: BudgetDay, calls: number): Promise<void>;
  /** Calls that were counted for the day. */
  used(day: BudgetDay): Promise<number>;
}

const where = 'connection_id = ? AND budget_id = ? AND day = ?';

/** Daily budgets in the database: a restart, or another process, goes on with what is left. */
export function createBudgetStore(rows: Rows): BudgetStore {
  return {
    reserve: ({ connectionId, budgetId, day }, wanted, most) =>
      rows.atomically(async (inside) => {
        // Writing first keeps others from the row until this ends.
        const row = await inside.returning(
          `INSERT INTO daily_counts (connection_id, budget_id, day, calls) VALUES (?, ?, ?, 0)
           ON CONFLICT (connection_id, budget_id, day) DO UPDATE SET calls = daily_counts.calls RETURNING calls`,
          ...[connectionId, budgetId, day],
        );
        const given = Math.max(0, Math.min(wanted, most - Number(row?.calls)));
        if (given > 0)
          await inside.run(
            `UPDATE daily_counts SET calls = calls + ? WHERE ${where}`,
            ...[given, connectionId, budgetId, day],
          );
        return given;
      }),
    giveBack: async ({ connectionId, budgetId, day }, calls) => {
      await rows.run(
        `UPDATE daily_counts SET calls = calls - ?1
         WHERE connection_id = ?2 AND budget_id = ?3 AND day = ?4 AND calls >= ?1`,
        ...[calls, connectionId, budgetId, day],
      );
    },
    used: async ({ connectionId, budgetId, day }) => {
      const row = await rows.get(
        `SELECT calls FROM daily_counts WHERE ${where}`,
        ...[connectionId, budgetId, day],
      );
      return Number(row?.calls ?? 0);
    },
  };
}
