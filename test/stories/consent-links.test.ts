import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createApp } from '../../src/http/app.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Browser } from '../support/browser.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';

let api: PublicApi;
let next: Server | undefined;
beforeEach(async () => (api = await startPublicApi()));
afterEach(async () => {
  next?.close();
  next?.closeAllConnections();
  next = undefined;
  await api.close();
});

const allow = (way: string) => `${way}&auto=allow`;
const tokenCalls = () =>
  api.installation.simulator.calls.filter(({ operation }) => operation === 'token').length;

/** Ends the service and starts it again on the same data, behind the same address for browsers. */
async function restart(): Promise<(address: string) => string> {
  await api.installation.restart();
  const { installation } = api;
  next = createServer(createApp(installation.service, { publicUrl: () => api.publicUrl }));
  await new Promise<void>((resolve) => next?.listen(0, '127.0.0.1', resolve));
  const { port } = next.address() as AddressInfo;
  api.publicUrl = `http://127.0.0.1:${port}`;
  return (address) => address.replace(api.address, api.publicUrl);
}

describe('a start link', () => {
  test('that was looked at still leads to the vendor, in one browser', async () => {
    const id = await api.connect();
    const link = await api.link(id);
    for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
      const seen = await fetch(link, { method });
      expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'no-store']);
    }
    const browser = new Browser();
    const way = await browser.start(link);
    expect(way.url).toContain('/oauth/authorize');
    for (const other of [new Browser(), new Browser()]) {
      expect((await other.open(link)).status).toBe(403);
      expect((await other.open(link, { method: 'POST' })).status).toBe(403);
    }
    expect((await browser.open(allow(way.url))).status).toBe(200);
  });

  test('whose button is pressed twice, or in two tabs, leads the same way', async () => {
    const link = await api.link(await api.connect());
    const browser = new Browser();
    const page = await browser.open(link);
    const ways = [await browser.press(page), await browser.press(page), await browser.start(link)];
    expect(new Set(ways.map(({ url }) => url)).size).toBe(1);
    expect(await browser.open(allow(ways[0]?.url ?? ''))).toMatchObject({ status: 200 });
    const done = await browser.press(page);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('connected already')]);
  });

  test('takes no answer of the vendor in its own address', async () => {
    const link = await api.link(await api.connect());
    const browser = new Browser();
    for (const query of ['?error=access_denied', '?code=forged', '?state=x&code=y'])
      expect(new URL((await browser.open(link + query, { method: 'POST' })).url).pathname).toMatch(
        /authorize$/,
      );
    expect(tokenCalls()).toBe(0);
  });

  test('allows the form to lead to the vendor and on, and nothing else to be loaded', async () => {
    const policy = (await fetch(await api.link(await api.connect()))).headers.get('content-security-policy');
    const { origin } = new URL(api.installation.simulator.oauthUrl);
    expect(policy).toContain(`form-action 'self' ${origin} https:;`);
    expect(policy).toContain("default-src 'none'");
  });

  test.each([
    [
      'https://dsar.example.com',
      /^__Host-dsar_oauth_\w{16}=[\w-]{43}; Max-Age=\d+; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
    ],
    [
      'https://example.com/dsar',
      /^__Secure-dsar_oauth_\w{16}=.*; Path=\/dsar\/oauth; .*HttpOnly; Secure; SameSite=Lax$/,
    ],
    ['http://localhost:8080/dsar', /^dsar_oauth_\w{16}=.*; Path=\/dsar\/oauth; .*HttpOnly; SameSite=Lax$/],
  ])('of %s has the cookie that belongs there', async (publicUrl, form) => {
    const link = await api.link(await api.connect());
    api.publicUrl = publicUrl;
    expect((await fetch(link)).headers.get('set-cookie')).toMatch(form);
  });
});

describe('who comes back to a consent', () => {
  test('that succeeded reads that it did, also after a restart', async () => {
    const id = await api.connect({ label: 'Example & Sons' });
    const browser = new Browser();
    const link = await api.link(id);
    const back = await browser.next(allow((await browser.start(link)).url));
    expect((await fetch(back, { method: 'HEAD' })).status).toBe(403);
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
    expect((await browser.open(back)).status).toBe(200);
    const moved = await restart();
    const jar = browser.copyTo(api.address, api.publicUrl);
    for (const address of [back, link]) {
      const { status, text } = await jar.open(moved(address));
      expect([status, text]).toEqual([200, expect.stringContaining('connected already')]);
      expect(text).toContain('Example &amp; Sons');
      expect(text).not.toMatch(/not connected|nothing was|@/i);
      const stranger = await new Browser().open(moved(address));
      expect([stranger.status, stranger.text]).toEqual([
        403,
        expect.not.stringMatching(/Example|nothing was/i),
      ]);
    }
    expect(tokenCalls()).toBe(1);
  });

  test('that was declined reads that it was, also after a restart', async () => {
    const id = await api.connect();
    const browser = new Browser();
    const back = await browser.next(`${(await browser.start(await api.link(id))).url}&auto=deny`);
    const first = await browser.open(back);
    const moved = await restart();
    const again = await browser.copyTo(api.address, api.publicUrl).open(moved(back));
    expect([again.status, again.text]).toEqual([400, first.text]);
    expect(again.text).toContain('declined');
  });

  test('that was declined over one that stands reads that this one does', async () => {
    const id = await api.connect({ label: 'Stands' });
    await api.consent(id);
    const browser = new Browser();
    const done = await browser.open(`${(await browser.start(await api.link(id))).url}&auto=deny`);
    expect([done.status, done.text]).toEqual([400, expect.stringContaining('stays connected')]);
    expect(done.text).not.toContain('Not connected');
  });

  test('whose connection was disconnected since does not read that it is connected', async () => {
    const id = await api.connect();
    const browser = new Browser();
    const back = await browser.next(allow((await browser.start(await api.link(id))).url));
    await browser.open(back);
    const { store, connections } = api.installation.service;
    await store.transaction((tx) => connections.forgetTokens(tx, id));
    const { status, text } = await browser.open(back);
    expect([status, text]).toEqual([409, expect.stringContaining('disconnected since')]);
  });

  test('that a process did not live to end reads so', async () => {
    const id = await api.connect();
    const browser = new Browser();
    const back = await browser.next(allow((await browser.start(await api.link(id))).url));
    const { consents } = api.installation.service;
    const consent = await consents.ofState(new URL(back).searchParams.get('state') ?? '');
    if (consent) await consents.take(consent);
    const { status, text } = await browser.open(back);
    expect([status, text]).toEqual([409, expect.stringContaining('interrupted')]);
    expect(tokenCalls()).toBe(0);
  });
});
