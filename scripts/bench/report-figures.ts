import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceSummary } from '../../src/model/access-request.js';
import { packageFolder } from '../../src/package.js';
import { atMost, figure, noGoal, type Figure } from './figures.js';
import type { Usage } from './usage.js';
import { writeCollection, type ReportWorld } from './report-world.js';

/** What the process that makes a report tells at its end. */
export interface MadeReport {
  outcomes: SourceSummary[];
  /** The longest time for which nothing else of the process had its turn. */
  longestWaitMs: number;
}

/** The making of one report, measured from outside. */
export interface MeasuredReport extends Usage {
  records: number;
  files: number;
  longestWaitMs: number;
}

/** Makes the report of a collection in a process of its own. It is verified as part of that. */
export async function measureReport(
  world: ReportWorld,
  thirdParties: 'keep' | 'pseudonymise',
): Promise<MeasuredReport> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-bench-'));
  try {
    await writeCollection(folder, world);
    return await makeReport(folder, thirdParties);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeReport(folder: string, thirdParties: string): Promise<MeasuredReport> {
  const usageFile = join(folder, 'usage.json');
  const scripts = join(packageFolder(), 'dist/scripts/bench');
  const child = spawn(
    process.execPath,
    ['--import', join(scripts, 'usage.js'), join(scripts, 'report-process.js'), folder, thirdParties],
    { env: { ...process.env, BENCH_USAGE_FILE: usageFile }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The report was not made: the process ended with ${code}.`);
  const { outcomes, longestWaitMs } = JSON.parse(output) as MadeReport;
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
  const sum = (of: 'records' | 'files') => outcomes.reduce((total, outcome) => total + outcome[of], 0);
  return { ...usage, records: sum('records'), files: sum('files'), longestWaitMs };
}

/** Memory and CPU of making reports with many records, other people and files. */
export async function reportFigures(runs: number, records: number): Promise<Figure[]> {
  const people = 2_000;
  const others: MeasuredReport[] = [];
  for (let run = 0; run < runs; run += 1)
    others.push(await measureReport({ calls: records, people, files: 0 }, 'pseudonymise'));
  const named = `${count(records)} records with ${count(people)} other people as pseudonyms`;
  return [
    figure(`peak memory for a report of ${named}`, others.map(peakOf), atMost(256, ' MB'), megabytes),
    figure(
      `CPU for 1,000 of ${named}`,
      others.map(({ cpuMs }) => (cpuMs * 1_000) / records),
      noGoal,
      (ms) => `${ms.toFixed(0)} ms`,
    ),
    figure(
      'longest wait of a call to the service meanwhile',
      others.map(({ longestWaitMs }) => longestWaitMs),
      atMost(50, ' ms'),
      (ms) => `${ms.toFixed(0)} ms`,
    ),
  ];
}

/** Memory of making reports with many entries; the difference tells what one costs. */
export async function entryFigures(runs: number, most: number): Promise<Figure[]> {
  const few = Math.round(most / 5);
  const small: number[] = [];
  const large: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    small.push(peakOf(await measureReport({ calls: 0, people: 100, files: few }, 'keep')));
    large.push(peakOf(await measureReport({ calls: 0, people: 100, files: most }, 'keep')));
  }
  const each = large.map((peak, run) => ((peak - (small[run] ?? 0)) * 1_000) / (most - few));
  return [
    figure(`peak memory for a report of ${count(few)} files`, small, atMost(256, ' MB'), megabytes),
    figure(`peak memory for a report of ${count(most)} files`, large, atMost(256, ' MB'), megabytes),
    figure('memory for 1,000 further files', each, noGoal, (value) => `${value.toFixed(1)} MB`),
  ];
}

const peakOf = ({ peakBytes }: MeasuredReport) => peakBytes / 2 ** 20;
const count = (number: number) => number.toLocaleString('en-US');
const megabytes = (value: number) => `${value.toFixed(0)} MB`;
