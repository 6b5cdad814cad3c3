import type { Dialect, Value } from './dialect.js';

export type { Value } from './dialect.js';

/** One row, by column name. */
export type Row = Record<string, Value>;

/** Statements that only read. They see what was committed; inside a transaction also what it has written so far. */
export interface ReadRows {
  readonly dialect: Dialect;
  get(sql: string, ...values: Value[]): Promise<Row | undefined>;
  all(sql: string, ...values: Value[]): Promise<Row[]>;
}

/**
 * What the stores are written on: SQL with `?` or `?1` in the places of values, and no open cursors. There is one for
 * everybody and one for each transaction.
 */
export interface Rows extends ReadRows {
  /** Writes, and resolves with the number of rows that were changed. */
  run(sql: string, ...values: Value[]): Promise<number>;
  /** Writes, and resolves with the one row that `RETURNING` gives. */
  returning(sql: string, ...values: Value[]): Promise<Row | undefined>;
  /** Several statements, all or nothing; inside a transaction they are a part of it. */
  atomically<T>(work: (rows: Rows) => Promise<T>): Promise<T>;
}

/** How many rows are read at a time where there may be many. */
export const pageSize = 500;

/** Pages of rows, each read when it is asked for: nothing stays open in between. `next` reads what comes after a row. */
export async function* inPages<T>(next: (after: T | undefined) => Promise<T[]>): AsyncGenerator<T[]> {
  for (let after: T | undefined; ;) {
    const page = await next(after);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1);
  }
}

/** All rows of all pages, for those who need them at once. */
export async function gather<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) for (const one of page) all.push(one);
  return all;
}
