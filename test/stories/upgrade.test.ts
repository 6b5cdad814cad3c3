import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  emptyUser,
  startSimulator,
  type MediaFile,
  type Simulator,
  type World,
  type WorldUser,
} from '../../simulators/zoom/index.js';
import { packageFolder } from '../../src/package.js';
import type { Service } from '../../src/service.js';
import { openReport, type Report } from '../contract/suite.js';
import { openFolder } from '../support/open-folder.js';
import { until } from '../support/run-cli.js';
import { runUnlessKilled } from '../support/run-unless-killed.js';
import type { UpgradeEnd, UpgradeOrder } from './upgrade-process.js';

/** Written by an earlier version and killed: test/fixtures/data-folders/README.md. */
const archive = join(packageFolder(), 'test/fixtures/data-folders/before-settling.tar.gz');
const masterKey = '00'.repeat(32);
const offsetTo = (moment: string) => Date.parse(moment) - Date.now();
/** Five minutes after the kill, and after the midnight that ends the pause. */
const [soon, nextDay] = [offsetTo('2026-03-15T12:05:00Z'), offsetTo('2026-03-16T00:10:00Z')];

let folder: string;
let dataDir: string;
let simulator: Simulator;
let answered: Record<'paused' | 'running', string[]>;
let offset = soon;
let service: Service | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-upgrade-'));
  execFileSync('tar', ['xzf', archive, '-C', folder]);
  dataDir = join(folder, 'data');
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;
  answered = read('calls.json') as typeof answered;
  const { media, ...world } = read('world.json') as Omit<World, 'media'> & { media: [string, MediaFile][] };
  offset = soon;
  simulator = await startSimulator({
    ...{ port: 28471, mediaPort: 28472, enforceRateLimits: false },
    now: () => new Date(Date.now() + offset),
    // What the world of then had no word for, nobody in it has.
    world: { ...world, users: world.users.map(ofToday), media: new Map(media) },
  });
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

function ofToday(user: WorldUser): WorldUser {
  const empty = emptyUser({ email: user.email });
  return { ...empty, ...user, phone: { ...empty.phone, ...user.phone } };
}

async function start(): Promise<Service> {
  service = await openFolder({ dataDir, simulator, now: () => Date.now() + offset }, { masterKey });
  return service;
}

const called = async (reference: string) => {
  const [found] = (await service?.requests.list({ limit: 10, reference })) ?? [];
  if (!found) throw new Error(`No request "${reference}" is there.`);
  return found;
};
const reportOf = async (reference: string) =>
  openReport(join(dataDir, 'reports', `${(await called(reference)).id}.zip`));

/**
 * The records of every source but the one the running request is not about. Addresses of files are signed anew by each
 * Zoom; the sound of single participants is asked for since the later version.
 */
const recordsOf = (report: Report, without?: string) =>
  [...report.digests.keys()].flatMap((name) => {
    const id = /^data\/([a-z-]+)\/\1\.json$/.exec(name)?.[1];
    if (id === undefined || id === without) return [];
    const plain = JSON.stringify(report.records(id), (key, value: unknown) =>
      key === 'download_url' || key === 'participant_audio_files' ? undefined : value,
    );
    return [[id, JSON.parse(plain) as unknown]];
  });

/** Paths that this Zoom has answered, without the signature of an address. */
const answers = (from = 0) =>
  simulator.calls
    .slice(from)
    .filter(({ status, operation }) => status >= 200 && status < 300 && operation !== 'token')
    .map(({ path }) => path.replace(/\?signature=.*/, ''));

test('a folder of the version before settling: the finished is kept, the running and the paused are completed', async () => {
  const { requests } = await start();
  expect((await called('finished')).status).toBe('completed');
  const earlier = await reportOf('finished');
  expect((await called('paused')).status).toBe('paused');

  const running = await requests.wait((await called('running')).id, 60_000);
  expect([running?.status, (await called('paused')).status]).toEqual(['completed', 'paused']);
  expect(answers().filter((path) => answered.running.includes(path))).toEqual([]);
  const records = recordsOf(await reportOf('running'));
  expect(records).toEqual(recordsOf(earlier, 'meeting-history'));
  expect(records).toHaveLength(11);

  const before = simulator.calls.length;
  offset = nextDay;
  await service?.close();
  await start();
  await until(async () => (await called('paused')).status === 'completed');
  expect(answers(before).filter((path) => answered.paused.includes(path))).toEqual([]);
  // What the earlier version never asked for: a recording that states more than its list shows, and its file.
  expect(answers(before).filter((path) => !path.includes('/report/users/'))).toEqual([
    expect.stringMatching(/^\/v2\/meetings\/.+\/recordings$/),
    '/media/rec-2-robin',
  ]);
  expect(recordsOf(await reportOf('paused'))).toEqual(recordsOf(earlier));
});

/** Lets a process go on with the folder; undefined: it was killed. */
function run(order: Partial<UpgradeOrder> = {}): Promise<UpgradeEnd | undefined> {
  const { apiUrl, oauthUrl, mediaHost, credentials } = simulator;
  const whole: UpgradeOrder = {
    ...{ dataDir, masterKey, offset, reference: 'running' },
    ...{ simulator: { apiUrl, oauthUrl, mediaHost, credentials }, ...order },
  };
  return runUnlessKilled('stories/upgrade-process.js', 'UPGRADE_ORDER', whole);
}

test.each<[string, Partial<UpgradeOrder>]>([
  ['with half of the migrations made', { migrations: 3 }],
  ['before the fourth thing it wrote', { point: { boundary: 4, side: 'before' } }],
  ['while it settled', { point: { boundary: 12, side: 'after' } }],
  ['in the midst of the files', { point: { boundary: 40, side: 'before' } }],
])('an upgrade that was killed %s goes on', async (_when, order) => {
  expect(await run(order)).toBeUndefined();
  expect((await run())?.status).toBe('completed');
  expect(answers().filter((path) => answered.running.includes(path))).toEqual([]);
  await start();
  const found = await Promise.all(['finished', 'paused', 'running'].map(called));
  expect(found.map(({ status }) => status)).toEqual(['completed', 'paused', 'completed']);
  const earlier = recordsOf(await reportOf('finished'), 'meeting-history');
  expect(recordsOf(await reportOf('running'))).toEqual(earlier);
});
