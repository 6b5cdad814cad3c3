import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { environmentFor, killClis, startCli } from '../support/run-cli.js';

const key = 'bootstrap-key-of-the-tests';
let root: string;
let folder: string;
let simulator: Simulator;
let address: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'dsar-secret-files-'));
  folder = join(root, 'secrets');
  mkdirSync(folder);
  symlinkSync('/dev/zero', join(folder, 'zero'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  simulator = await startSimulator({ enforceRateLimits: false });
  writeFileSync(join(folder, 'secret'), `${simulator.credentials.clientSecret}\n`);
  writeFileSync(join(folder, 'account'), simulator.credentials.accountId);
  const { DSAR_DATA_DIR, DSAR_PORT, ZOOM_API_URL, ZOOM_OAUTH_URL, ZOOM_MEDIA_HOSTS } = environmentFor(
    simulator,
    join(root, 'data'),
  );
  const vendor = { DSAR_DATA_DIR, DSAR_PORT, ZOOM_API_URL, ZOOM_OAUTH_URL, ZOOM_MEDIA_HOSTS };
  const server = startCli(['serve'], {
    ...(vendor as Record<string, string>),
    ...{ DSAR_BOOTSTRAP_KEY: key, DSAR_SECRETS_DIR: folder },
  });
  address = await server.said(/"address":"(http:[^"]+)"/);
}, 30_000);
afterEach(async () => {
  await killClis();
  await simulator.close();
  rmSync(root, { recursive: true, force: true });
});

interface Answer {
  status: number;
  body: { id?: string; detail?: string; status?: string; problem?: { code: string; detail: string } };
}

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=20' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

const order = (secret: string) => ({
  ...{ label: 'Example', plan: 'business', client_id: simulator.credentials.clientId },
  ...{ client_secret: `file:${join(folder, secret)}`, account_id: `file:${join(folder, 'account')}` },
});

/** The longest time a look at the health of the service took while something else was asked. */
async function slowestLook(beside: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  const done = beside.finally(() => (state.isDone = true));
  let slowest = 0;
  do {
    const started = performance.now();
    const look = await fetch(`${address}/livez`, { signal: AbortSignal.timeout(5_000) });
    expect(look.status).toBe(200);
    slowest = Math.max(slowest, performance.now() - started);
  } while (!state.isDone);
  await done;
  return slowest;
}

test('a pipe and a device as secrets are refused, and the service goes on answering meanwhile', async () => {
  const { body: kept } = await call('POST', '/v1/connections', order('secret'));
  const path = `/v1/connections/${String(kept.id)}`;
  for (const name of ['pipe', 'zero']) {
    const wrong = { client_secret: `file:${join(folder, name)}` };
    const answers: Answer[] = [];
    const all = [
      ...Array.from({ length: 16 }, () => call('POST', '/v1/connections', order(name))),
      ...Array.from({ length: 16 }, () => call('PATCH', path, wrong)),
    ].map((one) => one.then((answer) => answers.push(answer)));
    expect(await slowestLook(Promise.all(all))).toBeLessThan(2_000);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    for (const { body } of answers) expect(body.detail).not.toContain(root);
  }
  // The secret that was there counts still.
  expect((await call('POST', `${path}/test`)).body.status).toBe('ok');
}, 60_000);

test('a secret that has become a pipe since stops its own connection only; put right, it is read anew', async () => {
  const { status, body } = await call('POST', '/v1/connections', order('secret'));
  expect(status).toBe(201);
  const id = String(body.id);
  rmSync(join(folder, 'secret'));
  execFileSync('mkfifo', [join(folder, 'secret')]);
  const asked = call('POST', '/v1/access-requests', { email: 'nobody@example.com', connection_id: id });
  expect(await slowestLook(asked)).toBeLessThan(2_000);
  expect((await asked).body).toMatchObject({ status: 'failed', problem: { code: 'invalid_request' } });
  expect((await asked).body.problem?.detail).toContain('no regular file');
  const tested = await call('POST', `/v1/connections/${id}/test`);
  expect([tested.status, tested.body.detail]).toEqual([400, expect.stringContaining('no regular file')]);

  rmSync(join(folder, 'secret'));
  writeFileSync(join(folder, 'secret'), simulator.credentials.clientSecret);
  expect((await call('POST', `/v1/connections/${id}/test`)).body.status).toBe('ok');
}, 60_000);
