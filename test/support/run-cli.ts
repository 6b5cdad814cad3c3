import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Simulator } from '../../simulators/zoom/index.js';
import { packageFolder } from '../../src/package.js';

/** How a command ended. */
export interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command under way. */
export interface RunningCli {
  /** Resolves with the first group of the pattern once the output holds it; rejects when the command ends before. */
  said(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  end: Promise<CliEnd>;
}

const running = new Set<RunningCli>();

/** Starts the built program in a process of its own; it sees only the environment given. */
export const startCli = (args: readonly string[], environment?: Record<string, string>): RunningCli =>
  startCommand([process.execPath, join(packageFolder(), 'dist/src/cli.js'), ...args], environment);

/** Starts any command that stands for the program. */
export function startCommand(
  [file = '', ...args]: readonly string[],
  environment: Record<string, string> = {},
): RunningCli {
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const end = new Promise<CliEnd>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, ...output }));
  });
  const said: RunningCli['said'] = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output.stdout + output.stderr);
        if (found) resolve(found[1] ?? found[0]);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      look();
      void end.then(() => reject(new Error(`It ended without ${String(pattern)}: ${output.stderr}`)));
    });
  const cli: RunningCli = { said, end, kill: (signal) => void child.kill(signal) };
  running.add(cli);
  void end.finally(() => running.delete(cli)).catch(() => undefined);
  return cli;
}

/** Runs a command to its end. */
export const runCli = (args: readonly string[], environment?: Record<string, string>): Promise<CliEnd> =>
  startCli(args, environment).end;

/** Ends what a test left running. */
export async function killClis(): Promise<void> {
  for (const cli of running) cli.kill('SIGKILL');
  await Promise.all([...running].map(({ end }) => end));
}

/** A first day that leaves in all the demo person has: a run from the first possible day costs twice as much. */
export const demoFrom = new Date(Date.now() - 730 * 86_400_000).toISOString().slice(0, 10);

/** The environment that connects the program to a simulated Zoom. */
export function environmentFor(simulator: Simulator, dataDir: string): Record<string, string> {
  const { accountId, clientId, clientSecret } = simulator.credentials;
  return {
    DSAR_DATA_DIR: dataDir,
    DSAR_PORT: '0',
    ZOOM_API_URL: simulator.apiUrl,
    ZOOM_OAUTH_URL: simulator.oauthUrl,
    ZOOM_MEDIA_HOSTS: simulator.mediaHost,
    ZOOM_ACCOUNT_ID: accountId,
    ZOOM_CLIENT_ID: clientId,
    ZOOM_CLIENT_SECRET: clientSecret,
    ZOOM_PLAN: 'business',
  };
}

/** Resolves when the condition holds; rejects after the time. */
export async function until(condition: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('It never came to hold.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
