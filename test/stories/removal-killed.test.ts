import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { coreScopes } from '../support/core-scopes.js';
import { environmentFor, killClis, startCli, until, type RunningCli } from '../support/run-cli.js';
import { nowInSeconds, removalOf, signedHeaders } from '../support/webhook.js';

const key = 'bootstrap-key-of-the-tests';
const secret = 'webhook-secret-of-the-tests';
let simulator: Simulator;
let dataDir: string;

beforeEach(async () => {
  simulator = await startSimulator({ enforceRateLimits: false, scopes: coreScopes });
  dataDir = mkdtempSync(join(tmpdir(), 'dsar-removal-'));
});
afterEach(async () => {
  await killClis();
  await simulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function serve(): Promise<{ cli: RunningCli; address: string }> {
  const environment = { ...environmentFor(simulator, dataDir), DSAR_BOOTSTRAP_KEY: key };
  const cli = startCli(['serve'], { ...environment, ZOOM_WEBHOOK_SECRET: secret });
  return { cli, address: await cli.said(/"address":"(http:[^"]+)"/) };
}

test('a removal that was answered is acted on, though the process is killed with the answer', async () => {
  const first = await serve();
  const ask = await fetch(`${first.address}/v1/access-requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=30' },
    body: JSON.stringify({ email: 'nobody@example.com' }),
  });
  expect(await ask.json()).toMatchObject({ status: 'no_match' });
  const [name = ''] = readdirSync(join(dataDir, 'reports'));
  // It cannot be removed, so the work is not done when the process dies, however fast it was.
  const report = join(dataDir, 'reports', name);
  rmSync(report);
  mkdirSync(report);
  writeFileSync(join(report, 'in-the-way'), '');

  const body = removalOf(simulator.credentials.accountId);
  const post = (address: string) =>
    fetch(`${address}/v1/webhooks/zoom`, {
      method: 'POST',
      headers: signedHeaders(body, secret, nowInSeconds()),
      body,
    });
  expect((await post(first.address)).status).toBe(204);
  first.cli.kill('SIGKILL');
  await first.cli.end;
  rmSync(report, { recursive: true });
  writeFileSync(report, 'removable');

  const second = await serve();
  expect((await post(second.address)).status).toBe(204);
  await until(() => !existsSync(report));
  const ledger = await fetch(`${second.address}/v1/ledger?connection_id=default`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { items } = (await ledger.json()) as { items: { event: string }[] };
  const told = items.map(({ event }) => event);
  expect(told.filter((event) => event === 'connection.disconnected')).toHaveLength(1);
  expect(told.filter((event) => event === 'report.destroyed')).toHaveLength(1);
}, 60_000);
