import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../connectors/index.js';
import { createSecretResolver, readConfig } from '../../src/config.js';
import { AppError } from '../../src/errors.js';
import { errorOf } from '../support/upstream-under-test.js';

let root: string;
let folder: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dsar-secrets-'));
  folder = join(root, 'secrets');
  // As a cluster mounts secrets: links to a folder beside them that is exchanged as a whole.
  mkdirSync(join(folder, '..data'), { recursive: true });
  mkdirSync(join(root, 'secrets-of-others'));
  writeFileSync(join(folder, '..data', 'id'), 'the id\n');
  symlinkSync('..data/id', join(folder, 'id'));
  writeFileSync(join(folder, 'plain'), '  plain \n');
  writeFileSync(join(folder, 'empty'), ' \n');
  writeFileSync(join(folder, 'large'), 'x'.repeat(64 * 1024));
  writeFileSync(join(root, 'master.key'), 'the master key');
  writeFileSync(join(root, 'secrets-of-others', 'key'), 'the master key');
  symlinkSync(join(root, 'master.key'), join(folder, 'out'));
  symlinkSync('..', join(folder, 'up'));
  symlinkSync('/dev/zero', join(folder, 'zero'));
  symlinkSync('loop', join(folder, 'loop'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  linkSync(join(folder, 'plain'), join(folder, 'same'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const read = (name: string, secrets: string | undefined = folder) =>
  createSecretResolver(connectors, { DSAR_SECRETS_DIR: secrets })(
    `file:${name.startsWith('/') ? name : join(folder, name)}`,
  );

test.each([
  ['plain', 'plain'],
  ['same', 'plain'],
  ['id', 'the id'],
  ['..data/id', 'the id'],
  ['..data/../plain', 'plain'],
])('a file of the folder (%s) is read', async (name, text) => expect(await read(name)).toBe(text));

// A pipe without a writer and a device without an end would keep the whole service.
test.each([
  ['out', /outside the folder/],
  ['up/master.key', /outside the folder/],
  ['../master.key', /outside the folder/],
  ['../secrets-of-others/key', /outside the folder/],
  ['', /outside the folder/],
  ['/etc/hostname', /outside the folder/],
  ['/dev/zero', /outside the folder/],
  ['/proc/self/environ', /outside the folder/],
  ['zero', /outside the folder/],
  ['pipe', /no regular file/],
  ['..data', /no regular file/],
  ['empty', /empty/],
  ['large', /too large/],
  ['loop', /cannot be read/],
  ['missing', /cannot be read/],
])('%s is refused at once, without its path', async (name, why) => {
  const started = performance.now();
  const error = (await errorOf(read(name))) as AppError;
  expect(error).toBeInstanceOf(AppError);
  expect(error.code).toBe('invalid_request');
  expect(error.message).toMatch(why);
  expect(error.message).not.toContain(root);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test.each(['', undefined])('without a folder (%j) nothing is read', async (secrets) => {
  const nothing = createSecretResolver(connectors, { DSAR_SECRETS_DIR: secrets })(
    `file:${join(folder, 'plain')}`,
  );
  await expect(nothing).rejects.toThrow(/set DSAR_SECRETS_DIR/);
});

test.each([
  ['relative', 'secrets', './data'],
  ['the data folder', '/srv/data', '/srv/data'],
  ['above the data folder', '/srv', '/srv/dsar/data'],
  ['everything', '/', '/srv/data'],
])('a folder of secrets that is %s is refused at the start', (_what, secrets, data) => {
  expect(() => readConfig(connectors, { DSAR_SECRETS_DIR: secrets, DSAR_DATA_DIR: data })).toThrow(
    /DSAR_SECRETS_DIR must/,
  );
});
