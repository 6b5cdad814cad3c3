import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
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
  const printed = execFileSync(process.execPath, argumentsOf(script), optionsOf(environment, input));
  return JSON.parse(printed) as unknown;
}

/** Like `runBuilt`, while this process goes on: several can run at a time, and call a server of the test. */
export async function runBuiltBeside(
  script: string,
  environment: Record<string, string> = {},
  input: unknown = {},
): Promise<unknown> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, argumentsOf(script), optionsOf(environment, input));
  return JSON.parse(stdout) as unknown;
}

function argumentsOf(script: string): string[] {
  const preamble = `
    const load = (file) => import(${JSON.stringify(`file://${packageFolder()}/dist/`)} + file);
    const input = JSON.parse(process.env.TEST_INPUT);
    const print = (value) => process.stdout.write(JSON.stringify(value));
  `;
  return ['--input-type=module', '-e', preamble + script];
}

function optionsOf(environment: Record<string, string>, input: unknown) {
  return {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment, TEST_INPUT: JSON.stringify(input) },
    maxBuffer: 64 * 1024 * 1024,
  } as const;
}
