import { execFileSync } from 'node:child_process';
import { packageFolder } from '../../src/package.js';

/**
 * Runs a module in a Node process of its own with the built program at `dist/`, and tells what it printed as
 * JSON. `load` imports a built file: `const { planWindows } = await load('src/collect/windows.js')`.
 */
export function runBuilt(
  script: string,
  environment: Record<string, string> = {},
  input: unknown = {},
): unknown {
  const preamble = `
    const load = (file) => import(${JSON.stringify(`file://${packageFolder()}/dist/`)} + file);
    const input = JSON.parse(process.env.TEST_INPUT);
    const print = (value) => process.stdout.write(JSON.stringify(value));
  `;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', preamble + script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment, TEST_INPUT: JSON.stringify(input) },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed) as unknown;
}
