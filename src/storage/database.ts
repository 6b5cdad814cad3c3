import { dirname } from 'node:path';
import Libsql from 'libsql';
import { explainFileError } from '../errors.js';
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
  /** All or nothing; not to be nested. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens the file, made when missing, and brings its schema up to date. Every commit is on the disk before it
 * returns (WAL with synchronous=FULL). Throws when the file was written by a newer version.
 */
export function openDatabase(path: string): Database {
  const connection = connect(path);
  const prepared = new Map<string, Libsql.Statement>();
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
    transaction: (work) => connection.transaction(work).immediate(),
    close: () => connection.close(),
  };
}

function connect(path: string): Libsql.Database {
  try {
    const connection = new Libsql(path);
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.exec('PRAGMA busy_timeout = 10000');
    migrate(connection);
    return connection;
  } catch (error) {
    throw explainFileError(error, dirname(path));
  }
}

function migrate(connection: Libsql.Database): void {
  const [row] = connection.pragma('user_version') as { user_version: number }[];
  const version = row?.user_version ?? 0;
  if (version > migrations.length)
    throw new Error('The database was written by a newer version of this program: run that version.');
  migrations.slice(version).forEach((sql, index) => {
    connection.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${version + index + 1}; COMMIT;`);
  });
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
