import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { readConfig } from '../../src/config.js';
import { createApiKey } from '../../src/api/api-key.js';
import { createLogger } from '../../src/logger.js';
import { startServer, type RunningServer } from '../../src/main.js';
import { Browser } from '../support/browser.js';
import { fastRegistry, hurriedRetry, hurriedTimeouts } from '../support/fast-zoom.js';
import { filesBelow, placesOf } from '../support/find-bytes.js';
import { environmentFor, killClis, runCli } from '../support/run-cli.js';
import { nowInSeconds, signedHeaders } from '../support/webhook.js';

const canary = (what: string) => `canary-${what}-${randomBytes(12).toString('hex')}`;
const person = 'alex.demo@example.com';

/** What goes in through each door. */
const secrets = {
  bootstrapKey: canary('bootstrap'),
  masterKey: randomBytes(32).toString('hex'),
  webhookSecret: canary('webhook'),
  webhookSecretOfOne: canary('webhook-of-one'),
  nextWebhookSecret: canary('next-webhook'),
  strangeKey: canary('strange-key'),
  clientId: canary('client-id'),
  clientSecret: canary('client-secret'),
  accountId: canary('account'),
  fromFile: canary('from-file'),
  fromEnvironment: canary('from-environment'),
  cliClientId: canary('cli-client-id'),
  cliClientSecret: canary('cli-client-secret'),
  forgedState: canary('forged-state'),
  forgedCode: canary('forged-code'),
};
/** What the vendor, the service and the browser made meanwhile: tokens, codes, states, links, cookies, keys. */
const made = new Map<string, string>();
/** What left the service: log lines, answers, output of commands. */
const left = new Map<string, Buffer>();

let simulator: Simulator;
let folder: string;
let dataDir: string;
let server: RunningServer;
let logLines = '';
const publicLabel = canary('label');

beforeAll(async () => {
  simulator = await startSimulator({ enforceRateLimits: false });
  folder = mkdtempSync(join(tmpdir(), 'dsar-canary-'));
  dataDir = join(folder, 'data');
  simulator.faults.add({
    operation: 'token',
    times: Infinity,
    respond: {
      transform: (body) => {
        for (const name of ['access_token', 'refresh_token'])
          if (typeof body[name] === 'string') made.set(`${name} ${made.size}`, body[name]);
        return body;
      },
    },
  });
  await startOne();
}, 60_000);
afterAll(async () => {
  await killClis();
  await server.close();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startOne(): Promise<void> {
  const { ZOOM_API_URL, ZOOM_OAUTH_URL, ZOOM_MEDIA_HOSTS } = environmentFor(simulator, dataDir);
  const config = readConfig(fastRegistry, {
    ...{ DSAR_DATA_DIR: dataDir, DSAR_PORT: '0', ZOOM_API_URL, ZOOM_OAUTH_URL, ZOOM_MEDIA_HOSTS },
    ...{ DSAR_BOOTSTRAP_KEY: secrets.bootstrapKey, DSAR_MASTER_KEY: secrets.masterKey },
    ZOOM_WEBHOOK_SECRET: secrets.webhookSecret,
  });
  const destination = { write: (line: string) => void (logLines += line) };
  const tuning = { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts };
  server = await startServer(config, fastRegistry, createLogger({ destination }), { tuning });
}

type Answer = Record<string, unknown>;

/** Calls the service and keeps the whole answer, headers included. */
async function call(
  method: string,
  path: string,
  body?: object,
  key = secrets.bootstrapKey,
): Promise<Answer> {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=30' },
    body: body && JSON.stringify(body),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const head = JSON.stringify([...answer.headers]);
  left.set(`answer ${left.size}: ${method} ${path}`, Buffer.concat([Buffer.from(head), bytes]));
  return (answer.headers.get('content-type') ?? '').includes('json')
    ? (JSON.parse(String(bytes)) as Answer)
    : {};
}

async function connect(credentials: object): Promise<string> {
  const { id } = await call('POST', '/v1/connections', {
    label: publicLabel,
    plan: 'business',
    ...credentials,
  });
  return String(id);
}

/** A link of a connection. Its own answer is the one place where it may stand. */
async function linkOf(id: string): Promise<string> {
  const { start_url } = await call('POST', `/v1/connections/${id}/authorize`);
  const [last] = [...left.keys()].slice(-1);
  left.delete(last ?? '');
  made.set(`link ${made.size}`, String(start_url).split('/').at(-1) ?? '');
  return String(start_url);
}

async function visit(browser: Browser, address: string): Promise<void> {
  const { text, status } = await browser.open(address);
  left.set(`page ${left.size}: ${status}`, Buffer.from(text));
}

/** Goes through a consent up to the address the vendor sends the browser back to. */
async function wayBack(id: string, browser: Browser, choice = 'allow'): Promise<URL> {
  const page = await browser.start(await linkOf(id));
  const back = new URL(await browser.next(`${page.url}&auto=${choice}`));
  for (const name of ['code', 'state']) {
    const value = back.searchParams.get(name);
    if (value !== null) made.set(`${name} ${made.size}`, value);
  }
  for (const value of browser.cookieValues) made.set(`cookie ${made.size}`, value);
  return back;
}

const signed = (body: string, secret = secrets.webhookSecret) => signedHeaders(body, secret, nowInSeconds());

async function webhook(body: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(`${server.address}/v1/webhooks/zoom`, { method: 'POST', headers, body });
  left.set(`answer ${left.size}: webhook ${answer.status}`, Buffer.from(await answer.text()));
}

/** Goes in through every door, on good ways and on bad ones. */
async function walkAllWays(): Promise<void> {
  const { clientId: client_id, clientSecret: client_secret } = simulator.credentials;
  const order = (id: string) => ({ email: person, connection_id: id, media: false });

  // Credentials that the vendor refuses, given as they are and by reference.
  const { clientId, clientSecret, accountId } = secrets;
  const refused = await connect({ client_id: clientId, client_secret: clientSecret, account_id: accountId });
  await call('POST', `/v1/connections/${refused}/test`);
  await call('POST', '/v1/access-requests', order(refused));
  const again = { client_id: clientId, client_secret: clientSecret, account_id: accountId };
  await call('POST', '/v1/connections', { label: 'again', plan: 'business', ...again });
  await call('POST', '/v1/connections', { label: 1, plan: 'none', ...again });
  process.env.DSAR_SECRETS_DIR = join(folder, 'secrets');
  mkdirSync(process.env.DSAR_SECRETS_DIR);
  writeFileSync(join(folder, 'secrets', 'secret'), secrets.fromFile);
  process.env.ZOOM_CANARY = secrets.fromEnvironment;
  // A reference in place of a client id would come out in the address of the consent page.
  await call('POST', '/v1/connections', {
    label: 'read',
    plan: 'pro',
    client_id: 'env:ZOOM_CANARY',
    client_secret,
  });
  const references = {
    client_secret: 'env:ZOOM_CANARY',
    account_id: `file:${join(folder, 'secrets', 'secret')}`,
  };
  const referring = await connect({ client_id: clientId, ...references });
  await call('POST', `/v1/connections/${referring}/test`);
  delete process.env.ZOOM_CANARY;
  delete process.env.DSAR_SECRETS_DIR;
  await call('POST', `/v1/connections/${referring}/test`);

  // A consent: declined, forged, reused, given.
  const id = await connect({ client_id, client_secret, webhook_secret: secrets.webhookSecretOfOne });
  const browser = new Browser();
  await visit(browser, (await wayBack(id, browser, 'deny')).href);
  const forged = await wayBack(id, browser);
  forged.searchParams.set('state', secrets.forgedState);
  await visit(browser, forged.href);
  const wrongCode = await wayBack(id, browser);
  wrongCode.searchParams.set('code', secrets.forgedCode);
  await visit(browser, wrongCode.href);
  const back = await wayBack(id, browser);
  await visit(browser, back.href);
  await visit(browser, back.href);

  // Reports, with tokens that expire, break and are revoked.
  await call('POST', `/v1/connections/${id}/test`);
  const { id: requestId } = await call('POST', '/v1/access-requests', order(id));
  await call('GET', `/v1/access-requests/${String(requestId)}/report`);
  simulator.expireTokens();
  simulator.faults.add({ operation: '/users/{userId}', times: 20, respond: 'html-200' });
  await call('POST', '/v1/access-requests', order(id));
  simulator.expireTokens();
  await call('POST', '/v1/access-requests', { ...order(id), sources: ['user'] });

  // Calls of the vendor, and keys.
  const validation = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'plain-1' } });
  await webhook(validation, signed(validation));
  await webhook(validation, signed(validation, 'another'));
  await webhook('{', signed('{'));
  await call('PATCH', `/v1/connections/${id}`, { webhook_secret: secrets.nextWebhookSecret });
  await call('PATCH', `/v1/connections/${id}`, { webhook_secret: `${secrets.nextWebhookSecret}\u0000` });
  for (const secret of [secrets.webhookSecretOfOne, secrets.nextWebhookSecret])
    await webhook(validation, signed(validation, secret));
  const { key, secret } = createApiKey({ role: 'operator', label: 'canary' }, Date.now());
  await server.service.keys.insert(key);
  made.set('api key', secret);
  await call('GET', '/v1/connections', undefined, secret);
  await call('GET', '/v1/connections', undefined, secrets.strangeKey);
  await call('GET', `/v1/connections/${secrets.strangeKey}`, undefined, secret);
  await call('PATCH', `/v1/connections/${id}`, { label: publicLabel, client_secret: secrets.clientSecret });
  await call('GET', '/v1/access-requests?limit=200');
}

/** Commands of their own, whose environment holds the secrets. */
async function runCommands(): Promise<void> {
  const environment = {
    ...environmentFor(simulator, join(folder, 'cli')),
    ...{ ZOOM_CLIENT_ID: secrets.cliClientId, ZOOM_CLIENT_SECRET: secrets.cliClientSecret },
    ...{ ZOOM_ACCOUNT_ID: secrets.accountId, ZOOM_WEBHOOK_SECRET: secrets.webhookSecret },
    ...{ DSAR_MASTER_KEY: secrets.masterKey, DSAR_BOOTSTRAP_KEY: secrets.bootstrapKey },
  };
  const keyIn = (DSAR_MASTER_KEY: string) => ({ ...environment, DSAR_MASTER_KEY });
  const runs: [string[], Record<string, string>][] = [
    [['access', person, '--output', join(folder, 'out.zip')], environment],
    [['plan', person], environment],
    [['test', '--connection', secrets.strangeKey], environment],
    [['serve'], keyIn(`${secrets.masterKey}x`)],
    [['serve'], { ...environment, ZOOM_PLAN: secrets.cliClientSecret, DSAR_PORT: secrets.bootstrapKey }],
    [['serve'], { ...environment, ZOOM_OAUTH_URL: `https://x:${secrets.cliClientSecret}@example.com` }],
  ];
  for (const [args, env] of runs) {
    const { code, stdout, stderr } = await runCli(args, env);
    expect([args[0], code]).not.toEqual([args[0], 0]);
    left.set(`command ${left.size}: ${args[0] ?? ''}`, Buffer.from(stdout + stderr));
  }
}

describe('secrets that went in through every door', () => {
  test('came out nowhere: no log line, no answer, no page, no file, no write-ahead log', async () => {
    await walkAllWays();
    await runCommands();
    for (const [name, bytes] of filesBelow(folder, ['secret'])) left.set(`running: ${name}`, bytes);
    await server.close();
    await startOne();
    for (const [name, bytes] of filesBelow(folder, ['secret'])) left.set(`restarted: ${name}`, bytes);
    left.set('log', Buffer.from(logLines));

    const kinds = [...made.keys()].map((name) => name.replace(/ \d+$/, ''));
    expect(new Set(kinds)).toEqual(
      new Set(['access_token', 'refresh_token', 'code', 'state', 'link', 'cookie', 'api key']),
    );
    // The search finds what is there, in the write-ahead log too.
    expect(placesOf(publicLabel, left).some((name) => name.endsWith('-wal'))).toBe(true);
    expect(logLines.split('\n').length).toBeGreaterThan(5);
    const { clientId, clientSecret } = simulator.credentials;
    const basic = [
      `${clientId}:${clientSecret}`,
      `${secrets.clientId}:${secrets.clientSecret}`,
      Buffer.from(secrets.masterKey, 'hex').toString('base64'),
    ];
    const all = [...Object.entries({ ...secrets, clientId, clientSecret }), ...made];
    all.push(...basic.map((text, index): [string, string] => [`pair ${index}`, text]));
    all.push(['client id', secrets.clientId], ['client secret', secrets.clientSecret]);
    const found = all.flatMap(([name, secret]) => placesOf(secret, left).map((place) => ({ name, place })));
    expect(found).toEqual([]);
    const bytes = Buffer.from(secrets.masterKey, 'hex');
    expect([...left].filter(([, content]) => content.includes(bytes)).map(([name]) => name)).toEqual([]);
  }, 180_000);
});

describe('a master key of the data folder', () => {
  test('stands in its file alone', async () => {
    const own = join(folder, 'own');
    const environment = { DSAR_DATA_DIR: own, DSAR_PORT: '0' };
    const running = await startServer(
      readConfig(fastRegistry, environment),
      fastRegistry,
      createLogger({ level: 'error' }),
    );
    await running.service.connections.create({
      ...{ connector: 'zoom', label: 'Example', kind: 'oauth', plan: 'pro', rateShare: 0.5 },
      credentials: { clientId: 'client-1', clientSecret: 'secret-1' },
    });
    const text = readFileSync(join(own, 'master.key'), 'utf8').trim();
    expect(placesOf(text, filesBelow(own))).toEqual([join(own, 'master.key')]);
    const raw = Buffer.from(text, 'base64');
    expect([...filesBelow(own)].filter(([, bytes]) => bytes.includes(raw))).toEqual([]);
    await running.close();
  });
});
