import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { inBrowser, startChromium } from '../support/chromium.js';
import { startPrefixProxy, type PrefixProxy } from '../support/prefix-proxy.js';
import { bodyOf, nobody } from '../support/start-api.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';
import { reportFileIn } from '../support/data-paths.js';

let chromium: Browser | undefined;
let tls: { key: string; cert: string };
let folder: string;
beforeAll(async () => {
  chromium = await startChromium();
  folder = mkdtempSync(join(tmpdir(), 'dsar-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', key, '-out', cert];
  const about = ['-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...made, ...about], { stdio: 'ignore' });
  tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
});

let api: PublicApi;
let proxy: PrefixProxy | undefined;
beforeEach(async () => (api = await startPublicApi()));
afterEach(async () => {
  proxy?.close();
  await api.close();
});

async function newContext() {
  if (!chromium) throw new Error('There is no Chromium.');
  return chromium.newContext({ ignoreHTTPSErrors: true });
}
const titleOf = (page: Page) => page.locator('h1').innerText();

describe.each<[string, string, boolean, RegExp]>([
  ['a root address on this machine', '', false, /^dsar_oauth_/],
  ['a prefix on this machine', '/dsar', false, /^dsar_oauth_/],
  ['a root https address', '', true, /^__Host-dsar_oauth_/],
  ['an https address with a prefix', '/apps/dsar', true, /^__Secure-dsar_oauth_/],
])('below %s', (_, prefix, isSecure, cookieName) => {
  inBrowser('the button gets to the vendor, two tabs both connect, and reload and back say so', async () => {
    proxy = await startPrefixProxy(api.address, prefix, isSecure ? tls : undefined);
    api.publicUrl = proxy.url;
    const context = await newContext();
    const blocked: string[] = [];
    const tabs: Page[] = [];
    const ids = [await api.connect({ label: 'First <b>' }), await api.connect({ label: 'Second' })];
    for (const id of ids) {
      const page = await context.newPage();
      page.on('console', (message) => blocked.push(message.text()));
      await page.goto(await api.link(id));
      await page.getByRole('button', { name: 'Go to Zoom' }).click();
      await page.locator('#allow').waitFor();
      tabs.push(page);
    }
    const [first, second] = tabs as [Page, Page];
    const cookies = await context.cookies(proxy.url + '/oauth/x');
    expect(cookies.map(({ name }) => cookieName.test(name))).toEqual([true, true]);
    await first.locator('#allow').click();
    expect(await titleOf(first)).toBe('Zoom is connected');
    expect(await first.locator('main').innerText()).toContain('First <b>');
    await first.reload();
    expect(await titleOf(first)).toBe('Zoom is connected already');
    await first.goBack();
    await first.goBack();
    expect(await titleOf(first)).toBe('Zoom is connected already');
    // Its account is connected by the first tab; that it could be asked shows that its cookie was its own.
    await second.locator('#allow').click();
    expect(await second.locator('main').innerText()).toContain(ids[0]);
    await second.reload();
    expect(await titleOf(second)).toBe('Not connected');
    expect(blocked.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
    await context.close();
  });

  inBrowser('the button of a report link downloads the report', async () => {
    proxy = await startPrefixProxy(api.address, prefix, isSecure ? tls : undefined);
    api.publicUrl = proxy.url;
    const connection_id = await api.connect({
      account_id: api.installation.simulator.credentials.accountId,
    });
    const id = String(bodyOf(await api.order({ email: nobody, connection_id })).id);
    const made = await api.call('post', `/v1/access-requests/${id}/report/links`, 'auditor').send({});
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(String(bodyOf(made).url));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the report' }).click(),
    ]);
    const file = await download.path();
    const report = reportFileIn(api.installation.service.folder, id);
    expect(readFileSync(file).equals(readFileSync(report))).toBe(true);
    await page.reload();
    expect(await titleOf(page)).toBe('This link is over');
    await context.close();
  });
});
