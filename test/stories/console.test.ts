import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { demoEmail } from '../../simulators/zoom/index.js';
import { inBrowser, startChromium } from '../support/chromium.js';
import { openConsole, type ConsoleVisit } from '../support/console-page.js';
import { reportFileIn } from '../support/data-paths.js';
import { bodyOf } from '../support/start-api.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';

let chromium: Browser | undefined;
let api: PublicApi;
let id: string;
let visit: ConsoleVisit;
beforeAll(async () => {
  chromium = await startChromium();
  api = await startPublicApi({ connection: {} });
  id = String(bodyOf(await api.order({ email: demoEmail, reference: 'Case <17>' }, 'platform')).id);
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await api.close();
});
afterEach(async () => {
  await visit.context.close();
});

async function open(options: BrowserContextOptions = {}) {
  if (!chromium) throw new Error('There is no Chromium.');
  visit = await openConsole(chromium, api.address, options);
  return visit;
}

describe('the console in a browser', () => {
  inBrowser(
    'signs in with a key, lists, shows one request with its outcomes, downloads, signs out',
    async () => {
      const { page, noise, signIn, findings, context, asked, picture } = await open();
      expect(await page.title()).toBe('Sign in · DSAR console');
      expect(await findings()).toEqual([]);
      await picture('sign-in');
      await signIn(api.keys.auditor);
      const [cookie] = await context.cookies();
      expect(cookie).toMatchObject({
        name: 'dsar_session',
        httpOnly: true,
        sameSite: 'Lax',
        path: '/console',
      });
      expect(api.keys.auditor).not.toContain(cookie?.value);
      await page.getByRole('link', { name: 'All', exact: true }).click();
      expect(await findings()).toEqual([]);
      await picture('requests');
      expect(await page.locator('main').innerText()).not.toContain(demoEmail);
      await page.getByRole('link', { name: 'Case <17>' }).click();
      expect(await page.locator('h1').innerText()).toBe('Request Case <17>');
      expect(await findings()).toEqual([]);
      await picture('request');
      expect(await page.locator('table.sources tbody tr').count()).toBeGreaterThan(10);
      expect(await page.content()).not.toContain(demoEmail);
      await page.getByRole('button', { name: 'Show the address' }).click();
      expect(await page.locator('main').innerText()).toContain(demoEmail);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download', exact: true }).first().click(),
      ]);
      const stored = readFileSync(reportFileIn(api.installation.service.folder, id));
      expect(readFileSync(await download.path()).equals(stored)).toBe(true);
      await page.getByRole('link', { name: 'Page for the file' }).click();
      expect(await page.locator('section', { hasText: 'What the ledger says' }).innerText()).toContain(
        'report.downloaded',
      );
      expect(await findings()).toEqual([]);
      await page.getByRole('button', { name: 'Check it in this browser' }).click();
      await page.getByText('The zip is what was published').waitFor();
      await picture('report');
      await page.getByRole('link', { name: 'Back to the request' }).click();
      await page.getByRole('button', { name: 'One-time link' }).first().click();
      expect(await page.locator('#made-link').innerText()).toMatch(/\/reports\/[\w-]{43}$/);
      await page.getByRole('button', { name: 'Sign out' }).click();
      expect(await page.locator('main').innerText()).toContain('You are signed out.');
      await page.goto(`${api.address}/console/requests/${id}`);
      expect(await page.locator('h1').innerText()).toBe('Sign in');
      expect(noise).toEqual([]);
      expect(asked.filter((url) => /example\.com|dsar_[0-9a-f]{8}_/.test(url))).toEqual([]);
      const answer = await api.call('get', '/v1/ledger?connection_id=default&limit=1000', 'auditor');
      const { items } = answer.body as { items: { event: string }[] };
      const events = items.map(({ event }) => event);
      expect(events).toEqual(expect.arrayContaining(['email.revealed', 'report.downloaded']));
    },
  );

  inBrowser('is used by the keyboard alone, and says by more than colour how things stand', async () => {
    const { page, signIn, noise } = await open({ forcedColors: 'active', reducedMotion: 'reduce' });
    await signIn(api.keys.auditor);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    for (let count = 0; count < 12; count += 1) {
      if ((await page.evaluate('document.activeElement.textContent')) === 'Case <17>') break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Request Case <17>' }).waitFor();
    expect(await page.locator('#status').innerText()).toBe('With gaps');
    expect(noise).toEqual([]);
  });

  inBrowser('keeps language and colours, finds by address without a word of it in an address', async () => {
    const { page, signIn, asked, noise } = await open();
    await signIn(api.keys.operator);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.locator('html').getAttribute('data-look')).toBe('dark');
    await page.getByRole('searchbox').fill(demoEmail.toUpperCase());
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Case <17>' }).click();
    await page.getByRole('link', { name: 'Other requests for the same person' }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: 'Deutsch' }).click();
    expect(await page.locator('h1').innerText()).toBe('Weitere Anfragen zur selben Person');
    expect(await page.locator('html').getAttribute('data-look')).toBe('dark');
    expect(asked.filter((url) => /demo|example\.com/i.test(url))).toEqual([]);
    expect(noise).toEqual([]);
  });
});
