import type { Database } from './database.js';

/** Counts one call of a connection's daily budget and tells how many it has had on that UTC day. */
export function addDailyCall(
  database: Database,
  connectionId: string,
  budgetId: string,
  day: string,
): number {
  const row = database.get(
    `INSERT INTO daily_counts (connection_id, budget_id, day, calls) VALUES (?, ?, ?, 1)
     ON CONFLICT (connection_id, budget_id, day) DO UPDATE SET calls = calls + 1 RETURNING calls`,
    connectionId,
    budgetId,
    day,
  );
  return Number(row?.calls);
}

/** How many calls of a daily budget a connection has had on a UTC day. */
export function readDailyCalls(
  database: Database,
  connectionId: string,
  budgetId: string,
  day: string,
): number {
  const row = database.get(
    'SELECT calls FROM daily_counts WHERE connection_id = ? AND budget_id = ? AND day = ?',
    connectionId,
    budgetId,
    day,
  );
  return Number(row?.calls ?? 0);
}
