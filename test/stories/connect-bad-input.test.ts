import { afterEach, describe, expect, test } from '@jest/globals';
import { zoom } from '../../connectors/zoom/index.js';
import { fastZoom } from '../support/fast-zoom.js';
import { scopesToGrant } from '../../src/connections/scopes.js';
import type { AccessRequest } from '../../src/model/access-request.js';
import { Browser } from '../support/browser.js';
import { until } from '../support/run-cli.js';
import { bodyOf, expectProblem } from '../support/start-api.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';
import type { InstallationOptions } from '../support/start-service.js';

let api: PublicApi;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options?: InstallationOptions): Promise<void> {
  api = await startPublicApi(options);
  closing.push(() => api.close());
}

const person = 'alex.demo@example.com';
const simulator = () => api.installation.simulator;
const account = () => ({ account_id: simulator().credentials.accountId });
const tokenCalls = () => simulator().calls.filter(({ operation }) => operation === 'token');

/** Posts an order and waits until it rests. */
async function request(id: string, sources?: string[]): Promise<Record<string, unknown>> {
  return bodyOf(await api.order({ email: person, connection_id: id, ...(sources && { sources }) }));
}

const rest = (id: unknown): Promise<AccessRequest | undefined> =>
  api.installation.service.requests.wait(String(id), 50_000);

describe('a wrong client secret', () => {
  const wrong = { client_secret: 'not-the-secret' };

  test('server-to-server: the test says so for every source, after one call', async () => {
    await start();
    const id = await api.connect({ ...account(), ...wrong });
    const { status, next_step, sources } = await api.test(id);
    expect([status, next_step]).toEqual(['failed', expect.stringContaining('copy both again')]);
    expect(new Set(sources.map(({ verdict }) => verdict))).toEqual(new Set(['unreachable']));
    expect(simulator().calls).toHaveLength(1);
    expect(await request(id)).toMatchObject({
      status: 'failed',
      problem: { code: 'lookup_credentials_refused', detail: expect.stringContaining('copy both again') },
    });
  });

  test('consent: the page says so, and nothing is connected', async () => {
    await start();
    const id = await api.connect(wrong);
    const { status, text } = await api.consent(id);
    expect([status, text]).toEqual([400, expect.stringContaining('copy both again')]);
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
    expect(tokenCalls()).toHaveLength(1);
  });
});

describe('an app that is not activated', () => {
  test.each<[string, number, { reason: string; error: string }]>([
    ['403', 403, { reason: 'Forbidden', error: 'access_denied' }],
    ['401 in words', 401, { reason: 'The app has been disabled', error: 'invalid_client' }],
  ])('%s: the test says what to do', async (_, status, body) => {
    await start();
    simulator().faults.add({ operation: 'token', times: Infinity, respond: { status, body } });
    const test = await api.test(await api.connect(account()));
    expect([test.status, test.next_step]).toEqual(['failed', expect.stringContaining('activate the app')]);
    expect(test.sources.every(({ verdict }) => verdict === 'not_activated')).toBe(true);
    expect(tokenCalls()).toHaveLength(1);
  });
});

describe('a consent that does not succeed', () => {
  test('redirect mismatch: the page names the address to enter', async () => {
    await start();
    const id = await api.connect();
    const browser = new Browser();
    const back = await api.callback(id, browser);
    api.publicUrl = 'http://localhost:1';
    const { status, text } = await browser.open(back);
    expect([status, text]).toEqual([400, expect.stringContaining('/oauth/callback')]);
    expect(text).toContain('redirect address differs');
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
  });

  test('a code that is older than five minutes: the page asks for a new link, which works', async () => {
    let lateMs = 0;
    await start({ simulator: { now: () => new Date(Date.now() + lateMs) } });
    const id = await api.connect();
    const browser = new Browser();
    const back = await api.callback(id, browser);
    lateMs = 6 * 60_000;
    const { status, text } = await browser.open(back);
    expect([status, text]).toEqual([400, expect.stringContaining('longer than five minutes')]);
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
    expect(await api.consent(id, browser)).toMatchObject({ status: 200 });
  });

  test.each<[string, (back: URL, browser: Browser) => Promise<Browser>]>([
    [
      'forged',
      (back, browser) => {
        back.searchParams.set('state', 'A'.repeat(43));
        return Promise.resolve(browser);
      },
    ],
    [
      'absent',
      (back, browser) => {
        back.searchParams.delete('state');
        return Promise.resolve(browser);
      },
    ],
    [
      'named twice',
      (back, browser) => {
        back.searchParams.append('state', back.searchParams.get('state') ?? '');
        return Promise.resolve(browser);
      },
    ],
    ['from another browser', () => Promise.resolve(new Browser())],
    [
      'from a browser that has started another consent',
      async (_, browser) => {
        const other = new Browser();
        await api.callback(await api.connect(), other);
        expect(other).not.toBe(browser);
        return other;
      },
    ],
  ])('a state that is %s: no code is exchanged, and who may finish still can', async (name, change) => {
    await start();
    const id = await api.connect();
    const browser = new Browser();
    const back = await api.callback(id, browser);
    const changed = new URL(back);
    const { status, text } = await (await change(changed, browser)).open(changed.href);
    expect([status, text]).toEqual([403, expect.stringContaining('cannot be taken')]);
    expect(tokenCalls()).toHaveLength(0);
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
    if (name.startsWith('from')) expect(await browser.open(back)).toMatchObject({ status: 200 });
  });

  test('a state that is used again: no code is exchanged, the connection stays, and the page says so', async () => {
    await start();
    const id = await api.connect();
    const browser = new Browser();
    const back = await api.callback(id, browser);
    // Two at once as well: a browser that is reloaded.
    const visits = await Promise.all([browser.open(back), browser.open(back)]);
    for (const { status, text } of [...visits, await browser.open(back)])
      expect([status, text]).toEqual([200, expect.stringContaining('Zoom is connected')]);
    expect(await new Browser().open(back)).toMatchObject({ status: 403 });
    expect(tokenCalls()).toHaveLength(1);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
  });

  test.each<[string, string]>([
    ['access_denied', 'declined'],
    ['invalid_scope', 'Add the scopes'],
    ['a<b>new</b>one', 'did not finish the consent'],
  ])('the error %s is said in words', async (error, words) => {
    await start();
    const id = await api.connect();
    const browser = new Browser();
    const back = new URL(await api.callback(id, browser));
    back.searchParams.delete('code');
    back.searchParams.set('error', error);
    const { status, text } = await browser.open(back.href);
    expect([status, text]).toEqual([400, expect.stringContaining(words)]);
    expect(text).not.toContain('<b>');
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
  });

  test('declined over a consent that works: that one stays', async () => {
    await start();
    const id = await api.connect();
    await api.consent(id);
    const browser = new Browser();
    const page = await browser.start(await api.link(id));
    expect(await browser.open(`${page.url}&auto=deny`)).toMatchObject({ status: 400 });
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    expect(await request(id, ['user'])).toMatchObject({ status: 'completed' });
  });
});

describe('an account that is connected already', () => {
  test('consent: the page names the connection that has it; that one goes on, the new one holds nothing', async () => {
    await start();
    const first = await api.connect(account());
    const second = await api.connect();
    const { status, text } = await api.consent(second);
    expect([status, text]).toEqual([409, expect.stringContaining(first)]);
    expect(await api.show(second)).toMatchObject({ status: 'not_connected' });
    expect(simulator().calls.at(-1)).toMatchObject({ operation: 'revoke', status: 200 });
    expect(await request(first, ['user'])).toMatchObject({ status: 'completed' });
    expect(await request(second, ['user'])).toMatchObject({
      status: 'paused',
      problem: { code: 'reconnect_needed' },
    });
  });
});

describe('scopes that were reduced at the consent', () => {
  const all = scopesToGrant(zoom).map(({ scope }) => scope);
  const lost = scopesToGrant(zoom)
    .filter(({ neededFor }) => neededFor.includes('webinars'))
    .map(({ scope }) => scope);

  test('are named by the page, the test and the report; what is left can be used', async () => {
    expect(lost.length).toBeGreaterThan(0);
    await start({ simulator: { scopes: all.filter((scope) => !lost.includes(scope)) } });
    const id = await api.connect();
    const { status, text } = await api.consent(id);
    const title = zoom.sources.find((source) => source.id === 'webinars')?.title ?? '';
    expect([status, text]).toEqual([200, expect.stringContaining(title)]);
    const tested = await api.test(id);
    expect(tested.status).toBe('degraded');
    const webinars = tested.sources.find((source) => source.id === 'webinars');
    expect(webinars).toMatchObject({ verdict: 'scope_missing' });
    expect(webinars?.missing_scopes.flatMap(({ granular }) => granular)).toEqual(
      expect.arrayContaining(lost),
    );
    const ended = await request(id);
    expect(ended).toMatchObject({ status: 'completed_with_gaps' });
    expect(ended.sources).toContainEqual(
      expect.objectContaining({ id: 'webinars', outcome: 'scope_missing' }),
    );
  });

  test('of a source that is switched off are not missed', async () => {
    await start({ simulator: { scopes: all.filter((scope) => !lost.includes(scope)) } });
    const id = await api.connect({ sources: ['user', 'meetings'] });
    const { status, text } = await api.consent(id);
    expect([status, text]).toEqual([200, expect.not.stringContaining('were not granted')]);
    expect(await api.test(id)).toMatchObject({ status: 'ok' });
  });
});

describe('a token that is revoked in mid-run', () => {
  test('pauses the request; after connecting again it goes on, and nothing is lost', async () => {
    await start();
    const id = await api.connect();
    await api.consent(id);
    const whole = await rest((await request(id)).id);
    const started = simulator().calls.length;
    const fault = simulator().faults.add({
      operation: '/phone/users/{userId}/recordings',
      respond: 'stall-headers',
    });
    const { id: cut } = bodyOf(await api.order({ email: person, connection_id: id }, 'platform', 'wait=0'));
    await until(() => fault.hits === 1);
    await revokeAtZoom(id);
    expect(await rest(cut)).toMatchObject({ status: 'paused', problem: { code: 'reconnect_needed' } });
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    expect(await api.test(id)).toMatchObject({ status: 'failed', next_step: /make a link/ });
    const paused = simulator().calls.length;
    await api.consent(id);
    const ended = await rest(cut);
    expect(ended).toMatchObject({ status: whole?.status, problem: undefined });
    expect(ended?.outcomes).toEqual(whole?.outcomes);
    expect(ended?.outcomes?.length).toBe(fastZoom.sources.length);
    // What was read before the token was revoked is not read again.
    const answered = simulator().calls.slice(started, paused);
    const after = new Set(
      simulator()
        .calls.slice(paused)
        .map(({ operation }) => operation),
    );
    expect(answered.filter(({ status }) => status === 200).length).toBeGreaterThan(20);
    for (const operation of ['/users/{userId}/settings', '/phone/users/{userId}/settings'])
      expect([operation, after.has(operation)]).toEqual([operation, false]);
  });

  async function revokeAtZoom(id: string): Promise<void> {
    const { clientId, clientSecret } = simulator().credentials;
    const token = (await api.installation.service.connections.open(id)).upstream.tokens.latest();
    const answer = await fetch(`${simulator().oauthUrl}/revoke`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ token: token?.accessToken ?? '' }),
    });
    expect(answer.status).toBe(200);
  }
});

describe('a Zoom that answers HTML', () => {
  const html = { times: Infinity, respond: 'html-200' } as const;

  test('instead of a token: the test says so, and the connection works when it is over', async () => {
    await start();
    const id = await api.connect(account());
    simulator().faults.add({ operation: 'token', ...html });
    const { status, next_step } = await api.test(id);
    expect([status, next_step]).toEqual(['failed', expect.stringContaining('an HTML page')]);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    simulator().faults.clear();
    expect(await api.test(id)).toMatchObject({ status: 'ok' });
  });

  test('instead of what the sources answer: each says so', async () => {
    await start();
    const id = await api.connect(account());
    simulator().faults.add({ operation: /^\/(users|phone|report)\//, ...html });
    const { status, sources } = await api.test(id);
    expect(status).toBe('failed');
    for (const { verdict, next_step } of sources)
      expect([verdict, next_step]).toEqual(['unreachable', expect.stringContaining('an HTML page')]);
  });

  test('at the end of a consent: the page says so, nothing is connected, a new link works', async () => {
    await start();
    const id = await api.connect();
    simulator().faults.add({ operation: 'token', ...html });
    const { status, text } = await api.consent(id);
    expect([status, text]).toEqual([400, expect.stringContaining('did not answer as it should')]);
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
    simulator().faults.clear();
    expect(await api.consent(id)).toMatchObject({ status: 200 });
  });

  test('when a token is refreshed: the consent is kept, and works when it is over', async () => {
    await start();
    const id = await api.connect();
    await api.consent(id);
    simulator().expireTokens();
    simulator().faults.add({ operation: 'token', ...html });
    expect(await request(id, ['user'])).toMatchObject({
      status: 'paused',
      problem: { code: 'vendor_unreachable' },
    });
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    simulator().faults.clear();
    expect(await request(id, ['user'])).toMatchObject({ status: 'completed' });
  });

  test('when a token is revoked: the connection is removed all the same, and says that Zoom did not confirm', async () => {
    await start();
    const id = await api.connect();
    await api.consent(id);
    simulator().faults.add({ operation: 'revoke', ...html });
    const removed = await api.call('delete', `/v1/connections/${id}`, 'operator');
    expect(bodyOf(removed)).toEqual({ id, revoked: false });
    expectProblem(await api.call('get', `/v1/connections/${id}`, 'operator'), 404, 'not_found');
  });
});
