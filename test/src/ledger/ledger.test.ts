import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { checkLedger, Ledger } from '../../../src/ledger/ledger.js';
import { createLogger } from '../../../src/logger.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createLedgerStore, type LedgerStore } from '../../../src/storage/ledger-store.js';
import { FakeClock } from '../../support/fake-clock.js';

let folder: string;
let database: Database;
let store: LedgerStore;
let heads: HeadFiles;
let ledger: Ledger;
let logLines: Record<string, unknown>[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-ledger-'));
  database = openDatabase(join(folder, 'database.sqlite'));
  store = createLedgerStore(database);
  heads = new HeadFiles(join(folder, 'ledger'));
  logLines = [];
  ledger = start();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Ledger {
  const destination = {
    write: (line: string) => void logLines.push(JSON.parse(line) as (typeof logLines)[number]),
  };
  return new Ledger({
    store,
    database,
    heads,
    clock: new FakeClock(),
    logger: createLogger({ destination }),
  });
}

const append = (connectionId = 'default') =>
  ledger.append(connectionId, 'request.accepted', { request: 'r' }, { by: 'tests' });
const problems = () => checkLedger(store, heads.read().heads).problems;

describe('the ledger', () => {
  test('numbers and chains the entries of each connection by itself', () => {
    for (const connectionId of ['one', 'two', 'one', 'one']) append(connectionId);
    expect([...ledger.entries('one')].map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(ledger.head('two')).toMatchObject({ connectionId: 'two', sequence: 1 });
    expect(ledger.head('three')).toBeUndefined();
    expect(ledger.connections()).toEqual(['one', 'two']);
    expect(problems()).toEqual([]);
    expect(ledger.page('one', 1, 1)).toMatchObject([{ sequence: 2, at: '2026-06-15T12:00:00.000Z' }]);
  });

  test('tells what happened, who did it, with which key and in which call', () => {
    const actor = { by: 'owner', key: 'key-1', http_request: 'call-1' };
    ledger.append('default', 'report.downloaded', { request: 'r', version: 2 }, actor);
    const [entry] = [...ledger.entries('default')];
    expect(JSON.parse(entry?.details ?? '')).toEqual({ ...actor, request: 'r', version: 2 });
  });

  test('gives all entries in order, also more than are read at a time', () => {
    database.transaction(() => {
      for (let index = 0; index < 1_001; index += 1) append();
    });
    const sequences = [...ledger.entries('default')].map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 1));
    expect(problems()).toEqual([]);
  });
});

describe('the database refuses', () => {
  test.each([
    ["UPDATE ledger SET details = '{}'", /append-only/],
    ['UPDATE ledger SET sequence = 9 WHERE sequence = 2', /append-only/],
    ['DELETE FROM ledger', /append-only/],
    ['DELETE FROM ledger WHERE sequence = 2', /append-only/],
    [
      "INSERT INTO ledger SELECT connection_id, 4, at, event, details, previous, 'h' FROM ledger LIMIT 1",
      /gaps/,
    ],
    [
      "INSERT INTO ledger SELECT connection_id, 0, at, event, details, previous, 'h' FROM ledger LIMIT 1",
      /gaps/,
    ],
    [
      "REPLACE INTO ledger SELECT connection_id, 2, at, event, details, previous, 'h' FROM ledger LIMIT 1",
      /gaps/,
    ],
    ["INSERT INTO ledger SELECT 'new', 2, at, event, details, previous, 'h' FROM ledger LIMIT 1", /gaps/],
    [
      "INSERT INTO ledger SELECT * FROM ledger WHERE sequence = 2 ON CONFLICT DO UPDATE SET details = '{}'",
      /gaps|append-only/,
    ],
  ])('%s', (sql, why) => {
    append();
    append();
    const before = store.list('default', 0, 10);
    expect(() => database.run(sql)).toThrow(why);
    expect([store.list('default', 0, 10), store.connections()]).toEqual([before, ['default']]);
  });
});

describe('the head of the ledger', () => {
  test('stands in a file beside the database and in the log, with every entry', () => {
    append();
    append();
    const { connectionId, sequence, hash } = ledger.head('default') ?? {};
    expect([sequence, heads.read()]).toEqual([
      2,
      { heads: [{ connectionId, sequence, hash }], problems: [] },
    ]);
    expect(logLines.map((line) => [line.connectionId, line.ledgerSequence])).toEqual([
      ['default', 1],
      ['default', 2],
    ]);
    expect(logLines.at(-1)).toMatchObject({ ledgerHead: hash, ledgerEvent: 'request.accepted' });
  });

  test('is published only once the entry is on the disk, and never when it was rolled back', () => {
    append();
    const before = heads.read();
    const fail = () =>
      database.transaction(() => {
        append();
        append('other');
        expect(heads.read()).toEqual(before);
        throw new Error('no');
      });
    expect(fail).toThrow('no');
    expect([heads.read(), logLines.length, ledger.head('default')?.sequence]).toEqual([before, 1, 1]);
    database.transaction(() => {
      append();
      append();
      expect(heads.read()).toEqual(before);
    });
    expect(heads.read().heads).toMatchObject([{ sequence: 3 }]);
    expect([logLines.length, problems()]).toEqual([3, []]);
  });

  test('that cannot be written is in the log, stops nobody, and comes with the next entry', () => {
    writeFileSync(join(folder, 'ledger'), 'a file in the place of the folder');
    append();
    expect(logLines.map(({ msg }) => msg)).toEqual([
      'ledger head',
      'the head of the ledger cannot be published',
    ]);
    rmSync(join(folder, 'ledger'));
    append();
    expect(heads.read().heads).toMatchObject([{ sequence: 2 }]);
  });

  test('has a file name of its own for every connection, and stays in its folder', () => {
    for (const id of ['../../outside', 'a/b', 'default', '%2e']) append(id);
    expect(readdirSync(join(folder, 'ledger'))).toHaveLength(4);
    expect(
      heads
        .read()
        .heads.map(({ connectionId }) => connectionId)
        .sort(),
    ).toEqual(['../../outside', 'a/b', 'default', '%2e'].sort());
    expect(readdirSync(folder).filter((name) => name.includes('outside'))).toEqual([]);
  });

  test.each([
    ['is cut', (text: string) => text.slice(0, 40)],
    ['is empty', () => ''],
    ['belongs to another connection', (text: string) => text.replace('default', 'another')],
    ['has no hash', (text: string) => text.replace(/[0-9a-f]{64}/, 'abc')],
  ])('in a file that %s is said to be none', (_name, change) => {
    append();
    const file = join(folder, 'ledger', 'default.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(heads.read()).toEqual({ heads: [], problems: ['default.json: is not a published head'] });
  });

  test('does not take a file that was only half written for one', () => {
    mkdirSync(join(folder, 'ledger'));
    writeFileSync(join(folder, 'ledger', 'default.json.part'), '{"conn');
    expect(heads.read()).toEqual({ heads: [], problems: [] });
  });

  test('that the ledger does not hold any more stays as it is, and is said at the start', () => {
    for (const _ of [1, 2, 3]) append();
    append('whole');
    const published = readFileSync(join(folder, 'ledger', 'default.json'), 'utf8');
    database.run('DROP TRIGGER ledger_is_not_shortened');
    database.run("DELETE FROM ledger WHERE connection_id = 'default' AND sequence > 1");
    ledger = start();
    expect(logLines.at(-1)).toMatchObject({ level: 50, connectionId: 'default', ledgerSequence: 3 });
    for (const connectionId of ['default', 'default', 'whole'])
      ledger.append(connectionId, 'report.downloaded', { request: 'r' }, { by: 'tests' });
    expect(readFileSync(join(folder, 'ledger', 'default.json'), 'utf8')).toBe(published);
    expect(problems()).toHaveLength(1);
    expect(heads.read().heads).toMatchObject([{ sequence: 3 }, { connectionId: 'whole', sequence: 2 }]);
  });
});
