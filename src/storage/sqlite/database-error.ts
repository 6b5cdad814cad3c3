/**
 * SQLite's names for its result codes, as far as somebody acts on them: https://sqlite.org/rescode.html. An
 * extended code that is not here goes by its primary code, the lowest eight bits.
 */
const names: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
  517: 'SQLITE_BUSY_SNAPSHOT',
  778: 'SQLITE_IOERR_WRITE',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
  4874: 'SQLITE_IOERR_SHMSIZE',
};

/** A fault of the database. `code` is SQLite's name for its kind, such as `SQLITE_FULL`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    readonly code: string,
    message: string,
    /** The folder that the database lies in; for the operator, not for callers of the API. */
    readonly folder?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Gives an error of the driver its name; other errors stay as they are. */
export function toDatabaseError(error: unknown, folder: string): unknown {
  const { code, errcode, message } = error as { code?: string; errcode?: number; message: string };
  // A number that no double holds was read: this program writes none.
  const isForeign = code === 'ERR_OUT_OF_RANGE' || (code === 'ERR_SQLITE_ERROR' && errcode === undefined);
  if (isForeign) return new DatabaseError('SQLITE_CORRUPT', message, folder, { cause: error });
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return error;
  const name = names[errcode] ?? names[errcode & 0xff] ?? `SQLITE_${errcode}`;
  return new DatabaseError(name, message, folder, { cause: error });
}
