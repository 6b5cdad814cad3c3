import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { AppError, explainFileError } from '../../errors.js';
import { countValues, toBound } from './bound-values.js';
import { toDatabaseError } from './database-error.js';
import { makePrivate } from '../private-file.js';
import type { Row, Value } from '../rows.js';
import { migrations } from './schema.js';

/**
 * One connection to the embedded database, answering at once; this file alone knows the driver. There is no reading
 * row by row: an open cursor keeps its snapshot, behind which nothing can be written once another process has
 * committed. Long lists are read in pages. Throws DatabaseError.
 */
export interface Database {
  run(sql: string, ...values: Value[]): number;
  get(sql: string, ...values: Value[]): Row | undefined;
  all(sql: string, ...values: Value[]): Row[];
  /** Begins a transaction that may write; waits for other processes. */
  begin(): void;
  commit(): void;
  /** Undoes what was written since the beginning, unless a full disk has done so already. */
  rollback(): void;
  /** Takes what was deleted out of the files, too; where somebody reads meanwhile, at the next time. */
  scrub(): void;
  close(): void;
}

/** How long a statement waits for other processes. */
const busyTimeoutMs = 10_000;

/**
 * Opens the file, made when missing, and brings its schema up to date. Every commit is on the disk before it
 * returns (WAL with synchronous=FULL). Throws when the file was written by a newer version.
 */
export function openDatabase(path: string): Database {
  return toDatabase(connect(path), dirname(path));
}

/** A further connection that reads only; the file is there and has its schema. */
export function openForReading(path: string): Database {
  const connection = new DatabaseSync(path, { timeout: busyTimeoutMs });
  connection.exec('PRAGMA query_only = ON');
  return toDatabase(connection, dirname(path), false);
}

function toDatabase(connection: DatabaseSyncInstance, folder: string, canWrite = true): Database {
  const prepared = new Map<string, Prepared>();
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toDatabaseError(error, folder);
    }
  };
  const use = <T>(sql: string, values: Value[], work: (statement: Statement, bound: Bound) => T): T =>
    named(() => {
      const known = prepared.get(sql) ?? { statement: connection.prepare(sql), count: countValues(sql) };
      prepared.set(sql, known);
      return work(known.statement, toBound(values, known.count));
    });
  return {
    run: (sql, ...values) => use(sql, values, (statement, bound) => statement.run(...bound).changes),
    get: (sql, ...values) =>
      use(sql, values, (statement, bound) => statement.get(...bound) as Row | undefined),
    all: (sql, ...values) => use(sql, values, (statement, bound) => statement.all(...bound) as Row[]),
    begin: () => named(() => connection.exec('BEGIN IMMEDIATE')),
    commit: () => named(() => connection.exec('COMMIT')),
    rollback: () => {
      if (connection.isTransaction) named(() => connection.exec('ROLLBACK'));
    },
    scrub: () => emptyLog(connection),
    close: () => {
      if (!connection.isOpen) return;
      // So that the file alone is a whole copy once nobody uses it: the driver leaves the log as it is.
      if (canWrite) emptyLog(connection);
      connection.close();
    },
  };
}

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;
type Bound = ReturnType<typeof toBound>;
interface Prepared {
  statement: Statement;
  count: number;
}

/** Old versions of a row stay in the write-ahead log until it is written over. */
function emptyLog(connection: DatabaseSyncInstance): void {
  connection.exec('PRAGMA busy_timeout = 0');
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Rows are being read, or the disk is full: nothing is lost, and it is tried again.
  } finally {
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
}

function connect(path: string): DatabaseSyncInstance {
  let connection: DatabaseSyncInstance | undefined;
  try {
    if (path !== ':memory:') makePrivate(path);
    connection = new DatabaseSync(path, { timeout: busyTimeoutMs });
    // Several processes may make the file at once: each step below waits for the others.
    useWal(connection);
    connection.exec('PRAGMA synchronous = FULL');
    // What is deleted is written over.
    connection.exec('PRAGMA secure_delete = ON');
    migrate(connection);
    return connection;
  } catch (error) {
    connection?.close();
    throw explainFileError(toDatabaseError(error, dirname(path)), dirname(path));
  }
}

/** SQLITE_BUSY, the primary code. */
const busy = 5;

/** Changing the journal does not wait for other processes by itself, whatever the timeout. */
function useWal(connection: DatabaseSyncInstance): void {
  const until = Date.now() + busyTimeoutMs;
  for (;;)
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== busy || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
}

function migrate(connection: DatabaseSyncInstance): void {
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
function inTransaction(connection: DatabaseSyncInstance, work: () => void): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    work();
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(connection: DatabaseSyncInstance): number {
  return (connection.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

/** A connection that nobody refers to is collected as garbage and closed, and its lock ends with it. */
const held = new Set<DatabaseSyncInstance>();

/**
 * Takes a lock that the operating system ends with this process, however it dies: an open exclusive
 * transaction on a file of its own. Undefined when another process holds it.
 */
export function holdLock(path: string): { release(): void } | undefined {
  makePrivate(path);
  const connection = new DatabaseSync(path);
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined; // another process holds it
    throw explainFileError(toDatabaseError(error, dirname(path)), dirname(path));
  }
  held.add(connection);
  return {
    release: () => {
      held.delete(connection);
      connection.close();
    },
  };
}
