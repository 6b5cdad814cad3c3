import { dirname } from 'node:path';
import Libsql from 'libsql';
import { AppError, explainFileError } from '../errors.js';
import { migrations } from './schema.js';

/** A value a column can hold. */
export type Value = string | number | null;

/** One row, by column name. */
export type Row = Record<string, Value>;

/** The embedded database. The only file that knows which one it is. */
export interface Database {
  run(sql: string, ...values: Value[]): number;
  get(sql: string, ...values: Value[]): Row | undefined;
  all(sql: string, ...values: Value[]): Row[];
  iterate(sql: string, ...values: Value[]): Iterable<Row>;
  /** All or nothing; inside another transaction it is a part of that one. */
  transaction<T>(work: () => T): T;
  /** Runs a work once everything written so far is on the disk; never when it was rolled back. */
  afterCommit(work: () => void): void;
  /** Takes what was deleted out of the files, too; where somebody reads meanwhile, at the next time. */
  scrub(): void;
  close(): void;
}

/** How long a statement waits for other processes. */
const busyTimeout = 'PRAGMA busy_timeout = 10000';

/**
 * Opens the file, made when missing, and brings its schema up to date. Every commit is on the disk before it
 * returns (WAL with synchronous=FULL). Throws when the file was written by a newer version.
 */
export function openDatabase(path: string): Database {
  const connection = connect(path);
  const prepared = new Map<string, Libsql.Statement>();
  const afterwards: (() => void)[] = [];
  const statement = (sql: string) => {
    const known = prepared.get(sql);
    if (known) return known;
    const fresh = connection.prepare(sql);
    prepared.set(sql, fresh);
    return fresh;
  };
  return {
    run: (sql, ...values) => statement(sql).run(...values).changes,
    get: (sql, ...values) => statement(sql).get(...values) as Row | undefined,
    all: (sql, ...values) => statement(sql).all(...values) as Row[],
    // A statement of its own, because others run while the rows are read.
    iterate: (sql, ...values) => connection.prepare(sql).iterate(...values) as Iterable<Row>,
    transaction: (work) => {
      if (connection.inTransaction) return work();
      afterwards.length = 0;
      const result = inTransaction(connection, work);
      for (const next of afterwards.splice(0)) next();
      return result;
    },
    afterCommit: (work) => {
      if (connection.inTransaction) afterwards.push(work);
      else work();
    },
    scrub: () => emptyLog(connection),
    close: () => connection.close(),
  };
}

/** Old versions of a row stay in the write-ahead log until it is written over. */
function emptyLog(connection: Libsql.Database): void {
  connection.exec('PRAGMA busy_timeout = 0');
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Rows are being read, or the disk is full: nothing is lost, and it is tried again.
  } finally {
    connection.exec(busyTimeout);
  }
}

function connect(path: string): Libsql.Database {
  try {
    const connection = new Libsql(path, { timeout: 10_000 });
    // Several processes may make the file at once: each step below waits for the others.
    connection.exec(busyTimeout);
    useWal(connection);
    connection.pragma('synchronous = FULL');
    // What is deleted is written over.
    connection.pragma('secure_delete = ON');
    migrate(connection);
    return connection;
  } catch (error) {
    throw explainFileError(error, dirname(path));
  }
}

/** Changing the journal does not wait for other processes by itself, whatever the timeout. */
function useWal(connection: Libsql.Database): void {
  const until = Date.now() + 10_000;
  for (;;)
    try {
      connection.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
}

function migrate(connection: Libsql.Database): void {
  if (versionOf(connection) === migrations.length) return;
  inTransaction(connection, () => {
    const version = versionOf(connection);
    if (version > migrations.length)
      throw new AppError(
        'invalid_configuration',
        'The database was written by a newer version of this program: run that version.',
      );
    for (const sql of migrations.slice(version)) connection.exec(sql);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

/** A full disk ends the transaction by itself; rolling back then would hide why. */
function inTransaction<T>(connection: Libsql.Database, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(connection: Libsql.Database): number {
  const [row] = connection.pragma('user_version') as { user_version: number }[];
  return row?.user_version ?? 0;
}

/**
 * Takes a lock that the operating system ends with this process, however it dies: an open exclusive
 * transaction on a file of its own. Undefined when another process holds it.
 */
export function holdLock(path: string): { release(): void } | undefined {
  const connection = new Libsql(path);
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch {
    connection.close();
    return undefined; // another process holds it
  }
  return { release: () => connection.close() };
}
