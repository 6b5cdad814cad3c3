import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLedger } from '../../../src/ledger/ledger.js';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { silentLogger } from '../../../src/logger.js';
import { packageFolder } from '../../../src/package.js';
import { createApiKeyStore } from '../../../src/storage/api-key-store.js';
import { createConnectionStore } from '../../../src/storage/connection-store.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createLedgerStore } from '../../../src/storage/ledger-store.js';
import { openVault } from '../../../src/storage/master-key.js';
import { createRequestStore } from '../../../src/storage/request-store.js';
import { openSigner } from '../../../src/storage/signing-key.js';
import { createStepStore } from '../../../src/storage/step-store.js';

/** Written by the driver of 0.1.0 and killed: test/fixtures/data-folders/README.md. */
const original = join(packageFolder(), 'test/fixtures/data-folders/libsql');
let folder: string;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-earlier-'));
  cpSync(original, folder, { recursive: true });
  database = openDatabase(join(folder, 'database.sqlite'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was committed before the kill is there, what was not is gone', () => {
  const unfinished = createRequestStore(database).unfinished();
  // The second lay in the write-ahead log only.
  expect(unfinished.map(({ email, reference }) => [email, reference]).sort()).toEqual([
    ['ada@example.com', 'Case 1'],
    ['grace@example.com', 'Fall ß 2 😀'],
  ]);
  expect(database.all('SELECT * FROM daily_counts')).toEqual([]);
  expect(createApiKeyStore(database).list()).toMatchObject([{ label: 'Przykład – “first”' }]);
});

test('steps, their results and the lease of the dead process are read', () => {
  const steps = createStepStore(database);
  const id = '3ae17263-6c81-430a-8df2-9abeb9e4ac9b';
  expect([...steps.all(id, 'meetings', 'list')]).toHaveLength(5);
  expect([...steps.done(id, 'meetings', 'list')]).toMatchObject([
    { position: 1, result: { records: 3, calls: 1, text: 'a\0b', big: 2 ** 53 - 1 } },
  ]);
  expect(steps.recover('the next process')).toBe(1);
});

test('the ledger holds its published head, and goes on', () => {
  const { heads } = new HeadFiles(join(folder, 'ledger')).read();
  const check = checkLedger(createLedgerStore(database), heads);
  expect([check.problems, check.heads]).toEqual([[], heads]);
  expect(heads).toMatchObject([{ connectionId: 'default', sequence: 3 }]);
});

test('the vault opens what was sealed', () => {
  const vault = openVault({ database, folder, given: '00'.repeat(32), logger: silentLogger });
  expect(openSigner(database, vault).sign(Buffer.from('x'))).toHaveLength(64);
  const [connection] = createConnectionStore(database).list();
  expect(connection).toMatchObject({ id: 'default', origin: 'environment' });
});

test('once it is closed, the file alone is a whole copy', () => {
  database.close();
  expect(statSync(join(folder, 'database.sqlite-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  rmSync(join(folder, 'database.sqlite-wal'), { force: true });
  rmSync(join(folder, 'database.sqlite-shm'), { force: true });
  database = openDatabase(join(folder, 'database.sqlite'));
  expect(createRequestStore(database).unfinished()).toHaveLength(2);
});
