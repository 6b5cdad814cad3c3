import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEmail } from '../../simulators/zoom/index.js';
import { packageFolder } from '../../src/package.js';
import type { Usage } from './usage.js';

/** One run of the command line, measured from outside. */
export interface MeasuredRun extends Usage {
  status: string;
  seconds: number;
  records: number;
  files: number;
  /** The report; it lies in `folder` until that is removed. */
  report: string;
  folder: string;
}

/** Runs `access` against a simulated Zoom, in a fresh data folder. */
export async function measureAccess(
  environment: Record<string, string>,
  options: string[] = [],
): Promise<MeasuredRun> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-bench-'));
  const usageFile = join(folder, 'usage.json');
  const report = join(folder, 'report.zip');
  const root = packageFolder();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...['--import', join(root, 'dist/scripts/bench/usage.js'), join(root, 'dist/src/cli.js')],
      ...['access', demoEmail, '--json', '--out', report, ...options],
    ],
    {
      env: {
        ...process.env,
        ...environment,
        DSAR_DATA_DIR: join(folder, 'data'),
        BENCH_USAGE_FILE: usageFile,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const seconds = (performance.now() - started) / 1_000;
  const { status, sources } = JSON.parse(output) as {
    status: string;
    sources: { records: number; files: number }[];
  };
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
  const sum = (of: 'records' | 'files') => sources.reduce((total, source) => total + source[of], 0);
  return { status, seconds, ...usage, records: sum('records'), files: sum('files'), report, folder };
}

/** Removes what a run left. */
export const removeRun = ({ folder }: MeasuredRun) => rmSync(folder, { recursive: true, force: true });
