import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { demoEmail } from '../../simulators/zoom/index.js';
import { inBrowser, startChromium } from '../support/chromium.js';
import { openConsole, type ConsoleVisit } from '../support/console-page.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';

let chromium: Browser | undefined;
let api: PublicApi;
let visit: ConsoleVisit;
beforeAll(async () => {
  chromium = await startChromium();
  api = await startPublicApi();
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await api.close();
});
afterEach(async () => {
  await visit.context.close();
});

async function open(key: string) {
  if (!chromium) throw new Error('There is no Chromium.');
  const others = [new URL(api.installation.simulator.apiUrl).origin];
  visit = await openConsole(chromium, api.address, {}, others);
  await visit.signIn(key);
  return visit;
}

describe('what operators do in the console', () => {
  inBrowser('an account is connected by consent, tested, and what is missing is told', async () => {
    const { page, noise, findings, picture } = await open(api.keys.operator);
    const { clientId, clientSecret } = api.installation.simulator.credentials;
    await page.getByRole('link', { name: 'Connections' }).click();
    expect(await findings()).toEqual([]);
    await page.getByRole('link', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    expect(await page.locator('.wrong').count()).toBe(3);
    expect(await findings()).toEqual([]);
    await page.getByLabel('Name').fill('Example <Ltd>');
    await page.getByLabel('Client id').fill(clientId);
    await page.getByLabel('Client secret').fill(clientSecret);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    expect(await page.locator('h1').innerText()).toBe('Example <Ltd>');
    await page.getByRole('button', { name: 'Make a link' }).click();
    expect(await findings()).toEqual([]);
    const back = page.url().replace(/\/authorize$/, '');
    await page.getByRole('link', { name: 'Open it here' }).click();
    await page.getByRole('button', { name: 'Go to Zoom' }).click();
    await page.locator('#allow').click();
    expect(await page.locator('h1').innerText()).toBe('Zoom is connected');
    await page.goto(back);
    await page.getByLabel('With this user').fill(demoEmail);
    await page.getByRole('button', { name: 'Test now' }).click();
    await page.getByText('Tried with').waitFor();
    expect(await page.locator('td .badge.proved').count()).toBeGreaterThan(5);
    expect(await findings()).toEqual([]);
    await picture('connection-test');
    await page.getByLabel('Share of the rate limits').fill('2');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.locator('.wrong').innerText()).toContain('must not be above 0.8');
    await page.getByLabel('Share of the rate limits').fill('0.5');
    await page.getByText('What reports say for you').click();
    await page.getByLabel('Controller').fill('Example Ltd');
    await page.getByLabel('Contact').fill('privacy@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.locator('.notice.good').innerText()).toBe('Saved.');
    const [connection] = await api.installation.service.connections.list();
    expect(connection).toMatchObject({
      ...{ rateShare: 0.5, reportSettings: { controller: { name: 'Example Ltd' } } },
    });
    expect(noise).toEqual([]);
  });

  inBrowser(
    'keys are made and revoked with the key shown again, and a revoked key ends its session',
    async () => {
      const { page, noise, findings, picture, context } = await open(api.keys.admin);
      await page.getByRole('link', { name: 'Settings' }).click();
      await picture('settings');
      expect(await findings()).toEqual([]);
      await page.getByLabel('Your API key, again').fill('dsar_00000000_wrong');
      await page.getByRole('button', { name: 'Make a key' }).click();
      expect(await page.locator('.wrong').innerText()).toContain('is not the key of this session');
      await page.getByLabel('Your API key, again').fill(api.keys.admin);
      await page.getByLabel('Role').selectOption('auditor');
      await page.getByRole('button', { name: 'Make a key' }).click();
      const key = await page.locator('#made-key').innerText();
      expect(key).toMatch(/^dsar_[0-9a-f]{8}_/);
      const other = await context.browser()?.newPage();
      await other?.goto(`${api.address}/console/`);
      await other?.getByLabel('API key').fill(key);
      await other?.getByRole('button', { name: 'Sign in' }).click();
      await other?.getByRole('button', { name: 'Sign out' }).waitFor();
      await page.goto(`${api.address}/console/settings`);
      await page.getByRole('radio', { name: key.slice(5, 13) }).check();
      await page.getByLabel('Your API key, again').fill(api.keys.admin);
      await page.getByRole('button', { name: 'Revoke' }).click();
      await other?.reload();
      expect(await other?.locator('h1').innerText()).toBe('Sign in');
      await other?.close();
      expect(noise).toEqual([]);
    },
  );

  inBrowser('the ledger is read, checked and taken along', async () => {
    const { page, noise, findings, picture } = await open(api.keys.admin);
    await page.getByRole('link', { name: 'Ledger' }).click();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Check the chain' }).click();
    expect(await page.getByRole('status').innerText()).toMatch(/^The chain is whole: \d+ entries/);
    await page.getByLabel('Connection').selectOption('Sign-ins and keys');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(await page.locator('tbody code').first().innerText()).toBe('session.began');
    await picture('ledger');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'All of it' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ sequence: 1, connection_id: 'installation' });
    expect(noise).toEqual([]);
  });
});
