import { parseJson } from '../json.js';
import { DatabaseError } from './sqlite/database-error.js';

/** Reads JSON that this program has written into the database: anything else in its place is damage. */
export function readStored(text: unknown): unknown {
  try {
    return parseJson(text as string);
  } catch (cause) {
    throw new DatabaseError('SQLITE_CORRUPT', 'A row does not hold the JSON that was written.', undefined, {
      cause,
    });
  }
}
