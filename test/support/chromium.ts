import { test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';
import { hasTool } from './outside-tools.js';

const program = ['chromium', 'chromium-browser'].map(pathOf).find((path) => path !== undefined);
if (program === undefined) hasTool('chromium');

/** A test that needs Chromium; skipped where there is none. */
export const inBrowser = program === undefined ? test.skip : test;

/** Starts the Chromium of the machine; undefined where there is none. */
export async function startChromium(): Promise<Browser | undefined> {
  if (program === undefined) return undefined;
  // Chromium has no sandbox for root, which tests in a container are.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: program, args });
}

function pathOf(name: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
