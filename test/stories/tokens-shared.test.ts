import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { ask } from '../../src/upstream/client.js';
import { Browser } from '../support/browser.js';
import { environmentFor, killClis, startCli, until, type RunningCli } from '../support/run-cli.js';
import { runBuiltBeside } from '../support/run-built.js';
import { bootstrapKey } from '../support/start-api.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';
import { callOf } from '../support/upstream-under-test.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await killClis();
  for (const close of closing.splice(0).reverse()) await close();
});

const person = 'alex.demo@example.com';
const tokenCalls = ({ calls }: Simulator) => calls.filter(({ operation }) => operation === 'token');
const usersCall = () => callOf({ endpoint: '/users', values: {}, query: { page_size: '30' } });

async function start(latencyMs = 0): Promise<PublicApi> {
  const api = await startPublicApi({ simulator: { latencyMs } });
  closing.push(() => api.close());
  return api;
}

describe('64 at once that meet an expired token', () => {
  test.each(['oauth', 'server_to_server'] as const)(
    'calls of a connection (%s): one refresh',
    async (kind) => {
      // All calls are on their way before the first is answered.
      const api = await start(1_200);
      const { simulator, service } = api.installation;
      const isOauth = kind === 'oauth';
      const id = await api.connect(isOauth ? {} : { account_id: simulator.credentials.accountId });
      if (isOauth) await api.consent(id);
      const { upstream } = await service.connections.open(id);
      await ask(upstream, usersCall());
      simulator.expireTokens();
      const before = tokenCalls(simulator).length;
      const calls = Array.from({ length: 64 }, () => ask(upstream, usersCall()));
      expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(
        Array.from({ length: 64 }, () => 'fulfilled'),
      );
      expect(tokenCalls(simulator).length - before).toBe(1);
      const expired = simulator.calls.filter(({ status }) => status === 401).length;
      expect(expired).toBeGreaterThan(30);
      await ask(upstream, usersCall());
      expect(tokenCalls(simulator).length - before).toBe(1);
    },
  );

  test('access requests: one refresh, none fails', async () => {
    const api = await start();
    const { simulator, service } = api.installation;
    const id = await api.connect();
    await api.consent(id);
    simulator.expireTokens();
    const before = tokenCalls(simulator).length;
    const order = {
      email: person,
      connectionId: id,
      origin: 'test',
      media: false,
      sources: ['user-settings'],
    };
    const made = await Promise.all(Array.from({ length: 64 }, () => service.requests.create(order)));
    const ended = await Promise.all(made.map((one) => service.requests.wait(one.id, 60_000)));
    expect(new Set(ended.map((one) => one?.status))).toEqual(new Set(['completed']));
    expect(tokenCalls(simulator).length - before).toBe(1);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
  }, 90_000);

  test('calls of two processes that share a database: one refresh, and both use the new pair', async () => {
    const api = await start();
    const { simulator, dataDir } = api.installation;
    const id = await api.connect();
    await api.consent(id);
    simulator.expireTokens();
    const before = tokenCalls(simulator).length;
    const { apiUrl, oauthUrl } = simulator;
    // Both start their calls at the same moment.
    const input = { dataDir, apiUrl, oauthUrl, id, calls: 32, at: Date.now() + 4_000 };
    const ends = await Promise.all([1, 2].map(() => runBuiltBeside(callsOfOneProcess, {}, input)));
    expect(ends).toEqual([{ failures: [] }, { failures: [] }]);
    expect(simulator.calls.filter(({ status }) => status === 401).length).toBeGreaterThan(1);
    expect(tokenCalls(simulator).length - before).toBe(1);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
  }, 60_000);
});

/** Opens the connection as a second worker would, and calls. */
const callsOfOneProcess = `
  const { connectors: registry } = await load('connectors/index.js');
  const { Connectors } = await load('src/connections/connectors.js');
  const { openConnections } = await load('src/connections/connections.js');
  const { systemClock: clock } = await load('src/clock.js');
  const { openStore } = await load('src/storage/sqlite/open-store.js');
  const { openVault } = await load('src/storage/master-key.js');
  const { ask } = await load('src/upstream/client.js');
  const { dataDir: folder, apiUrl, oauthUrl } = input;
  // Dies at the commit that keeps the new pair, where it is told to.
  let keeps = false;
  const dieAt = (side) => {
    if (!keeps || input.dies !== side) return;
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
  const wrap = (database) => ({
    ...database,
    run: (sql, ...values) => {
      keeps ||= sql.includes('SET tokens');
      return database.run(sql, ...values);
    },
    commit: () => {
      dieAt('before');
      database.commit();
      dieAt('after');
    },
  });
  const store = await openStore(folder + '/database.sqlite', wrap);
  const vault = await openVault({ settings: store.settings, folder, logger: { warn() {} } });
  const settings = { rateShare: 0.75, apiUrl, oauthUrl, isApiUrlExplicit: true, mediaHosts: [] };
  const connections = await openConnections({
    store, vault, connectors: new Connectors(registry, { zoom: settings }), clock, resolveSecret: async (text) => text,
  });
  const { upstream } = await connections.open(input.id);
  const call = {
    endpoint: '/users', values: {}, query: { page_size: '30' },
    scopes: { granular: [], classic: [] }, rateLimit: { family: 'main', label: 'medium' },
  };
  await clock.sleep(input.at - Date.now());
  const calls = Array.from({ length: input.calls }, () => ask(upstream, { ...call, meter: { calls: 0 } }));
  const ends = await Promise.allSettled(calls);
  print({ failures: ends.filter(({ status }) => status === 'rejected').map(({ reason }) => String(reason)) });
  await connections.close();
  await store.close();
`;

test.each(['before', 'after'] as const)(
  'a process that dies right %s the new pair is on the disk has used it for nothing, and what is there can be gone on with',
  async (dies) => {
    const api = await start();
    const { simulator, dataDir } = api.installation;
    const id = await api.connect();
    await api.consent(id);
    simulator.expireTokens();
    const [tokens, calls] = [tokenCalls(simulator).length, simulator.calls.length];
    const { apiUrl, oauthUrl } = simulator;
    const input = { dataDir, apiUrl, oauthUrl, id, calls: 1, at: 0 };
    await expect(runBuiltBeside(callsOfOneProcess, {}, { ...input, dies })).rejects.toThrow();
    const used = simulator.calls
      .slice(calls)
      .filter(({ status, operation }) => status < 400 && operation !== 'token');
    expect([used, tokenCalls(simulator).length - tokens]).toEqual([[], 1]);
    if (dies === 'before') return;
    expect(await runBuiltBeside(callsOfOneProcess, {}, input)).toEqual({ failures: [] });
    expect(tokenCalls(simulator).length - tokens).toBe(1);
  },
  60_000,
);

describe('kill -9 while a token is refreshed', () => {
  let simulator: Simulator;
  let dataDir: string;

  async function prepare(): Promise<void> {
    simulator = await startSimulator({ enforceRateLimits: false });
    closing.push(() => simulator.close());
    dataDir = mkdtempSync(join(tmpdir(), 'dsar-killed-'));
    closing.push(() => rmSync(dataDir, { recursive: true, force: true }));
  }

  /** A service in a process of its own. */
  async function serve(): Promise<{ cli: RunningCli; call: Caller }> {
    const { DSAR_DATA_DIR, DSAR_PORT, ZOOM_API_URL, ZOOM_OAUTH_URL, ZOOM_MEDIA_HOSTS } = environmentFor(
      simulator,
      dataDir,
    );
    const cli = startCli(['serve'], {
      ...{ DSAR_DATA_DIR, DSAR_PORT, ZOOM_API_URL, ZOOM_OAUTH_URL, ZOOM_MEDIA_HOSTS },
      DSAR_BOOTSTRAP_KEY: bootstrapKey,
    } as Record<string, string>);
    const address = await cli.said(/"address":"(http:[^"]+)"/);
    const call: Caller = async (method, path, body) => {
      const answer = await fetch(`${address}${path}`, {
        method,
        headers: { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    return { cli, call };
  }
  type Caller = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

  async function connect(call: Caller): Promise<string> {
    const { clientId: client_id, clientSecret: client_secret } = simulator.credentials;
    const order = { label: 'Example', plan: 'business', client_id, client_secret };
    const id = String((await call('POST', '/v1/connections', order)).id);
    await consent(call, id);
    return id;
  }

  async function consent(call: Caller, id: string): Promise<void> {
    const { start_url } = await call('POST', `/v1/connections/${id}/authorize`);
    const browser = new Browser();
    const page = await browser.start(String(start_url));
    expect(await browser.open(`${page.url}&auto=allow`)).toMatchObject({ status: 200 });
  }

  /** Waits until a request has come to a state. */
  async function reached(call: Caller, id: unknown, states: string[]): Promise<Record<string, unknown>> {
    for (let looks = 0; looks < 300; looks += 1) {
      const request = await call('GET', `/v1/access-requests/${String(id)}`);
      if (states.includes(String(request.status))) return request;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`It never came to be ${states.join(' or ')}.`);
  }

  const rests = ['completed', 'completed_with_gaps', 'failed', 'paused'];
  const order = (id: string) => ({ email: person, connection_id: id, sources: ['user', 'user-settings'] });

  test('after the new pair was answered and before it is used: the connection works, the request is completed', async () => {
    await prepare();
    const { cli, call } = await serve();
    const id = await connect(call);
    simulator.expireTokens();
    const before = tokenCalls(simulator).length;
    // The first call meets the expired token, the next one carries the new one and is never answered.
    const stalled = simulator.faults.add({
      ...{ operation: '/users/{userId}', skip: 1, times: Infinity, respond: 'stall-headers' },
    });
    const request = await call('POST', '/v1/access-requests', order(id));
    await until(() => stalled.hits === 1);
    cli.kill('SIGKILL');
    await cli.end;
    simulator.faults.clear();
    const again = await serve();
    expect(await reached(again.call, request.id, rests)).toMatchObject({ status: 'completed' });
    expect(tokenCalls(simulator).length - before).toBe(1);
  }, 60_000);

  test('while the new pair arrives: Zoom has forgotten the old one, so the request waits until it is connected again', async () => {
    await prepare();
    const { cli, call } = await serve();
    const id = await connect(call);
    simulator.expireTokens();
    const cut = simulator.faults.add({ operation: 'token', respond: 'stall-body' });
    const request = await call('POST', '/v1/access-requests', order(id));
    await until(() => cut.hits === 1 && tokenCalls(simulator).at(-1)?.status === 200);
    cli.kill('SIGKILL');
    await cli.end;
    simulator.faults.clear();
    const again = await serve();
    expect(await reached(again.call, request.id, rests)).toMatchObject({
      status: 'paused',
      problem: { code: 'reconnect_needed' },
    });
    expect(await again.call('GET', `/v1/connections/${id}`)).toMatchObject({ status: 'reconnect_needed' });
    await consent(again.call, id);
    expect(await reached(again.call, request.id, rests)).toMatchObject({ status: 'completed' });
  }, 90_000);
});
