import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageFolder } from '../../../src/package.js';
import { openDatabase, type Database } from '../../../src/storage/sqlite/database.js';
import { migrations } from '../../../src/storage/sqlite/schema.js';
import { inTransaction } from '../../support/in-transaction.js';

let folder: string;
let path: string;
const open: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-database-'));
  path = join(folder, 'database.sqlite');
});
afterEach(() => {
  for (const database of open.splice(0)) database.close();
  rmSync(folder, { recursive: true, force: true });
});

function openIt(): Database {
  const database = openDatabase(path);
  open.push(database);
  return database;
}
const pragma = (database: Database, name: string) => Object.values(database.get(`PRAGMA ${name}`) ?? {})[0];
const tables = (database: Database) =>
  database
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .map(({ name }) => name);

describe('the database', () => {
  test('puts every commit on the disk: WAL with synchronous=FULL', () => {
    const database = openIt();
    expect(pragma(database, 'journal_mode')).toBe('wal');
    expect(pragma(database, 'synchronous')).toBe(2);
    expect(pragma(database, 'busy_timeout')).toBeGreaterThanOrEqual(1_000);
  });

  test('has its schema, and remembers how far it came', () => {
    const database = openIt();
    expect(pragma(database, 'user_version')).toBe(migrations.length);
    expect(tables(database)).toEqual(
      expect.arrayContaining(['access_requests', 'api_keys', 'daily_counts', 'source_runs', 'steps']),
    );
  });

  test('is opened again with what it held', () => {
    openIt().run("INSERT INTO daily_counts VALUES ('c', 'b', '2026-01-01', 7)");
    open.pop()?.close();
    expect(openIt().get('SELECT calls FROM daily_counts')?.calls).toBe(7);
  });

  test('goes on from where an interrupted migration stopped', () => {
    const database = openIt();
    database.run('DROP TABLE api_keys');
    database.run('PRAGMA user_version = 0');
    for (const table of tables(database)
      .filter((name) => name !== 'api_keys')
      .reverse())
      database.run(`DROP TABLE ${table}`);
    open.pop()?.close();
    expect(tables(openIt())).toContain('api_keys');
  });

  test('of a newer version is refused in words, and left alone', () => {
    openIt().run(`PRAGMA user_version = ${migrations.length + 1}`);
    open.pop()?.close();
    expect(() => openDatabase(path)).toThrow(/newer version/);
    expect(() => openDatabase(path)).toThrow(/newer version/);
  });

  test('of a newer version is refused with an error that may be shown', () => {
    openIt().run(`PRAGMA user_version = ${migrations.length + 1}`);
    open.pop()?.close();
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ name: 'AppError' }));
  });

  test('a file that is no database is an error, and is not overwritten', () => {
    writeFileSync(path, 'this is no database, but somebody’s notes\n'.repeat(100));
    expect(() => openDatabase(path)).toThrow();
  });

  test('can be made by several processes at once', async () => {
    // Each round, four processes open the same fresh file at the same moment.
    const rounds = 12;
    const script = `
      const { openDatabase } = await import(${JSON.stringify(`file://${packageFolder()}/dist/src/storage/sqlite/database.js`)});
      for (let round = 0; round < ${rounds}; round += 1) {
        while (Date.now() < ${Date.now() + 1_500} + round * 150);
        openDatabase(${JSON.stringify(path)} + round).close();
      }
    `;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const ends = await Promise.allSettled(Array.from({ length: 4 }, run));
    const errors = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    expect(
      errors.flatMap((text) => /^\w*Error: .*/gm.exec(text.replace(/^.*Command failed.*$/m, '')) ?? []),
    ).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe('a transaction', () => {
  test('is all or nothing', () => {
    const database = openIt();
    const insert = (day: string) => database.run("INSERT INTO daily_counts VALUES ('c', 'b', ?, 1)", day);
    expect(() =>
      inTransaction(database, () => {
        insert('2026-01-01');
        insert('2026-01-01');
      }),
    ).toThrow(/UNIQUE/);
    expect(database.all('SELECT * FROM daily_counts')).toEqual([]);
    expect(inTransaction(database, () => insert('2026-01-02'))).toBe(1);
  });

  test('of one process is not seen by another before it ends', () => {
    const [one, other] = [openIt(), openIt()];
    inTransaction(one, () => {
      one.run("INSERT INTO daily_counts VALUES ('c', 'b', 'd', 1)");
      expect(other.all('SELECT * FROM daily_counts')).toEqual([]);
    });
    expect(other.all('SELECT * FROM daily_counts')).toHaveLength(1);
  });
});

describe('values', () => {
  test('come as they went in: times beyond 2^31, unicode, quotes', () => {
    const database = openIt();
    const texts = ['😀', "o'brien; DROP TABLE api_keys", '', 'é'];
    texts.forEach((text, index) =>
      database.run(
        'INSERT INTO daily_counts VALUES (?, ?, ?, ?)',
        text,
        'b',
        String(index),
        1_773_579_297_123,
      ),
    );
    const rows = database.all('SELECT * FROM daily_counts ORDER BY day');
    expect(rows.map((row) => row.connection_id)).toEqual(texts);
    expect(rows[0]?.calls).toBe(1_773_579_297_123);
  });
});
