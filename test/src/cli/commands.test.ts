import { firstCallOf } from '../../../src/contract/index.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zoom } from '../../../connectors/zoom/index.js';
import { demoEmail, startSimulator, type Simulator } from '../../../simulators/zoom/index.js';
import { readProgram } from '../../../src/package.js';
import { environmentFor, killClis, runCli, startCli } from '../../support/run-cli.js';

let simulator: Simulator;
let folder: string;
let dataDir: string;
let environment: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator();
  folder = mkdtempSync(join(tmpdir(), 'dsar-commands-'));
  dataDir = join(folder, 'data');
  environment = environmentFor(simulator, dataDir);
});
afterAll(async () => {
  await killClis();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('sources and scopes', () => {
  test('show every declared source, in report order, without configuration', async () => {
    const { code, stdout } = await runCli(['sources']);
    expect(code).toBe(0);
    const ids = stdout.split('\n').map((line) => line.split(' ')[0]);
    expect(ids.filter((id) => zoom.sources.some((source) => source.id === id))).toEqual(
      zoom.sources.map(({ id }) => id),
    );
  });

  test('tell a program the same', async () => {
    const lines = JSON.parse((await runCli(['sources', '--json'])).stdout) as { id: string }[];
    expect(lines.map(({ id }) => id)).toEqual(zoom.sources.map(({ id }) => id));
  });

  test('list the scopes to grant, each once', async () => {
    const scopes = (await runCli(['scopes', '--sources', 'all'])).stdout.trim().split('\n');
    expect(new Set(scopes).size).toBe(scopes.length);
    const ofTheCore = (await runCli(['scopes'])).stdout.trim().split('\n');
    expect(ofTheCore.filter((scope) => !scopes.includes(scope))).toEqual([]);
    expect(ofTheCore.some((scope) => scope.startsWith('clips:'))).toBe(false);
    const unknown = await runCli(['scopes', '--sources', 'everything']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('There are: all, core,')]);
    for (const source of zoom.sources)
      expect(firstCallOf(source).scopes.granular.some((scope) => scopes.includes(scope))).toBe(true);
  });
});

describe('plan', () => {
  test('tells calls and time, and makes only the lookup', async () => {
    const before = simulator.calls.length;
    const { code, stdout } = await runCli(['plan', demoEmail], environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ calls at least, which take \d+\.\d s at 75 % of the rate limits\./);
    expect(simulator.calls.slice(before).map(({ operation }) => operation)).toEqual([
      'token',
      '/users/{userId}',
    ]);
  });

  test('names every source to a program', async () => {
    const { stdout } = await runCli(['plan', demoEmail, '--json'], environment);
    const plan = JSON.parse(stdout) as { found: boolean; seconds: number; sources: { source: string }[] };
    expect(plan.found).toBe(true);
    expect(plan.seconds).toBeGreaterThan(0);
    expect(plan.sources.map(({ source }) => source)).toEqual(zoom.sources.map(({ id }) => id));
  });

  test('4: for nobody', async () => {
    expect((await runCli(['plan', 'nobody@example.com'], environment)).code).toBe(4);
  });

  test('2: without an e-mail address', async () => {
    expect((await runCli(['plan', 'nobody'], environment)).code).toBe(2);
  });
});

describe('api-keys', () => {
  const keys = (...args: string[]) => runCli(['api-keys', ...args], { DSAR_DATA_DIR: dataDir });

  test('a key is shown once, listed without its secret, and ends when it is revoked', async () => {
    const made = await keys('create', '--role', 'auditor', '--label', 'the auditors');
    const secret = made.stdout.trim();
    expect([made.code, secret.split('\n')]).toEqual([0, [secret]]);
    const id = /Key (\S+) with/.exec(made.stderr)?.[1] ?? '';

    const listed = await keys('list');
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).toMatch(/auditor.*the auditors.*never.*active/);
    expect(listed.stdout).not.toContain(secret);
    for (const file of readdirSync(dataDir).filter((name) => name.startsWith('database')))
      expect(readFileSync(join(dataDir, file)).includes(secret)).toBe(false);

    const server = startCli(['serve'], environment);
    const address = await server.said(/listening on (http:\/\/\S+)/);
    const read = () =>
      fetch(`${address}/v1/access-requests`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await read()).status).toBe(200);
    expect((await keys('revoke', id)).code).toBe(0);
    expect((await read()).status).toBe(401);
    expect((await keys('list')).stdout).toContain('revoked');
    server.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
  });

  test('--json', async () => {
    const { stdout } = await keys('create', '--role', 'platform', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ role: 'platform', key: expect.any(String) as unknown });
  });

  test.each([
    ['an unknown role', ['create', '--role', 'owner'], /platform, operator, auditor, admin/],
    ['no role', ['create'], /--role/],
    ['an unknown key', ['revoke', 'nothing'], /api-keys list/],
  ])('2: %s', async (_name, args, sentence) => {
    const { code, stderr } = await keys(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

describe('serve', () => {
  test('2: a port that is taken; the sentence names it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { code, stderr } = await runCli(['serve'], { ...environment, DSAR_PORT: String(port) });
      expect([code, stderr.includes(String(port))]).toEqual([2, true]);
    } finally {
      other.close();
    }
  });

  test('2: a data folder that cannot be made', async () => {
    const { code, stderr } = await runCli(['serve'], { ...environment, DSAR_DATA_DIR: '/sys/dsar' });
    expect(code).toBe(2);
    expect(stderr).toContain('/sys/dsar');
  });

  test('2: a second server on the same folder is told where the first one is', async () => {
    const first = startCli(['serve'], environment);
    const address = await first.said(/listening on (http:\/\/\S+)/);
    const { code, stderr } = await runCli(['serve'], environment);
    expect([code, stderr.includes(address)]).toEqual([2, true]);
    first.kill('SIGINT');
    expect((await first.end).code).toBe(0);
  });
});

describe('the program itself', () => {
  test('tells its version and its commands', async () => {
    const { name, version } = readProgram();
    expect((await runCli(['--version'])).stdout).toBe(`${version}\n`);
    const { code, stdout } = await runCli(['--help']);
    expect([code, stdout.includes(`Usage: ${name}`)]).toEqual([0, true]);
    for (const command of ['access', 'serve', 'verify', 'sources', 'plan', 'api-keys'])
      expect(stdout).toContain(`  ${command}`);
  });

  test.each([[['unknown']], [[]], [['--nothing']]])('2: %j', async (args) => {
    const { code, stdout } = await runCli(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync('data')).toBe(false);
  });
});
