import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { checkLedger, openLedger, type Ledger } from '../../../src/ledger/ledger.js';
import { createLogger } from '../../../src/logger.js';
import type { LedgerEntry, LedgerStore } from '../../../src/storage/ledger-store.js';
import { gather } from '../../../src/storage/rows.js';
import { openDatabase, type Database } from '../../../src/storage/sqlite/database.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { Store, Transaction } from '../../../src/storage/store.js';
import { FakeClock } from '../../support/fake-clock.js';

let folder: string;
let database: Database;
let whole: Store;
let store: LedgerStore;
let heads: HeadFiles;
let ledger: Ledger;
let logLines: Record<string, unknown>[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-ledger-'));
  whole = await openStore(join(folder, 'database.sqlite'));
  database = openDatabase(join(folder, 'database.sqlite'));
  store = whole.ledger;
  heads = new HeadFiles(join(folder, 'ledger'));
  logLines = [];
  ledger = await start();
});
afterEach(async () => {
  database.close();
  await whole.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<Ledger> {
  const destination = {
    write: (line: string) => void logLines.push(JSON.parse(line) as (typeof logLines)[number]),
  };
  return openLedger({
    store: whole,
    heads,
    clock: new FakeClock(),
    logger: createLogger({ destination }),
  });
}

const append = (connectionId = 'default') =>
  ledger.record(connectionId, 'request.accepted', { request: 'r' }, { by: 'tests' });
const appendIn = (tx: Transaction, connectionId = 'default') =>
  ledger.append(tx, connectionId, 'request.accepted', { request: 'r' }, { by: 'tests' });
const problems = async () => (await checkLedger(store, heads.read().heads)).problems;

describe('the ledger', () => {
  test('numbers and chains the entries of each connection by itself', async () => {
    for (const connectionId of ['one', 'two', 'one', 'one']) await append(connectionId);
    expect((await gather(ledger.entries('one'))).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await ledger.head('two')).toMatchObject({ connectionId: 'two', sequence: 1 });
    expect(await ledger.head('three')).toBeUndefined();
    expect(await ledger.connections()).toEqual(['one', 'two']);
    expect(await problems()).toEqual([]);
    expect(await ledger.page('one', 1, 1)).toMatchObject([{ sequence: 2, at: '2026-06-15T12:00:00.000Z' }]);
  });

  test('tells what happened, who did it, with which key and in which call', async () => {
    const actor = { by: 'owner', key: 'key-1', http_request: 'call-1' };
    await ledger.record('default', 'report.downloaded', { request: 'r', version: 2 }, actor);
    const [entry] = await gather(ledger.entries('default'));
    expect(JSON.parse(entry?.details ?? '')).toEqual({ ...actor, request: 'r', version: 2 });
  });

  test('gives all entries in order, also more than are read at a time', async () => {
    await whole.transaction(async (tx) => {
      for (let index = 0; index < 1_001; index += 1) await appendIn(tx);
    });
    const sequences = (await gather(ledger.entries('default'))).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 1));
    expect(await problems()).toEqual([]);
  });
});

describe('appending at once', () => {
  test('gives every entry a place of its own', async () => {
    await Promise.all(Array.from({ length: 40 }, () => append()));
    expect((await gather(store.all('default'))).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(await problems()).toEqual([]);
  });

  test('locks the head of its chain before it reads the end of it', async () => {
    const order: string[] = [];
    await whole.transaction(async (tx) => {
      const watched = {
        ...tx,
        ledger: {
          ...tx.ledger,
          lockHead: async (id: string) => {
            order.push('lock');
            await tx.ledger.lockHead(id);
          },
          last: (id: string) => {
            order.push('read');
            return tx.ledger.last(id);
          },
          append: async (entry: LedgerEntry) => {
            order.push('write');
            await tx.ledger.append(entry);
          },
        },
      };
      await appendIn(watched);
    });
    expect(order).toEqual(['lock', 'read', 'write']);
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
  ])('%s', async (sql, why) => {
    await append();
    await append();
    const before = await store.list('default', 0, 10);
    expect(() => database.run(sql)).toThrow(why);
    expect([await store.list('default', 0, 10), await store.connections()]).toEqual([before, ['default']]);
  });
});

describe('the head of the ledger', () => {
  test('stands in a file beside the database and in the log, with every entry', async () => {
    await append();
    await append();
    const { connectionId, sequence, hash } = (await ledger.head('default')) ?? {};
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

  test('is published only once the entry is on the disk, and never when it was rolled back', async () => {
    await append();
    const before = heads.read();
    const fail = () =>
      whole.transaction(async (tx) => {
        await appendIn(tx);
        await appendIn(tx, 'other');
        expect(heads.read()).toEqual(before);
        throw new Error('no');
      });
    await expect(fail).rejects.toThrow('no');
    expect([heads.read(), logLines.length, (await ledger.head('default'))?.sequence]).toEqual([before, 1, 1]);
    await whole.transaction(async (tx) => {
      await appendIn(tx);
      await appendIn(tx);
      expect(heads.read()).toEqual(before);
    });
    expect(heads.read().heads).toMatchObject([{ sequence: 3 }]);
    expect([logLines.length, await problems()]).toEqual([3, []]);
  });

  test('that cannot be written is in the log, stops nobody, and comes with the next entry', async () => {
    writeFileSync(join(folder, 'ledger'), 'a file in the place of the folder');
    await append();
    expect(logLines.map(({ msg }) => msg)).toEqual([
      'ledger head',
      'the head of the ledger cannot be published',
    ]);
    rmSync(join(folder, 'ledger'));
    await append();
    expect(heads.read().heads).toMatchObject([{ sequence: 2 }]);
  });

  test('has a file name of its own for every connection, and stays in its folder', async () => {
    for (const id of ['../../outside', 'a/b', 'default', '%2e']) await append(id);
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
  ])('in a file that %s is said to be none', async (_name, change) => {
    await append();
    const file = join(folder, 'ledger', 'default.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(heads.read()).toEqual({ heads: [], problems: ['default.json: is not a published head'] });
  });

  test('does not take a file that was only half written for one', () => {
    mkdirSync(join(folder, 'ledger'));
    writeFileSync(join(folder, 'ledger', 'default.json.part'), '{"conn');
    expect(heads.read()).toEqual({ heads: [], problems: [] });
  });

  test('that the ledger does not hold any more stays as it is, and is said at the start', async () => {
    for (const _ of [1, 2, 3]) await append();
    await append('whole');
    const published = readFileSync(join(folder, 'ledger', 'default.json'), 'utf8');
    database.run('DROP TRIGGER ledger_is_not_shortened');
    database.run("DELETE FROM ledger WHERE connection_id = 'default' AND sequence > 1");
    ledger = await start();
    expect(logLines.at(-1)).toMatchObject({ level: 50, connectionId: 'default', ledgerSequence: 3 });
    for (const connectionId of ['default', 'default', 'whole'])
      await ledger.record(connectionId, 'report.downloaded', { request: 'r' }, { by: 'tests' });
    expect(readFileSync(join(folder, 'ledger', 'default.json'), 'utf8')).toBe(published);
    expect(await problems()).toHaveLength(1);
    expect(heads.read().heads).toMatchObject([{ sequence: 3 }, { connectionId: 'whole', sequence: 2 }]);
  });
});
