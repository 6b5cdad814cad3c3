import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoEmail, mediaSha256, startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { readReport } from '../support/read-report.js';
import { runBuiltBeside } from '../support/run-built.js';
import { killClis, runCli } from '../support/run-cli.js';
import { hosts, startTlsBehindProxy, type TlsBehindProxy } from '../support/tls-behind-proxy.js';

const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
let simulator: Simulator;
let way: TlsBehindProxy;
let folder: string;

async function start(fileHost: string): Promise<void> {
  simulator = await startSimulator({ enforceRateLimits: false });
  way = await startTlsBehindProxy(simulator, fileHost);
}
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dsar-tunnel-'))));
afterEach(async () => {
  await killClis();
  await way.close();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  ...{ DSAR_DATA_DIR: join(folder, 'data'), HTTPS_PROXY: way.proxyUrl, NODE_EXTRA_CA_CERTS: way.authority },
  ...{ ZOOM_API_URL: `https://${hosts.api}/v2`, ZOOM_OAUTH_URL: `https://${hosts.oauth}/oauth` },
  ...{ ZOOM_ACCOUNT_ID: simulator.credentials.accountId, ZOOM_CLIENT_ID: simulator.credentials.clientId },
  ...{ ZOOM_CLIENT_SECRET: simulator.credentials.clientSecret, ZOOM_PLAN: 'business', ...more },
});

describe('API, tokens and files, all of it TLS under a private authority', () => {
  test.each<[string, string, Record<string, string>]>([
    ['by the address that was judged', hosts.files, {}],
    ['by a name that only the proxy knows', hosts.namedFiles, { DSAR_PROXY_NAMES: 'storage.example' }],
  ])(
    'are read through the tunnel, files %s',
    async (_, fileHost, more) => {
      await start(fileHost);
      const out = join(folder, 'out.zip');
      const end = await runCli(
        ['access', demoEmail, '--sources', 'phone-voicemails', '--out', out],
        environment(more),
      );
      expect([end.code, end.stderr]).toEqual([0, expect.not.stringContaining('p%40ss')]);
      const report = await readReport(out);
      expect(report.source('phone-voicemails').outcome).toBe('complete');
      const digests = [...simulator.world.media.keys()].map((id) => mediaSha256(simulator.world, id));
      const files = [...report.entries].filter(([name]) => name.includes('/files/'));
      expect(files.length).toBeGreaterThan(0);
      for (const [, { sha256 }] of files) expect(digests).toContain(sha256);

      // Nothing went another way, each host has its tunnel, and the token stayed where it belongs.
      const wanted = [hosts.api, hosts.oauth, fileHost].map((host) => `${host}:443`).sort();
      expect([...new Set(way.asked.map(({ authority }) => authority))].sort()).toEqual(wanted);
      expect(new Set(way.asked.map(({ authorization }) => authorization))).toEqual(new Set([basic]));
      expect(way.came.filter(({ host, hasToken }) => host === fileHost && hasToken)).toEqual([]);
      expect(way.came.filter(({ host }) => host === fileHost).length).toBeGreaterThanOrEqual(files.length);
      expect(simulator.leakedAuthorizations).toBe(0);
    },
    120_000,
  );
});

/** One request, with the patience of tests, in a process that has read the private authority at its start. */
const oneRequest = `
  const { readConfig } = await load('src/config.js');
  const { createService } = await load('src/service.js');
  const { silentLogger } = await load('src/logger.js');
  const { openDataFolder } = await load('src/files/data-folder.js');
  const { fastRegistry: registry, hurriedRetry, hurriedTimeouts } = await load('test/support/fast-zoom.js');
  const config = readConfig(registry);
  const service = await createService({
    ...config, folder: openDataFolder(config.dataDir), registry, logger: silentLogger,
    tuning: { retryPolicy: { ...hurriedRetry, attempts: 2 }, timeouts: { ...hurriedTimeouts, connectMs: 400 } },
  });
  const { id } = await service.requests.create({
    connectionId: 'default', origin: 'test', media: true, email: input.email, sources: input.sources,
  });
  const started = performance.now();
  const { status, problem, outcomes } = await service.requests.wait(id, 60_000);
  print({ status, problem, outcomes, ms: performance.now() - started });
  await service.close();
`;

interface End {
  status: string;
  problem?: { code: string; detail: string };
  outcomes?: Record<string, unknown>[];
  ms: number;
}

const ask = async (more: Record<string, string> = {}) =>
  (await runBuiltBeside(oneRequest, environment(more), {
    email: demoEmail,
    sources: ['phone-voicemails'],
  })) as End;

/** What a refusal of the vendor that nobody exists would look like. */
const likeZoom = '{"code":1001,"message":"User does not exist: alex.demo@example.com."}';

describe('a proxy that gives no way', () => {
  beforeEach(() => start(hosts.files));
  const refuseWith = (status: number, host: string) => {
    way.refuse = (authority, socket) => {
      if (!authority.startsWith(host)) return false;
      socket.end(
        `HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\ncontent-length: ${likeZoom.length}\r\n\r\n${likeZoom}`,
      );
      return true;
    };
  };

  test.each([
    ['tokens', hosts.oauth, 401],
    ['the API', hosts.api, 404],
  ])(
    'to %s is an error that names it, never an answer that nobody is there',
    async (_, host, status) => {
      refuseWith(status, host);
      const end = await ask();
      expect(end).toMatchObject({ status: 'paused', problem: { code: 'vendor_unreachable' } });
      expect(end.problem?.detail).toContain(`The proxy 127.0.0.1`);
      expect(end.problem?.detail).toContain(`${host}:443`.replace(':443', ''));
      expect(end.problem?.detail).toContain(`HTTP status ${status}`);
      expect(JSON.stringify(end)).not.toMatch(/p(@|%40)ss/);
    },
    60_000,
  );

  test('to files alone leaves a gap with the reason, and what was listed stays', async () => {
    refuseWith(404, hosts.files);
    const end = await ask();
    expect(end.status).toBe('completed_with_gaps');
    expect(JSON.stringify(end.outcomes)).toContain('vendor_unreachable');
    expect(JSON.stringify(end.outcomes)).not.toContain('file_gone');
  }, 60_000);

  test('because it never answers ends with the time limit', async () => {
    way.refuse = () => true;
    const end = await ask();
    expect(end).toMatchObject({ status: 'paused', problem: { code: 'vendor_unreachable' } });
    expect(end.problem?.detail).toContain('ETIMEDOUT');
    expect(end.ms).toBeLessThan(20_000);
  }, 60_000);

  test('because nobody speaks at its end ends with a time limit, too', async () => {
    way.refuse = (_authority, socket) => socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const end = await ask();
    expect(end).toMatchObject({ status: 'paused', problem: { code: 'vendor_unreachable' } });
    expect(end.problem?.detail).toContain(`${hosts.oauth} could not be reached`);
    expect(end.ms).toBeLessThan(20_000);
  }, 60_000);

  test('to be trusted: an authority nobody named is refused, with the setting that names it', async () => {
    const end = await ask({ NODE_EXTRA_CA_CERTS: '' });
    expect(end).toMatchObject({ status: 'paused', problem: { code: 'vendor_unreachable' } });
    expect(end.problem?.detail).toContain('NODE_EXTRA_CA_CERTS');
    expect(way.came).toEqual([]);
  }, 60_000);
});
