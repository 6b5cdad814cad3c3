import { spawnSync } from 'node:child_process';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

/** A page that a browser has opened from the disk. */
export interface Visit {
  page: Page;
  /** What the browser complained about, and what it asked of anybody but the disk. */
  noise: string[];
}

/** Where Debian's Chromium is; undefined: it is not on this machine. */
export const chromiumPath = ['chromium', 'chromium-browser']
  .map((name) => {
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  })
  .find((path) => path !== undefined);

/** Starts Chromium, which has no sandbox for root, as tests in a container are. */
export function startChromium(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath, args });
}

const opened = new Set<BrowserContext>();

/** Closes what a test opened: pages that stay open go on drawing. */
export async function closePages(): Promise<void> {
  for (const context of opened) await context.close();
  opened.clear();
}

/** Opens a file in a browser of its own, with the network off, until `closePages`. */
export async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ offline: true, ...options });
  opened.add(context);
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file://')) noise.push(request.url());
  });
  await page.goto(`file://${path}`);
  return { page, noise };
}
