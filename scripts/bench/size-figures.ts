import { startBenchZoom } from './bench-zoom.js';
import { atMost, figure, noGoal, type Figure } from './figures.js';
import { measureAccess, removeRun } from './measure-access.js';

/** Memory and CPU for many records. */
export async function sizeFigures(runs: number, records: number): Promise<Figure[]> {
  const large = { records, mediaFiles: 0, mediaBytes: 0 };
  const peaks: number[] = [];
  const cpu: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const simulated = await startBenchZoom({ plan: 'business', large });
    const access = await measureAccess(simulated.environment, ['--no-media']);
    await simulated.stop();
    removeRun(access);
    peaks.push(access.peakBytes / 2 ** 20);
    cpu.push((access.cpuMs * 1_000) / access.records);
  }
  const count = records.toLocaleString('en-US');
  return [
    figure(
      `peak memory for ${count} records`,
      peaks,
      atMost(256, ' MB'),
      (value) => `${value.toFixed(0)} MB`,
    ),
    figure(`CPU for 1,000 of ${count} records`, cpu, noGoal, (value) => `${value.toFixed(0)} ms`),
  ];
}
