import { expect } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageFolder } from '../../src/package.js';

/**
 * Runs a script below `dist/test` to its end, with an order in a variable of its environment, and gives what it says as
 * JSON; undefined: it was killed.
 */
export async function runUnlessKilled<End>(
  script: string,
  variable: string,
  order: object,
): Promise<End | undefined> {
  const path = join(packageFolder(), 'dist/test', script);
  const env = { ...process.env, [variable]: JSON.stringify(order) };
  const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, ended] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const [code, signal] = ended as [number | null, string | null];
  if (signal === 'SIGKILL') return undefined;
  expect([code, signal]).toEqual([0, null]);
  return JSON.parse(said) as End;
}
