import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import { openDataFolder } from '../../src/files/data-folder.js';

/** Folders as clusters mount them: another owner, writable through the group, a user that no list names. */
const stranger = 34_567;
const isRoot = process.geteuid?.() === 0;
let folder: string;
let volume: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-volume-'));
  chmodSync(folder, 0o755);
  volume = join(folder, 'volume');
  mkdirSync(volume);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command as a user without a name and a home, who may write nothing but the volume. */
function runAsStranger(...args: string[]) {
  const cli = join(packageFolder(), 'dist/src/cli.js');
  return spawnSync(process.execPath, [cli, ...args], {
    ...{ uid: stranger, gid: stranger, cwd: '/', encoding: 'utf8' },
    env: { PATH: process.env.PATH, DSAR_DATA_DIR: volume },
  });
}

const createKey = () => runAsStranger('api-keys', 'create', '--role', 'auditor', '--json');

function testAsRoot(name: string, work: () => void): void {
  if (isRoot) test(name, work);
  else
    test(name, () => {
      process.stdout.write(`NOT CHECKED, because only root can be another user: ${name}\n`);
    });
}

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

testAsRoot('a volume of root that is writable through the group works, and stays as it was mounted', () => {
  chownSync(volume, 0, stranger);
  chmodSync(volume, 0o2775);
  expect(createKey()).toMatchObject({ status: 0, stderr: '' });
  expect(createKey().status).toBe(0);
  expect([statSync(volume).uid, modeOf(volume)]).toEqual([0, '2775']);
  // What lies in it is for its user alone all the same.
  for (const name of readdirSync(volume)) {
    const { uid, mode } = statSync(join(volume, name));
    expect([name, uid, mode & 0o077]).toEqual([name, stranger, 0]);
  }
});

testAsRoot('a volume of a user without a name is made private', () => {
  chownSync(volume, stranger, stranger);
  chmodSync(volume, 0o777);
  expect(createKey().status).toBe(0);
  expect(modeOf(volume)).toBe('700');
});

testAsRoot('a volume that cannot be written is named with its owner and mode', () => {
  const { status, stderr } = createKey();
  expect(status).toBe(2);
  expect(stderr).toContain(`${volume} (owner 0, group 0, mode 0755; this is user ${stranger})`);
  expect(stderr).toContain('cannot be written');
});

testAsRoot('files of another user in it are an error that says so', () => {
  chmodSync(volume, 0o777);
  openDataFolder(volume);
  chmodSync(volume, 0o777);
  const { status, stderr } = createKey();
  expect([status, stderr]).toEqual([2, expect.stringMatching(/owner .* cannot be written/)]);
});

testAsRoot('root changes nothing of a folder that belongs to another user', () => {
  chownSync(volume, stranger, stranger);
  chmodSync(volume, 0o2770);
  expect(openDataFolder(volume).openTo).toMatch(/user 34567 and has mode 02770/);
  expect(modeOf(volume)).toBe('2770');
});

test('a folder of our own is open to nobody else, and nothing is said', () => {
  chmodSync(volume, 0o775);
  expect(openDataFolder(volume).openTo).toBeUndefined();
});
