import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLedger } from '../../../src/ledger/ledger.js';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { silentLogger } from '../../../src/logger.js';
import { packageFolder } from '../../../src/package.js';
import { openDatabase } from '../../../src/storage/sqlite/database.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import { gather } from '../../../src/storage/rows.js';
import type { Store } from '../../../src/storage/store.js';
import { openVault } from '../../../src/storage/master-key.js';
import { openSigner } from '../../../src/storage/signing-key.js';

/** Written by the driver of 0.1.0 and killed: test/fixtures/data-folders/README.md. */
const original = join(packageFolder(), 'test/fixtures/data-folders/libsql');
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-earlier-'));
  cpSync(original, folder, { recursive: true });
  store = await openStore(join(folder, 'database.sqlite'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was committed before the kill is there, what was not is gone', async () => {
  const unfinished = await store.requests.unfinished();
  // The second lay in the write-ahead log only.
  expect(unfinished.map(({ email, reference }) => [email, reference]).sort()).toEqual([
    ['ada@example.com', 'Case 1'],
    ['grace@example.com', 'Fall ß 2 😀'],
  ]);
  const database = openDatabase(join(folder, 'database.sqlite'));
  expect(database.all('SELECT * FROM daily_counts')).toEqual([]);
  database.close();
  expect(await store.keys.list()).toMatchObject([{ label: 'Przykład – “first”' }]);
});

test('steps, their results and the lease of the dead process are read', async () => {
  const { steps } = store;
  const id = '3ae17263-6c81-430a-8df2-9abeb9e4ac9b';
  expect(await gather(steps.all(id, 'meetings', 'list'))).toHaveLength(5);
  expect(await gather(steps.done(id, 'meetings', 'list'))).toMatchObject([
    { position: 1, result: { records: 3, calls: 1, text: 'a\0b', big: 2 ** 53 - 1 } },
  ]);
  expect(await steps.recover('the next process')).toBe(1);
});

test('the ledger holds its published head, and goes on', async () => {
  const { heads } = new HeadFiles(join(folder, 'ledger')).read();
  const check = await checkLedger(store.ledger, heads);
  expect([check.problems, check.heads]).toEqual([[], heads]);
  expect(heads).toMatchObject([{ connectionId: 'default', sequence: 3 }]);
});

test('the vault opens what was sealed', async () => {
  const vault = await openVault({
    settings: store.settings,
    folder,
    given: '00'.repeat(32),
    logger: silentLogger,
  });
  expect((await openSigner(store.settings, vault)).sign(Buffer.from('x'))).toHaveLength(64);
  const [connection] = await store.connections.list();
  expect(connection).toMatchObject({ id: 'default', origin: 'environment' });
});

test('once it is closed, the file alone is a whole copy', async () => {
  await store.close();
  expect(statSync(join(folder, 'database.sqlite-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  rmSync(join(folder, 'database.sqlite-wal'), { force: true });
  rmSync(join(folder, 'database.sqlite-shm'), { force: true });
  store = await openStore(join(folder, 'database.sqlite'));
  expect(await store.requests.unfinished()).toHaveLength(2);
});
