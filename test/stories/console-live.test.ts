import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { demoEmail } from '../../simulators/zoom/index.js';
import { inBrowser, startChromium } from '../support/chromium.js';
import { openConsole } from '../support/console-page.js';
import { startRestartable, type Restartable } from '../support/start-restartable.js';

let chromium: Browser | undefined;
let place: Restartable;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(async () => {
  await chromium?.close();
});
beforeEach(async () => {
  place = await startRestartable({ latencyMs: 25 });
});
afterEach(async () => {
  await place.close();
});

async function open(options: BrowserContextOptions = {}) {
  if (!chromium) throw new Error('There is no Chromium.');
  const visit = await openConsole(chromium, place.address, options);
  await visit.signIn(place.bootstrapKey);
  return visit;
}

describe('a request that is followed in a browser', () => {
  inBrowser(
    'is looked ahead, begun, and followed to its end over a restart of the service, in two languages',
    async () => {
      const { page, context, noise, findings, picture } = await open();
      await page.getByRole('link', { name: 'New request' }).click();
      await page.getByLabel('E-mail of the person').fill(demoEmail);
      await page.getByLabel('Reference').fill('A-1');
      await page.getByLabel('From').fill('2026-02-01');
      await page.getByLabel('To', { exact: true }).fill('2026-01-01');
      await page.getByRole('button', { name: 'Look ahead' }).click();
      expect(await page.locator('.wrong').innerText()).toBe('From: must not be after "to"');
      expect(await page.getByLabel('Reference').inputValue()).toBe('A-1');
      expect(await findings()).toEqual([]);
      await page.getByLabel('From').fill('');
      await page.getByLabel('To', { exact: true }).fill('');
      await page.getByRole('button', { name: 'Look ahead' }).click();
      expect(await page.getByRole('status').innerText()).toMatch(/^The person was found. At least \d+ calls/);
      expect(await findings()).toEqual([]);
      await picture('new-request');
      await page.getByRole('button', { name: 'Begin' }).click();
      expect(await page.locator('h1').innerText()).toBe('Request A-1');
      await page.locator('table.sources progress').first().waitFor();
      await picture('running');
      const complaints = [...noise];
      await place.stop();
      await page.getByText('The connection to the service is lost').waitFor();
      await place.start();
      await page.locator('#status.completed_with_gaps').waitFor({ timeout: 20_000 });
      expect(complaints).toEqual([]);
      await page.getByRole('button', { name: 'Deutsch' }).click();
      expect(await page.locator('h1').innerText()).toBe('Anfrage A-1');
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
      expect(await page.locator('main').innerText()).not.toMatch(/undefined|\[object/);
      expect(await findings()).toEqual([]);
      await context.close();
    },
    60_000,
  );

  inBrowser(
    'can be ordered, watched and cancelled without scripts',
    async () => {
      const { page, context, noise } = await open({ javaScriptEnabled: false });
      await page.getByRole('link', { name: 'New request' }).click();
      await page.getByLabel('E-mail of the person').fill(demoEmail);
      await page.getByRole('button', { name: 'Begin' }).click();
      expect(await page.locator('noscript meta[http-equiv=refresh]').count()).toBe(1);
      const summary = page.getByText('Cancel the request');
      await summary.click();
      await page.getByRole('button', { name: 'Yes, do it' }).click();
      expect(await page.locator('#status').innerText()).toBe('Cancelled');
      expect(noise).toEqual([]);
      await context.close();
    },
    60_000,
  );
});
