import type { Database } from '../../src/storage/sqlite/database.js';

/** Statements of one connection, all or nothing. */
export function inTransaction<T>(database: Database, work: () => T): T {
  database.begin();
  try {
    const result = work();
    database.commit();
    return result;
  } catch (error) {
    database.rollback();
    throw error;
  }
}
