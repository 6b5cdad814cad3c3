import { afterEach, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { demoEmail } from '../../simulators/zoom/index.js';
import { packageFolder } from '../../src/package.js';
import { reportKey } from '../../src/files/keys.js';
import { reportFileIn } from '../support/data-paths.js';
import { readReport } from '../support/read-report.js';
import { startInstallation, type Installation } from '../support/start-service.js';

let installation: Installation;
afterEach(() => installation.close());

/** Everything below the data folder whose bytes hold a text in clear. */
function placesOf(text: string): string[] {
  const all = readdirSync(installation.dataDir, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => {
    const path = join(installation.dataDir, name);
    return statSync(path).isFile() && !/^database/.test(name) && readFileSync(path).includes(text);
  });
}

const topic = 'sealed-canary-topic';
/** What a service is told; a restart reads it again. */
const service = { sealFiles: true };
const start = (sealFiles: boolean) =>
  startInstallation({ service: Object.assign(service, { sealFiles }) }).then((started) => {
    for (const { meetings } of started.simulator.world.users)
      for (const { record } of meetings) record.topic = topic;
    return (installation = started);
  });
const readZip = () => {
  const { files } = installation.service.folder;
  return (id: string) => buffer(files.read(reportKey(id)));
};

test('nothing that was collected lies in clear, neither while it is collected nor in the report', async () => {
  await start(true);
  installation.simulator.faults.add({
    operation: '/users/{userId}/webinars',
    respond: { status: 500, body: {} },
    times: 50,
  });
  const request = await installation.ask(demoEmail, {
    sources: ['user', 'meetings', 'webinars', 'recordings'],
  });
  // What is kept for a retry is the working files.
  expect(request.status).toBe('completed_with_gaps');
  expect(readdirSync(join(installation.dataDir, 'requests', request.id, 'spool')).length).toBeGreaterThan(0);
  expect(placesOf(topic)).toEqual([]);
  expect(placesOf('PK\u0003\u0004')).toEqual([]);
  const path = join(installation.dataDir, 'handed-out.zip');
  writeFileSync(path, await readZip()(request.id));
  const report = await readReport(path);
  expect(report.records('meetings').map((one) => one.topic)).toContain(topic);
  expect(report.source('recordings').files).toBeGreaterThan(10);
});

test('a part of the report is read without the rest of it', async () => {
  await start(true);
  const { id } = await installation.ask(demoEmail, { sources: ['user', 'recordings'] });
  const whole = await readZip()(id);
  const part = installation.service.folder.files.read(reportKey(id), { start: 70_000, end: 140_000 });
  expect((await buffer(part)).equals(whole.subarray(70_000, 140_001))).toBe(true);
});

test.each(['reports', 'spool'])(
  'without the program, %s are opened by the reader of the documentation',
  async (what) => {
    const python = ['python3', '/usr/bin/python3'].find(
      (one) => spawnSync(one, ['-c', 'import cryptography']).status === 0,
    );
    if (python === undefined && process.env.REQUIRE_VERIFIERS !== '1') return;
    await start(true);
    installation.simulator.faults.add({
      ...{ operation: '/users/{userId}/webinars', times: 50 },
      respond: { status: 500, body: {} },
    });
    const { id } = await installation.ask(demoEmail, { sources: ['meetings', 'webinars'] });
    const key = what === 'reports' ? reportKey(id) : `requests/${id}/spool/meetings/settled.ndjson`;
    const script = join(packageFolder(), 'docs/open-sealed.py');
    const opened = execFileSync(python ?? 'python3', [script, installation.dataDir, key]);
    expect(opened.equals(await buffer(installation.service.folder.files.read(key)))).toBe(true);
    expect(opened.includes(what === 'reports' ? 'PK' : topic)).toBe(true);
  },
);

test.each<[string, (sealed: Buffer) => Buffer]>([
  ['cut in its last chunk', (sealed) => sealed.subarray(0, -10)],
  ['cut to an impossible size', (sealed) => sealed.subarray(0, 100)],
  [
    'changed in a byte',
    (sealed) => Buffer.concat([sealed.subarray(0, -1), Buffer.from([(sealed.at(-1) ?? 0) ^ 1])]),
  ],
])('a sealed report that was %s is not handed out, and said to be damaged', async (_how, spoil) => {
  await start(true);
  const { id } = await installation.ask(demoEmail, { sources: ['user'] });
  const { service: running } = installation;
  const place = reportFileIn(running.folder, id);
  const [report] = await running.requests.reportsOf(id);
  if (!report) throw new Error('There is no report.');
  await running.reportChecks.require(report, 'default', { by: 'test' });
  writeFileSync(place, spoil(readFileSync(place)));
  await expect(running.reportChecks.require(report, 'default', { by: 'test' })).rejects.toMatchObject({
    code: 'report_damaged',
  });
  expect(await running.reportChecks.isDamaged(report)).toBe(true);
});

test('destroying a report destroys its key: a copy of the files is worth nothing', async () => {
  await start(true);
  const { id } = await installation.ask(demoEmail, { sources: ['user'] });
  const { service: running, dataDir } = installation;
  const [stolen, place] = [join(dataDir, 'stolen.zip'), reportFileIn(running.folder, id)];
  copyFileSync(place, stolen);
  await running.retention.destroy(id, 'deleted', { by: 'test' });
  copyFileSync(stolen, place);
  await expect(readZip()(id)).rejects.toMatchObject({ code: 'ENOENT' });
  const entries = await running.store.ledger.list('default', 0, 100);
  expect(JSON.stringify(entries.filter(({ event }) => event === 'report.destroyed'))).toContain(
    'key_destroyed',
  );
});

test('what lies there in clear is read as it is, and sealed when a service with sealing starts', async () => {
  await start(false);
  installation.simulator.faults.add({
    operation: '/users/{userId}/webinars',
    respond: { status: 500, body: {} },
    times: 50,
  });
  const { id } = await installation.ask(demoEmail, { sources: ['meetings', 'webinars'] });
  const before = readFileSync(reportFileIn(installation.service.folder, id));
  expect((await readZip()(id)).equals(before)).toBe(true);
  expect(placesOf(topic).length).toBeGreaterThan(0);
  Object.assign(service, { sealFiles: true });
  await installation.restart();
  await installation.service.sealing.settled();
  expect(placesOf(topic)).toEqual([]);
  expect(readFileSync(reportFileIn(installation.service.folder, id)).equals(before)).toBe(false);
  expect((await readZip()(id)).equals(before)).toBe(true);
  // What was kept for a retry still serves it.
  installation.simulator.faults.clear();
  await installation.service.requests.retry(id, { by: 'test' });
  expect((await installation.service.requests.wait(id, 60_000))?.status).toBe('completed');
});
