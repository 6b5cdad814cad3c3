import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { AppError } from '../../src/errors.js';
import { silentLogger, type Logger } from '../../src/logger.js';
import { startServer, type RunningServer } from '../../src/main.js';
import { openDatabase } from '../../src/storage/sqlite/database.js';
import { fastRegistry } from '../support/fast-zoom.js';
import { killClis, runCli } from '../support/run-cli.js';
import { errorOf } from '../support/upstream-under-test.js';

const key = '1'.repeat(64);
const credentials = { clientId: 'client-1', clientSecret: 'secret-1' };
let dataDir: string;
let warnings: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'dsar-master-'));
  warnings = [];
});
afterEach(async () => {
  await killClis();
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = (masterKey?: string) => ({
  ...{ DSAR_DATA_DIR: dataDir, DSAR_PORT: '0' },
  ...(masterKey && { DSAR_MASTER_KEY: masterKey }),
});
const logger: Logger = { ...silentLogger, warn: (_fields, message) => void warnings.push(message) };
const start = (masterKey?: string): Promise<RunningServer> =>
  startServer(readConfig(fastRegistry, environment(masterKey)), fastRegistry, logger);

/** Starts the service, lets it seal something, and ends it. */
async function sealOne(masterKey?: string): Promise<string> {
  const server = await start(masterKey);
  const { id } = await server.service.connections.create({
    ...{ connector: 'zoom', label: 'Example', kind: 'oauth', plan: 'pro', rateShare: 0.5, credentials },
  });
  await server.close();
  return id;
}

/** Whether what was sealed still opens. */
async function opens(id: string, masterKey?: string): Promise<boolean> {
  const server = await start(masterKey);
  const { connection } = await server.service.connections.open(id);
  await server.close();
  return connection.credentials.clientSecret === credentials.clientSecret;
}

/** The key file and every row of every table, read from a copy. */
function kept(): unknown {
  const copy = mkdtempSync(join(tmpdir(), 'dsar-copy-'));
  cpSync(dataDir, copy, { recursive: true });
  const database = openDatabase(join(copy, 'database.sqlite'));
  const tables = database.all("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  const rows = tables.map(({ name }) => database.all(`SELECT * FROM ${String(name)}`));
  database.close();
  rmSync(copy, { recursive: true, force: true });
  const file = join(dataDir, 'master.key');
  return { tables, rows, key: existsSync(file) && readFileSync(file, 'hex') };
}

/** The service refuses to start, says this, and leaves everything as it was; also from the command line. */
async function expectRefusal(words: RegExp, masterKey?: string): Promise<void> {
  const before = kept();
  const error = await errorOf(start(masterKey));
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe('invalid_configuration');
  expect((error as AppError).message).toMatch(words);
  if (masterKey !== undefined) expect((error as AppError).message).not.toContain(masterKey);
  expect(kept()).toEqual(before);
  const { code, stderr } = await runCli(['serve'], environment(masterKey));
  expect([code, stderr.trim()]).toEqual([2, (error as AppError).message]);
  expect(kept()).toEqual(before);
}

describe('the master key', () => {
  test('is made in the data folder when none is given, readable by its owner only, with a warning', async () => {
    const id = await sealOne();
    const file = join(dataDir, 'master.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
    expect(warnings).toEqual([expect.stringContaining('back it up')]);
    expect(await opens(id)).toBe(true);
    expect(warnings).toHaveLength(1);
  });

  test('that is given is used, and no file is made', async () => {
    const id = await sealOne(key);
    expect(readdirSync(dataDir)).not.toContain('master.key');
    expect(warnings).toEqual([]);
    expect(await opens(id, key)).toBe(true);
  });

  test('may move from the file into the environment', async () => {
    const id = await sealOne();
    const file = join(dataDir, 'master.key');
    const text = readFileSync(file, 'utf8').trim();
    rmSync(file);
    expect(await opens(id, text)).toBe(true);
  });
});

describe('a master key that is not the one', () => {
  test('wrong: the service does not start, and works again with the right one', async () => {
    const id = await sealOne(key);
    await expectRefusal(/not the one the secrets .* were encrypted with/, '2'.repeat(64));
    expect(await opens(id, key)).toBe(true);
  });

  test('missing: no other is made in its place', async () => {
    const id = await sealOne(key);
    await expectRefusal(/their master key is missing/);
    expect(readdirSync(dataDir)).not.toContain('master.key');
    expect(await opens(id, key)).toBe(true);
  });

  test('a lost file: no other is made in its place', async () => {
    const id = await sealOne();
    const file = join(dataDir, 'master.key');
    renameSync(file, `${file}.away`);
    await expectRefusal(/their master key is missing/);
    renameSync(`${file}.away`, file);
    expect(await opens(id)).toBe(true);
  });

  test.each<[string, string]>([
    ['another', Buffer.alloc(32, 7).toString('base64')],
    ['an empty', ''],
    ['a cut', Buffer.alloc(20, 7).toString('base64')],
  ])('%s file: the service does not start', async (_, content) => {
    await sealOne();
    writeFileSync(join(dataDir, 'master.key'), content);
    await expectRefusal(/master\.key/);
  });

  test.each(['too-short', '1'.repeat(63), `${'1'.repeat(64)}1`, 'ä'.repeat(32), 'A'.repeat(43) + '!'])(
    'of a wrong form (%s): the service does not start',
    async (masterKey) => {
      await sealOne(key);
      await expectRefusal(/must be 32 bytes in base64 or as 64 hexadecimal digits/, masterKey);
    },
  );

  test('of a wrong form on a new folder: nothing is sealed with it', async () => {
    const error = await errorOf(start('too-short'));
    expect(error).toMatchObject({ code: 'invalid_configuration' });
    expect(await opens(await sealOne(key), key)).toBe(true);
  });
});
