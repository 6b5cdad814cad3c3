import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { packageFolder } from '../../src/package.js';

/** A browser at the console, with what it complained about. */
export interface ConsoleVisit {
  page: Page;
  context: BrowserContext;
  /** Console errors, policy violations, and requests to other hosts. */
  noise: string[];
  /** Every address that was asked for. */
  asked: string[];
  signIn: (key: string) => Promise<void>;
  /** What axe-core has against the page as it stands, and what does not fit a narrow screen. */
  findings: () => Promise<string[]>;
  /** Takes pictures for docs/console, when they are wanted. */
  picture: (name: string) => Promise<void>;
}

/** `npm run pictures:console` takes the pictures of docs/console anew. */
const isPictured = (globalThis as { takePictures?: boolean }).takePictures === true;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens the console in a browser of its own. `others`: origins that may be asked, too. */
export async function openConsole(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
  others: readonly string[] = [],
): Promise<ConsoleVisit> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const noise: string[] = [];
  const asked: string[] = [];
  const own = [new URL(address).origin, ...others];
  await context.exposeBinding('tellViolation', (_source, what: string) => void noise.push(what));
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', (e) => tellViolation('policy: ' + e.violatedDirective + ' ' + e.blockedURI))",
  );
  context.on('request', (request) => {
    asked.push(request.url());
    if (!own.includes(new URL(request.url()).origin) && !request.url().startsWith('data:'))
      noise.push(`foreign: ${request.url()}`);
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    // A page that says why something was refused has the status of a refusal.
    const isStatus = /the server responded with a status of 4/.test(message.text());
    if (message.type() === 'error' && !isStatus) noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(`${address}/console/`);
  return {
    ...{ page, context, noise, asked },
    signIn: async (key) => {
      await page.getByLabel('API key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
    findings: async () => {
      await page.evaluate(axe);
      const found = await page.evaluate<[string, string][]>(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
      );
      const wide = page.viewportSize() ?? { width: 1280, height: 720 };
      await page.setViewportSize({ width: 320, height: 800 });
      const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      await page.setViewportSize(wide);
      return [...found.map((one) => one.join(': ')), ...(excess > 0 ? [`${excess} px too wide`] : [])];
    },
    picture: async (name) => {
      if (!isPictured) return;
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const path = join(packageFolder(), 'docs/console', `${name}-${colorScheme}.png`);
        await page.screenshot({ path, animations: 'disabled' });
      }
      await page.emulateMedia({ colorScheme: null });
    },
  };
}
