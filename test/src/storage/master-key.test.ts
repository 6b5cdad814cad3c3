import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '../../../src/errors.js';
import { silentLogger } from '../../../src/logger.js';
import { openDatabase, type Database } from '../../../src/storage/sqlite/database.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { openVault } from '../../../src/storage/master-key.js';

const place = { table: 'a', column: 'b', row: 'c' };
const bytes = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff', 'hex');
let folder: string;
let store: Store;
let database: Database;
let warnings: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-key-'));
  store = await openStore(join(folder, 'database.sqlite'));
  database = openDatabase(join(folder, 'database.sqlite'));
  warnings = [];
});
afterEach(async () => {
  database.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const logger = { ...silentLogger, warn: (_: object, message: string) => void warnings.push(message) };
const file = () => join(folder, 'master.key');
const open = (given?: string) => openVault({ settings: store.settings, folder, given, logger });

async function refusalOf(given?: string): Promise<string> {
  try {
    await open(given);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('invalid_configuration');
    return (error as AppError).message;
  }
  throw new Error('It was accepted.');
}

describe('the master key', () => {
  test('is taken in every form it may have, and these mean the same', async () => {
    const sealed = (await open(bytes.toString('hex'))).sealOwn(place, 'secret');
    const forms = [
      bytes.toString('hex').toUpperCase(),
      bytes.toString('base64'),
      bytes.toString('base64').replace('=', ''),
      bytes.toString('base64url'),
    ];
    for (const form of forms) expect((await open(form)).openOwn(place, sealed)).toBe('secret');
    expect(warnings).toEqual([]);
  });

  test('is made once where none is given, for its owner alone', async () => {
    const sealed = (await open()).sealOwn(place, 'secret');
    const made = readFileSync(file(), 'utf8');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect((await open()).openOwn(place, sealed)).toBe('secret');
    expect(readFileSync(file(), 'utf8')).toBe(made);
    expect(warnings).toHaveLength(1);
  });

  test('that is given goes before the file, and the file is left as it is', async () => {
    const sealed = (await open(bytes.toString('hex'))).sealOwn(place, 'secret');
    writeFileSync(file(), Buffer.alloc(32, 3).toString('base64'));
    expect((await open(bytes.toString('hex'))).openOwn(place, sealed)).toBe('secret');
    expect(await refusalOf()).toMatch(/not the one the secrets .* were encrypted with/);
    expect(readFileSync(file(), 'utf8')).toBe(Buffer.alloc(32, 3).toString('base64'));
  });

  test('is remembered by what it sealed, not by itself', async () => {
    await open(bytes.toString('hex'));
    const kept = JSON.stringify(database.all('SELECT * FROM settings'));
    expect(kept).toContain('master_key_check');
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(kept).not.toContain(bytes.toString(form));
  });
});

describe('a master key that cannot be used', () => {
  test.each([
    ['another', 'ff'.repeat(32)],
    ['of 31 bytes', bytes.subarray(1).toString('base64')],
    ['of 33 bytes', Buffer.concat([bytes, bytes.subarray(0, 1)]).toString('base64')],
    ['of 63 digits', 'f'.repeat(63)],
    ['with a space inside', `${'f'.repeat(32)} ${'f'.repeat(32)}`],
    ['that is a sentence', 'correct horse battery staple correct horse!'],
  ])('%s: is refused without being told, and nothing changes', async (_, given) => {
    const sealed = (await open(bytes.toString('hex'))).sealOwn(place, 'secret');
    const before = database.all('SELECT * FROM settings');
    expect(await refusalOf(given)).not.toContain(given);
    expect(database.all('SELECT * FROM settings')).toEqual(before);
    expect((await open(bytes.toString('hex'))).openOwn(place, sealed)).toBe('secret');
  });

  test('in a file that cannot be read, or is no key: the sentence names the file, which stays', async () => {
    await open();
    const made = readFileSync(file(), 'utf8');
    writeFileSync(file(), 'no key');
    expect(await refusalOf()).toMatch(/^The master.key in the data folder must be 32 bytes/);
    expect(readFileSync(file(), 'utf8')).toBe('no key');
    rmSync(file());
    expect(await refusalOf()).toMatch(/master key is missing/);
    writeFileSync(file(), made);
    chmodSync(file(), 0o600);
    await open();
  });

  test('a check that was damaged counts as the wrong key', async () => {
    await open(bytes.toString('hex'));
    database.run("UPDATE settings SET value = 'v1.k1.AAAA.AAAA'");
    expect(await refusalOf(bytes.toString('hex'))).toMatch(/not the one/);
  });
});
