import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countValues } from '../../../src/storage/sqlite/bound-values.js';
import { holdLock, openDatabase, type Database } from '../../../src/storage/sqlite/database.js';
import type { Value } from '../../../src/storage/rows.js';
import { inTransaction } from '../../support/in-transaction.js';

/** Traps in which drivers of SQLite were caught: what holds for the one that is used, with its wrapping. */
let folder: string;
let path: string;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-traps-'));
  path = join(folder, 'database.sqlite');
  database = openDatabase(path);
  database.run('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, kind UNIQUE, size INTEGER)');
  inTransaction(database, () => {
    for (let id = 1; id <= 500; id += 1) add(id);
  });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (id: number) =>
  database.run('INSERT INTO things (id, name) VALUES (?, ?)', id, `name of ${String(id)}`);
const bound = (value: unknown) => database.get('SELECT ? AS value, typeof(?1) AS type', value as Value);

describe('statements', () => {
  test('answer for the values of this call, whatever was asked with them before', () => {
    const sql = 'SELECT name FROM things WHERE id = ?';
    expect(database.all(sql, 1)).toEqual([{ name: 'name of 1' }]);
    expect(database.get(sql, 2)).toEqual({ name: 'name of 2' });
    expect(database.get(sql, 501)).toBeUndefined();
    expect(database.all(sql, 3)).toEqual([{ name: 'name of 3' }]);
  });

  test('that are answered with their first row leave no snapshot behind', () => {
    expect(database.get('SELECT * FROM things')?.id).toBe(1);
    const other = new DatabaseSync(path);
    other.exec('INSERT INTO things (id) VALUES (1000)');
    expect(add(1001)).toBe(1);
    expect(database.get('SELECT name FROM things WHERE id = 1000')).toEqual({ name: null });
    other.close();
  });

  test('with RETURNING have written when they return', () => {
    const sql = 'UPDATE things SET size = 7 WHERE id = 1 RETURNING size';
    expect(database.get(sql)).toEqual({ size: 7 });
    const other = new DatabaseSync(path);
    expect(other.prepare('SELECT size FROM things WHERE id = 1').get()).toEqual({ size: 7 });
    other.close();
  });

  test('go on after one of them failed', () => {
    const insert = (id: number) => database.run("INSERT INTO things (id, kind) VALUES (?, 'k')", id);
    insert(1000);
    expect(() => insert(1001)).toThrow(/UNIQUE/);
    expect(() => insert(1002)).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }));
    expect(database.get('SELECT count(*) AS n FROM things')).toEqual({ n: 501 });
  });

  test.each([
    ['SELECT 1', 0],
    ['SELECT ?, ?', 2],
    ['SELECT ?2, ?1, ?2', 2],
    [`SELECT '?' AS "a?", ? -- ?`, 1],
    ["SELECT 'it''s ?', ?3", 3],
  ])('%s take their number of values', (sql, count) => {
    expect(countValues(sql)).toBe(count);
    const values = (number: number) => Array.from({ length: number }, (_, index) => index);
    expect(database.all(sql, ...values(count))).toHaveLength(1);
    expect(() => database.all(sql, ...values(count + 1))).toThrow(TypeError);
    if (count > 0) expect(() => database.all(sql, ...values(count - 1))).toThrow(TypeError);
  });
});

describe('values', () => {
  test.each<[string, unknown]>([
    ['a Date', new Date(0)],
    ['an ArrayBuffer', new ArrayBuffer(2)],
    ['bytes', Buffer.from('a')],
    ['an object of names', { value: 1 }],
    ['a list', [1]],
    ['undefined', undefined],
    ['a boolean', true],
    ['a bigint', 2n ** 63n],
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['an integer that a double does not hold', 2 ** 53],
    ['a huge number', 1e300],
  ])('%s is refused, and the next statement is right', (_name, value) => {
    expect(() => bound(value)).toThrow(TypeError);
    expect(bound('whole')).toEqual({ value: 'whole', type: 'text' });
  });

  test.each(['a\0b', '\0', 'half \ud800 pair', '\udfff'])(
    'a text the driver would change (%j) is refused',
    (text) => {
      expect(() => bound(text)).toThrow(
        expect.objectContaining({ code: 'invalid_request', httpStatus: 400 }),
      );
      expect(() => inTransaction(database, () => [add(1000), bound(text)])).toThrow();
      expect(database.get('SELECT * FROM things WHERE id = 1000')).toBeUndefined();
    },
  );

  test.each<[Value, string]>([
    ['', 'text'],
    ['😀 o’brien\u0001\u2028', 'text'],
    [null, 'null'],
    [0, 'integer'],
    [-0, 'integer'],
    [2 ** 31, 'integer'],
    [Number.MAX_SAFE_INTEGER, 'integer'],
    [Number.MIN_SAFE_INTEGER, 'integer'],
    [0.1, 'real'],
    [-5e-324, 'real'],
  ])('%j comes back as it was, as %s', (value, type) => {
    expect(bound(value)).toEqual({ value: value === 0 ? 0 : value, type });
  });

  test('an integer beyond 2^53 that somebody wrote is an error, never another number', () => {
    database.run('UPDATE things SET size = 9007199254740993 WHERE id = 1');
    expect(() => database.get('SELECT size FROM things WHERE id = 1')).toThrow(
      expect.objectContaining({ code: 'SQLITE_CORRUPT' }),
    );
    expect(() => database.all('SELECT * FROM things')).toThrow(
      expect.objectContaining({ code: 'SQLITE_CORRUPT' }),
    );
    expect(database.get('SELECT size FROM things WHERE id = 2')).toEqual({ size: null });
  });

  test.each(['FF', '61FF62', 'C3', 'EDA080', 'F09F98'])('text that is no UTF-8 (%s) is read', (hex) => {
    database.run(`UPDATE things SET name = CAST(x'${hex}' AS TEXT) WHERE id = 1`);
    expect(database.get('SELECT name FROM things WHERE id = 1')?.name).toContain('\ufffd');
    expect(database.all('SELECT name FROM things WHERE id < 3')[1]).toEqual({ name: 'name of 2' });
  });
});

describe('transactions', () => {
  test('begin with the right to write: a read within them cannot be overtaken', () => {
    const other = new DatabaseSync(path, { timeout: 0 });
    inTransaction(database, () => {
      database.get('SELECT * FROM things');
      expect(() => other.exec('DELETE FROM things')).toThrow(expect.objectContaining({ errcode: 5 }));
      add(1000);
    });
    other.close();
  });

  test('wait for another process at least as long as a backup takes a lock', () => {
    expect(Object.values(database.get('PRAGMA busy_timeout') ?? {})).toEqual([10_000]);
    expect(Object.values(database.get('PRAGMA foreign_keys') ?? {})).toEqual([1]);
  });

  test('that a full disk ended tell why', () => {
    const pages = Number(Object.values(database.get('PRAGMA page_count') ?? {})[0]);
    database.get(`PRAGMA max_page_count = ${pages + 2}`);
    const fill = () => database.run("UPDATE things SET name = name || printf('%.2000c', 'x')");
    expect(() => inTransaction(database, fill)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(fill).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    database.get('PRAGMA max_page_count = 100000');
    expect(inTransaction(database, fill)).toBe(500);
  });
});

test('closed twice is closed, and says so to whoever comes later', () => {
  database.close();
  database.close();
  expect(() => add(1)).toThrow();
});

describe('the lock of a folder', () => {
  test('is one, and let go by release', () => {
    const file = join(folder, 'lock.sqlite');
    const first = holdLock(file);
    expect(holdLock(file)).toBeUndefined();
    // Whoever is refused does not end the lock by going away.
    expect(holdLock(file)).toBeUndefined();
    first?.release();
    const second = holdLock(file);
    expect(second).toBeDefined();
    second?.release();
  });
});
