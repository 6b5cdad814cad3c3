import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEmail, largeWorld, startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { coreScopes } from '../support/core-scopes.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { readReport } from '../support/read-report.js';
import { demoFrom, environmentFor, killClis, startCli, until } from '../support/run-cli.js';

const key = 'bootstrap-key-of-the-tests';
const mostMs = 10_000;

let simulator: Simulator;
let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-stop-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await killClis();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve() {
  const server = startCli(['serve'], { ...environmentFor(simulator, dataDir), DSAR_BOOTSTRAP_KEY: key });
  const address = await server.said(/listening on (http:\/\/\S+)/);
  const call = (path: string, order?: object, prefer = 'wait=60') =>
    fetch(`${address}${path}`, {
      method: order ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer },
      body: order && JSON.stringify(order),
    });
  /** Ends as an operator or a platform ends it; tells how long it took. */
  const stop = async () => {
    const started = performance.now();
    server.kill('SIGTERM');
    const { code, stderr } = await server.end;
    return { code, ms: performance.now() - started, log: stderr };
  };
  return { call, stop };
}

describe('a server that is told to stop', () => {
  test('with many requests under way and callers who wait exits 0 in time; the next one ends them all', async () => {
    simulator = await startSimulator({ latencyMs: 20, scopes: coreScopes });
    const first = await serve();
    const orders = Array.from({ length: 12 }, (_, index) => ({
      email: demoEmail,
      reference: `ticket-${index}`,
      from: demoFrom,
    }));
    const posted = await Promise.all(
      orders.map((order) => first.call('/v1/access-requests', order, 'wait=0')),
    );
    expect(posted.map(({ status }) => status)).toEqual(orders.map(() => 202));
    const shown = (await Promise.all(posted.map((answer) => answer.json()))) as ShownRequest[];
    const waiting = shown.map(async ({ id }) => {
      const answer = await first.call(`/v1/access-requests/${id}`);
      return ((await answer.json()) as ShownRequest).status;
    });
    await until(() => simulator.calls.length > 200);
    const { code, ms, log } = await first.stop();
    expect([code, ms < mostMs]).toEqual([0, true]);
    expect(log.split('\n').filter((line) => line.includes('"level":50'))).toEqual([]);
    // Those who wait learn that it is not done yet.
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['queued']));
    const asked = simulator.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(simulator.calls).toHaveLength(asked);

    const second = await serve();
    const sources = ['user'];
    const more = await second.call('/v1/access-requests', { email: demoEmail, sources, media: false });
    expect(((await more.json()) as ShownRequest).status).toBe('completed');
    const { items } = (await (await second.call('/v1/access-requests?limit=200')).json()) as {
      items: ShownRequest[];
    };
    expect(items).toHaveLength(13);
    expect(items.every(({ status }) => !['failed', 'cancelled', 'paused'].includes(status))).toBe(true);
    expect((await second.stop()).code).toBe(0);
  }, 120_000);

  test('while a big report is written exits 0 in time, shows no half of it, and the next one publishes it', async () => {
    const mediaBytes = 16 * 1024 * 1024;
    const world = largeWorld({ now: new Date(), seed: 3, records: 2_000, mediaFiles: 12, mediaBytes });
    simulator = await startSimulator({ world, enforceRateLimits: false, scopes: coreScopes });
    const first = await serve();
    const order = { email: demoEmail, sources: ['user', 'recordings'] };
    const { id } = (await (await first.call('/v1/access-requests', order, 'wait=0')).json()) as ShownRequest;
    const part = join(dataDir, 'requests', id, 'report.zip.part');
    await until(() => existsSync(part), 60_000);
    const { code, ms } = await first.stop();
    expect([code, ms < mostMs]).toEqual([0, true]);
    expect([existsSync(part), readdirSync(join(dataDir, 'reports'))]).toEqual([false, []]);
    const calls = simulator.calls.length;

    const second = await serve();
    let ended: ShownRequest | undefined;
    for (let tries = 0; tries < 4 && !ended?.report_url; tries += 1)
      ended = (await (await second.call(`/v1/access-requests/${id}`)).json()) as ShownRequest;
    expect(ended?.report_versions).toHaveLength(1);
    // Nothing is fetched twice: not one file, not one page.
    const again = simulator.calls.slice(calls).filter(({ operation }) => operation !== 'token');
    expect(again.map(({ operation }) => operation)).toEqual([]);
    const zip = await second.call(`/v1/access-requests/${id}/report`);
    const out = join(folder, 'report.zip');
    writeFileSync(out, Buffer.from(await zip.arrayBuffer()));
    const report = await readReport(out);
    expect([...report.entries.values()].filter(({ bytes }) => bytes === mediaBytes)).toHaveLength(12);
    expect((await second.stop()).code).toBe(0);
  }, 180_000);
});
