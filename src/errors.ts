/** Stable codes of everything a user can run into; listed with their remedies in docs/operations.md. */
export const errorCodes = {
  invalid_request: 400,
  invalid_configuration: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_finished: 409,
  not_finished: 409,
  nothing_to_retry: 409,
  no_pseudonyms: 409,
  account_already_connected: 409,
  account_not_usable: 409,
  connection_in_use: 409,
  connector_unknown: 409,
  set_by_environment: 409,
  too_many_keys: 409,
  too_many_callbacks: 409,
  callback_disabled: 409,
  signature_invalid: 401,
  report_not_ready: 409,
  report_expired: 410,
  data_folder_in_use: 409,
  not_as_expected: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  idempotency_key_reused: 422,
  queue_full: 429,
  rate_limited: 429,
  internal_error: 500,
  report_damaged: 500,
  database_damaged: 500,
  database_busy: 503,
  shutting_down: 503,
  disk_full: 507,
  folder_not_writable: 507,
} as const;

/** A stable error code. */
export type ErrorCode = keyof typeof errorCodes;

/** One wrong field of a request, by JSON pointer. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** A failure with a sentence that may be shown to the user, and never holds secrets or personal data. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly httpStatus: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly options: { cause?: unknown; fields?: FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.httpStatus = errorCodes[code];
  }
}

/** The database's shared memory is a file beside it, which a full disk keeps from growing. */
const full = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_WRITE'];

/** ENOTDIR and EEXIST: a file stands in the place of a folder. */
const notWritable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'];

const damaged = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

const busy = ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'];

/** Turns a fault of the file system or the database into an error that says what to do; other errors stay as they are. */
export function explainFileError(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== undefined && full.includes(code))
    return new AppError(
      'disk_full',
      `The disk of ${folder} is full. Free some space; the request goes on then.`,
      {
        cause: error,
      },
    );
  if (code !== undefined && notWritable.includes(code))
    return new AppError(
      'folder_not_writable',
      `${folder.replace(/^./, (first) => first.toUpperCase())} cannot be written. Give this user the right to write there.`,
      {
        cause: error,
      },
    );
  if (code !== undefined && damaged.includes(code))
    return new AppError(
      'database_damaged',
      `The database.sqlite in ${folder} is damaged. It was left as it is. Stop the service, keep a copy of the folder, and put a backup of the database in its place (docs/operations.md, "Restore"). The reports and the heads of the ledger are files of their own: they are safe.`,
      { cause: error },
    );
  if (code !== undefined && busy.includes(code))
    return new AppError(
      'database_busy',
      `Another program has held the database in ${folder} for too long. End what reads or copies it, and try again.`,
      { cause: error, retryAfterSeconds: 10 },
    );
  return error;
}
