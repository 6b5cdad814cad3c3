import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { buildReport, factsOf } from '../../support/build-report.js';
import { openCollected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';
import { chromiumPath, closePages, openPage, startChromium } from '../../support/open-page.js';
import { hasTool } from '../../support/outside-tools.js';
import { unpack } from '../../support/read-report.js';
import { startInstallation } from '../../support/start-service.js';

if (chromiumPath === undefined) hasTool('chromium');
const inBrowser = chromiumPath === undefined ? test.skip : test;

let folder: string;
/** A report with a list of three pages. */
let longTop: string;
let top: string;
let browser: Browser;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'dsar-browser-'));
  const installation = await startInstallation();
  const { path } = await installation.report(demoEmail);
  top = unpack(path, folder);
  await installation.close();
  const collected = await openCollected();
  const rows = Array.from({ length: 600 }, (_, index) => ({
    id: `n${index + 1}`,
    colour: index % 10 === 9 ? 'blue & <even>' : index === 300 ? 'red\u202e' : 'red',
  }));
  await collected.list('things', rows);
  const long = await buildReport(collected, factsOf(collected, [declareSource()]));
  longTop = unpack(long.path, mkdtempSync(join(folder, 'long-')));
  await collected.close();
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(closePages);

const open = (name: string, options?: BrowserContextOptions) => openPage(browser, join(top, name), options);

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

  inBrowser.each([
    ['pages/recordings.html', 'video[src$=".mp4"]'],
    ['pages/recordings.html', 'audio[src$=".m4a"]'],
    ['pages/phone-voicemails.html', 'audio[src$=".mp3"]'],
    ['pages/phone-recordings.html', 'audio[src$=".mp3"]'],
  ])('%s: %s plays from the folder', async (name, selector) => {
    const { page, noise } = await open(name);
    await page.locator('h1').click();
    await ask(page, selector, 'player.play()');
    await waitUntil(page, selector, 'player.currentTime > 0.2');
    expect(await ask(page, selector, 'player.error')).toBeNull();
    expect(noise).toEqual([]);
  });

  inBrowser.each([
    ['pages/recordings.html', 'video', 4.5],
    ['pages/phone-recordings.html', 'audio', 2],
  ])('%s: what was said stands under its %s, which jumps to it and shows it', async (name, kind, starts) => {
    const { page, noise } = await open(name);
    const words = page.locator('details.words').first();
    await words.locator('summary').click();
    const lines = words.getByRole('button');
    // The lines are made when the browser gets round to telling that the words were opened.
    await lines.nth(1).waitFor();
    await lines.nth(1).click();
    const player = `.media:has(details.words) ${kind}`;
    const said = (await lines.nth(1).textContent())?.replace(/^\S+ /, '') ?? '';
    const cue = 'player.textTracks[0]?.activeCues?.[0]?.text';
    await waitUntil(page, player, `!player.paused && ${cue} === ${JSON.stringify(said)}`);
    expect(await ask<number>(page, player, 'player.currentTime')).toBeGreaterThanOrEqual(starts);
    await words.locator('[aria-current]').getByText(said).waitFor();
    const cues = await ask<number>(page, player, 'player.textTracks[0].cues.length');
    expect(cues).toBe(await lines.count());
    expect(noise).toEqual([]);
  });

  inBrowser('what was said can be read without JavaScript', async () => {
    const { page } = await open('pages/recordings.html', { javaScriptEnabled: false });
    await page.locator('details.words summary').first().click();
    expect(await page.locator('details.words pre').first().textContent()).toMatch(
      /^\[00:00:01\.000 – 00:00:04\.500\] \S/,
    );
  });

  inBrowser('a search finds records on all pages of a list and leads to them', async () => {
    const { page, noise } = await openPage(browser, join(longTop, 'pages/things.html'));
    await page.getByRole('searchbox').fill('Blue EVEN');
    const onFirst = await page.locator('table.records tbody:visible').count();
    await page.getByRole('link', { name: /Search all \d+ pages/ }).click();
    expect(await page.getByRole('searchbox').inputValue()).toBe('Blue EVEN');
    const hits = page.locator('.hits li');
    expect(await hits.count()).toBeGreaterThan(onFirst);
    await hits.last().getByRole('link').click();
    expect(page.url()).toMatch(/things-3\.html#r600$/);
    expect(await page.locator('#r600').textContent()).toContain('blue & <even>');
    await page.goBack();
    await page.getByRole('searchbox').fill('u+202e');
    await page.getByText('Records found: 1').waitFor();
    await page.getByRole('searchbox').fill('no such words anywhere');
    await page.getByText('No record has these words.').waitFor();
    expect(noise).toEqual([]);
  });

  inBrowser(
    'a first page that stands alone, as one does that was opened inside the zip, says so',
    async () => {
      const alone = mkdtempSync(join(tmpdir(), 'dsar-alone-'));
      copyFileSync(join(top, 'index.html'), join(alone, 'index.html'));
      const { page } = await openPage(browser, join(alone, 'index.html'));
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('Unpack the zip file first');
      rmSync(alone, { recursive: true });
      const whole = await open('index.html');
      await whole.page.waitForLoadState('networkidle');
      expect(await whole.page.locator('.notice:visible').count()).toBe(0);
      const scriptless = await open('index.html', { javaScriptEnabled: false });
      expect(await scriptless.page.locator('.notice:visible').textContent()).toContain(
        'unpack everything first',
      );
    },
  );

  inBrowser.each(['index.html', 'pages/completeness.html', 'pages/rights.html'])(
    '%s cuts no table off at 1,200 pixels',
    async (name) => {
      const { page } = await open(name, { viewport: { width: 1200, height: 800 } });
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      expect(
        await page.evaluate(
          '[...document.querySelectorAll(".scroll")].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.getAttribute("aria-labelledby"))',
        ),
      ).toEqual([]);
    },
  );

  inBrowser.each([...pages, 'pages/user.html', 'pages/phone-voicemails.html'])(
    '%s is dark where the system is, and can be read there',
    async (name) => {
      const { page } = await open(name, { colorScheme: 'dark' });
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      expect(Math.max(...(paper.match(/\d+/g) ?? []).map(Number))).toBeLessThan(60);
      await page.evaluate(axe);
      expect(
        await page.evaluate(
          'axe.run({ runOnly: ["color-contrast"] }).then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)))',
        ),
      ).toEqual([]);
    },
    60_000,
  );

  inBrowser('no page names a day that had not come when it was made', async () => {
    const { page } = await open('pages/completeness.html');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const dates = await page.locator('td.dates').allTextContents();
    expect(dates.join()).toMatch(/\d{4}-/);
    expect(dates.filter((text) => text.includes(`to ${tomorrow}`))).toEqual([]);
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

/** Evaluates an expression about the first element of a kind, called `player`. */
const ask = <T>(page: Page, selector: string, expression: string) =>
  page.evaluate<T>(`((player) => ${expression})(document.querySelector(${JSON.stringify(selector)}))`);

/** The page's own policy forbids the browser to look for us. */
async function waitUntil(page: Page, selector: string, claim: string): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    if (await ask<boolean>(page, selector, claim)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`${selector}: not so after 15 s: ${claim}`);
}
