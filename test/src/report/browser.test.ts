import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { demoEmail } from '../../../connectors/zoom/simulator/index.js';
import { hasTool } from '../../support/outside-tools.js';
import { unpack } from '../../support/read-report.js';
import { startInstallation } from '../../support/start-service.js';

const program = ['chromium', 'chromium-browser'].map(pathOf).find((path) => path !== undefined);
if (program === undefined) hasTool('chromium');
const inBrowser = program === undefined ? test.skip : test;

let folder: string;
let top: string;
let browser: Browser;

beforeAll(async () => {
  if (program === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'dsar-browser-'));
  const installation = await startInstallation();
  const { path } = await installation.report(demoEmail);
  top = unpack(path, folder);
  await installation.close();
  // Chromium has no sandbox for root, which tests in a container are.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await chromium.launch({ executablePath: program, args });
}, 60_000);
afterAll(async () => {
  if (program === undefined) return;
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

function pathOf(name: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

interface Visit {
  page: Page;
  /** What the browser complained about, and what it asked of anybody but the disk. */
  noise: string[];
}

/** Opens a page from the disk, with the network off. */
async function open(name: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file://')) noise.push(request.url());
  });
  await page.goto(`file://${join(top, name)}`);
  return { page, noise };
}

const pages = [
  'index.html',
  'pages/completeness.html',
  'pages/rights.html',
  'pages/phone-calls.html',
  'pages/recordings.html',
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the report in a browser, from the disk, without a network', () => {
  inBrowser.each([...pages, 'pages/user.html', 'pages/user-settings.html', 'pages/phone-voicemails.html'])(
    '%s opens without a complaint, asks nobody, and fits narrow and wide screens',
    async (name) => {
      const { page, noise } = await open(name);
      expect(await page.title()).not.toBe('');
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      }
      expect(noise).toEqual([]);
    },
  );

  inBrowser.each([...pages, 'pages/user.html', 'pages/user-settings.html'])(
    '%s has no serious accessibility finding',
    async (name) => {
      const { page } = await open(name);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(axe);
      const found = await page.evaluate<[string, string, string][]>(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => [impact, id, nodes[0].html]))',
      );
      expect(found.filter(([impact]) => ['serious', 'critical', 'moderate'].includes(impact))).toEqual([]);
    },
    60_000,
  );

  inBrowser('a table sorts by numbers, moments and words, both ways', async () => {
    const { page, noise } = await open('pages/phone-calls.html');
    const column = (place: number) =>
      page.locator(`table.records tbody tr:first-child > :nth-child(${place + 1})`).allTextContents();
    const before = await column(1);
    expect(before.length).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Began' }).click();
    expect(await column(1)).toEqual([...before].sort());
    await page.getByRole('button', { name: 'Began' }).click();
    expect(await column(1)).toEqual([...before].sort().reverse());
    expect(await page.locator('th[aria-sort="descending"]').count()).toBe(1);
    await page.getByRole('button', { name: '#' }).click();
    expect((await column(0)).map(Number)).toEqual(before.map((_, index) => index + 1));
    expect(noise).toEqual([]);
  });

  inBrowser('the filter looks at all fields and says how many records it leaves', async () => {
    const { page } = await open('pages/phone-calls.html');
    const all = await page.locator('table.records tbody').count();
    await page.getByRole('searchbox').fill('EXTERNAL voicemail');
    const shown = await page.locator('table.records tbody:visible').count();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(all);
    expect(await page.locator('output').textContent()).toBe(`${shown} of ${all} records on this page`);
    await page.getByRole('searchbox').fill('');
    expect(await page.locator('table.records tbody:visible').count()).toBe(all);
  });

  inBrowser('the filter of a profile leaves the fields that fit', async () => {
    const { page } = await open('pages/user.html');
    await page.getByRole('searchbox').fill('time zone');
    expect(await page.locator('.sheet dl > div:visible').count()).toBe(1);
    expect(await page.locator('.sheet h3:visible').count()).toBe(0);
  });

  inBrowser('all fields open at once', async () => {
    const { page } = await open('pages/phone-voicemails.html');
    const closed = await page.locator('details:not([open])').count();
    await page.getByRole('button', { name: 'Open all fields' }).click();
    expect(await page.locator('details[open]').count()).toBe(closed);
  });

  inBrowser('everything can be read without JavaScript; what would not work is not shown', async () => {
    const { page } = await open('pages/phone-calls.html', { javaScriptEnabled: false });
    expect(await page.locator('#tools').isVisible()).toBe(false);
    expect(await page.locator('button:visible').count()).toBe(0);
    await page.locator('summary').first().click();
    expect(await page.locator('details dl').first().isVisible()).toBe(true);
  });

  inBrowser('sound is played from the folder, which the policy allows', async () => {
    const { page, noise } = await open('pages/phone-voicemails.html');
    await page.locator('audio').first().evaluate('(audio) => { audio.preload = "auto"; audio.load(); }');
    await page.waitForFunction('document.querySelector("audio").networkState !== 2');
    expect(noise.filter((line) => line.includes('Content Security Policy'))).toEqual([]);
  });

  inBrowser('pages are printed without what only a screen can use', async () => {
    const { page } = await open('pages/recordings.html');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 720, height: 1000 });
    for (const selector of ['audio', 'video', '#tools', '.around', 'summary'])
      expect(await page.locator(`${selector}:visible`).count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  });
});
