import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, largeWorld, demoEmail } from '../../simulators/zoom/index.js';
import { startBenchZoom } from './bench-zoom.js';
import { atLeast, atMost, figure, noGoal, type Figure } from './figures.js';
import { measureAccess, removeRun } from './measure-access.js';

/** Media through the service against standard tools doing the same to the same bytes, in turn. */
export async function mediaFigures(runs: number, bytes: number): Promise<Figure[]> {
  const files = 8;
  const world = {
    plan: 'business' as const,
    large: { records: 400, mediaFiles: files, mediaBytes: bytes / files },
  };
  const ratios: number[] = [];
  const speeds: number[] = [];
  const peaks: number[] = [];
  const writes: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const simulated = await startBenchZoom(world);
    const without = await measureAccess(simulated.environment, ['--sources', 'recordings', '--no-media']);
    const access = await measureAccess(simulated.environment, ['--sources', 'recordings']);
    await simulated.stop();
    const seconds = access.seconds - without.seconds;
    speeds.push(statSync(access.report).size / 1e6 / seconds);
    peaks.push(access.peakBytes / 2 ** 20);
    if (access.writtenBytes !== undefined && without.writtenBytes !== undefined)
      writes.push((access.writtenBytes - without.writtenBytes) / bytes);
    removeRun(access);
    removeRun(without);
    ratios.push((await toolSeconds(world.large)) / seconds);
  }
  const megabytes = (value: number) => `${value.toFixed(0)} MB`;
  return [
    figure('media speed through the service / curl, sha256sum, zip -0, unzip -t', ratios, atLeast(1)),
    figure('media through the service, MB/s', speeds, noGoal, (value) => value.toFixed(0)),
    figure(`peak memory for ${(bytes / 1e9).toFixed(1)} GB of media`, peaks, atMost(256, ' MB'), megabytes),
    ...(writes.length === 0
      ? []
      : [
          figure(
            `how often each byte of ${(bytes / 1e9).toFixed(1)} GB of media is written`,
            writes,
            atMost(2.01),
            (value) => value.toFixed(3),
          ),
        ]),
  ];
}

/** The same files fetched, hashed, zipped and tested by standard tools, one after the other. */
async function toolSeconds(large: {
  records: number;
  mediaFiles: number;
  mediaBytes: number;
}): Promise<number> {
  const simulator = await startSimulator({ world: largeWorld({ now: new Date(), seed: 1, ...large }) });
  const folder = mkdtempSync(join(tmpdir(), 'dsar-tools-'));
  const token = simulator.issueToken();
  const headers = { authorization: `Bearer ${token}` };
  const urls: string[] = [];
  for (let day = 0; day < 420; day += 30) {
    const date = (days: number) => new Date(Date.now() - days * 864e5).toISOString().slice(0, 10);
    const query = `from=${date(day + 30)}&to=${date(day - 1)}&page_size=300`;
    const answer = await fetch(`${simulator.apiUrl}/users/${demoEmail}/recordings?${query}`, { headers });
    const { meetings } = (await answer.json()) as {
      meetings: { recording_files?: { download_url: string }[] }[];
    };
    for (const { recording_files: files = [] } of meetings)
      urls.push(...files.map((file) => file.download_url));
  }
  const unique = [...new Set(urls.map((url) => url.split('?')[0] ?? url))];
  const config = unique
    .flatMap((url, index) => [`url = "${url}"`, `output = "${folder}/${index}.mp4"`])
    .join('\n');
  const curl = ['--location', '--silent', '--parallel', '--parallel-max', '4', '--config', '-'];
  const script = [
    `curl ${curl.join(' ')} --header 'authorization: Bearer ${token}'`,
    `sha256sum ${folder}/*.mp4 > ${folder}/manifest.txt`,
    `zip -0 -q ${folder}/all.zip ${folder}/*.mp4`,
    `unzip -t -q ${folder}/all.zip`,
  ].join(' && ');
  const started = performance.now();
  await runScript(script, config);
  const seconds = (performance.now() - started) / 1_000;
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
  return seconds;
}

function runScript(script: string, input: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`the tools ended with ${code}`))));
    child.stdin.end(input);
  });
}
