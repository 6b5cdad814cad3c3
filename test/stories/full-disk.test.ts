import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEmail, startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { coreScopes } from '../support/core-scopes.js';
import { readReport } from '../support/read-report.js';
import { demoFrom, environmentFor, killClis, runCli, startCli } from '../support/run-cli.js';

let simulator: Simulator;
let folder: string;
let disk: string;
let out: string;
/** Only root may mount; elsewhere a line says that this was not checked. */
let canMount = false;

const mount = (...options: string[]) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tmpfs', disk]).status === 0;

beforeAll(async () => {
  simulator = await startSimulator({ scopes: coreScopes });
  folder = mkdtempSync(join(tmpdir(), 'dsar-disk-'));
  disk = join(folder, 'disk');
  out = join(folder, 'report.zip');
  mkdirSync(disk);
  canMount = mount('size=1m');
  if (canMount) execFileSync('umount', [disk]);
  else process.stdout.write('not checked: a full disk, because this user may not mount one\n');
});
afterAll(async () => {
  await killClis();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const args = (sources = 'user') => [
  ...['access', demoEmail, '--out', out, '--sources', sources, '--from', demoFrom],
];

/** Runs the work on a disk of this size, and removes it whatever happens. */
async function onDisk(size: string, work: (environment: Record<string, string>) => Promise<void>) {
  if (!canMount) return;
  expect(mount(`size=${size}`)).toBe(true);
  try {
    await work(environmentFor(simulator, join(disk, 'data')));
  } finally {
    await killClis();
    execFileSync('umount', [disk]);
    rmSync(out, { force: true });
  }
}

describe('when the disk is full', () => {
  // Each size is full at another place: five while the database is made, then the records, then the files.
  test.each([
    ...['40k', '100k', '136k', '150k', '300k'].map((size) => [size, 'user'] as const),
    ...['1m', '8m'].map((size) => [size, 'recordings,phone-voicemails'] as const),
  ])(
    '(%s) it is said, no half report is seen, and with more space the same command finishes',
    (size, sources) =>
      onDisk(size, async (environment) => {
        const { code, stdout, stderr } = await runCli(args(sources), environment);
        expect([1, 5]).toContain(code);
        expect(stdout + stderr).toMatch(/The disk of \S.* is (nearly )?full\. Free some space/);
        expect(stdout + stderr).not.toContain('Something unexpected');
        const reports = join(disk, 'data', 'reports');
        expect([existsSync(out), existsSync(reports) ? readdirSync(reports) : []]).toEqual([false, []]);

        execFileSync('mount', ['-o', 'remount,size=200m', disk]);
        expect([0, 3]).toContain((await runCli(args(sources), environment)).code);
        const last = sources.split(',').at(-1) ?? '';
        expect((await readReport(out)).source(last).outcome).toBe('complete');
      }),
  );

  test('a server lives on, says so as a problem, and takes requests again afterwards', () =>
    onDisk('400k', async (environment) => {
      const key = 'bootstrap-key-of-the-tests';
      const server = startCli(['serve'], { ...environment, DSAR_BOOTSTRAP_KEY: key });
      const address = await server.said(/listening on (http:\/\/\S+)/);
      const post = () =>
        fetch(`${address}/v1/access-requests`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=20' },
          body: JSON.stringify({ email: 'nobody@example.com' }),
        });
      const filled = join(disk, 'filler');
      spawnSync('dd', ['if=/dev/zero', `of=${filled}`, 'bs=1k', 'count=1000']);
      const refused = await post();
      expect(refused.status).toBe(507);
      expect(await refused.json()).toMatchObject({ code: 'disk_full' });
      expect((await fetch(`${address}/livez`)).status).toBe(200);

      rmSync(filled);
      execFileSync('mount', ['-o', 'remount,size=50m', disk]);
      const accepted = await post();
      expect(await accepted.json()).toMatchObject({ status: 'no_match' });
      server.kill('SIGTERM');
      expect((await server.end).code).toBe(0);
    }));
});

describe('when the data folder cannot be written', () => {
  test('it is said before anybody is asked', () =>
    onDisk('1m', async (environment) => {
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      const before = simulator.calls.length;
      const { code, stderr } = await runCli(args(), environment);
      expect(code).toBe(2);
      expect(stderr).toContain(`${join(disk, 'data')} cannot be written`);
      expect(simulator.calls).toHaveLength(before);
    }));
});
