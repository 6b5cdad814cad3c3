import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail } from '../../simulators/zoom/index.js';
import { openDatabase, type Database } from '../../src/storage/sqlite/database.js';
import type { ReadReport } from '../support/read-report.js';
import { until } from '../support/run-cli.js';
import { startApi, type Api } from '../support/start-api.js';
import type { ShownRequest } from '../../src/api/show-request.js';

const sources = ['user', 'phone-voicemails', 'phone-calls', 'meeting-history'];
const order = { connectionId: 'default', origin: 'test', email: demoEmail, media: true, sources };
const voicemails = 'phone-voicemails';

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const installation = () => api.installation;
const settledFile = (id: string) =>
  join(installation().dataDir, 'requests', id, 'spool', voicemails, 'settled.ndjson');

/** A request that has everything but one source, whose vendor keeps silent. */
async function startStalled(): Promise<string> {
  const { simulator, service } = installation();
  const operation = '/report/users/{userId}/meetings';
  simulator.faults.add({ operation, times: Infinity, respond: 'stall-headers' });
  const { id } = await service.requests.create(order);
  const isDone = (source: string) => service.requests.progressOf(id, source).state === 'done';
  await until(() => isDone(voicemails) && isDone('phone-calls') && isDone('user'));
  return id;
}

/** What is done to the data folder while nobody works on it. */
async function meanwhile(work: (database: Database) => void): Promise<void> {
  await installation().service.close();
  installation().simulator.faults.clear();
  const database = openDatabase(join(installation().dataDir, 'database.sqlite'));
  work(database);
  database.close();
}

/** Lets the request go on, and tells what was asked for, but for the source that kept silent. */
async function goOn(id: string): Promise<{ report: ReadReport; asked: string[] }> {
  const before = installation().simulator.calls.length;
  await installation().restart();
  const request = await installation().service.requests.wait(id, 30_000);
  expect(request?.status).toBe('completed');
  if (!request) throw new Error('The request is gone.');
  const asked = installation()
    .simulator.calls.slice(before)
    .map(({ operation }) => operation)
    .filter((operation) => operation !== 'token' && !operation.startsWith('/report/'));
  return { report: await installation().open(request), asked };
}

/** The records and files of the sources, by their digests. */
const dataOf = ({ entries }: ReadReport) =>
  [...entries].filter(([name]) => name.startsWith('data/')).map(([name, { sha256 }]) => [name, sha256]);

/** The row and the steps of a source as an older version wrote them. */
function makeOlder(file: string, database: Database): void {
  rmSync(file, { force: true });
  database.run('UPDATE source_runs SET settled = NULL, outcome = NULL');
  database.run(
    `UPDATE steps SET parameters = json_remove(
       json_set(parameters, '$.place', json('{"step":0,"offset":0,"bytes":2}')), '$.record')
     WHERE kind IN ('detail', 'file')`,
  );
  database.run(`UPDATE steps SET parameters = json_remove(parameters, '$.identity') WHERE kind = 'file'`);
}

test('the outcome of a source is known while others still run, also after a restart', async () => {
  const id = await startStalled();
  const outcomeOf = async (source: string) => {
    const { requests } = installation().service;
    const request = await requests.find(id);
    return request && (await requests.outcomesOf(request)).get(source)?.outcome;
  };
  await until(async () =>
    (await Promise.all(['user', 'phone-calls', voicemails].map(outcomeOf))).every((one) => one !== undefined),
  );
  const shown = (await api.call('get', `/v1/access-requests/${id}`)).body as ShownRequest;
  expect([shown.status, shown.sources.map((source) => [source.id, source.state, source.outcome])]).toEqual([
    'running',
    [
      ['user', 'done', 'complete'],
      ['meeting-history', 'running', undefined],
      ['phone-calls', 'done', 'complete'],
      [voicemails, 'done', 'complete'],
    ],
  ]);
  const voicemail = shown.sources.find((source) => source.id === voicemails);
  expect(voicemail?.progress?.files.done).toBe(voicemail?.files);
  for (const count of [voicemail?.records, voicemail?.files, voicemail?.bytes])
    expect(count).toBeGreaterThan(0);

  await installation().restart();
  expect(await Promise.all(['meeting-history', voicemails].map(outcomeOf))).toEqual([undefined, 'complete']);
  installation().simulator.faults.clear();
});

test.each<[string, (file: string, database: Database) => void]>([
  ['in which a bit is flipped', flip],
  ['that are cut', (file) => truncateSync(file, 50)],
  ['that are gone', (file) => rmSync(file)],
  ['with something more', (file) => writeFileSync(file, '{}\n', { flag: 'a' })],
  ['of an older version, which has none', makeOlder],
])('settled records %s are settled from the lists, and nothing is fetched twice', async (_name, spoil) => {
  const whole = await installation().report(demoEmail, { sources });
  const id = await startStalled();
  await meanwhile((database) => spoil(settledFile(id), database));
  const { report, asked } = await goOn(id);
  expect(asked).toEqual([]);
  expect(dataOf(report)).toEqual(dataOf(whole));
});

test('an older version that was stopped in its files goes on with the files that are left', async () => {
  const whole = await installation().report(demoEmail, { sources });
  const id = await startStalled();
  await meanwhile((database) => {
    database.run(`UPDATE steps SET result = NULL WHERE kind = 'file' AND position = 0`);
    database.run(`UPDATE source_runs SET phase = 'files' WHERE source_id = ?`, voicemails);
    makeOlder(settledFile(id), database);
  });
  const { report, asked } = await goOn(id);
  expect(asked.filter((operation) => !/download|media/.test(operation))).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(2);
  expect(asked).not.toEqual([]);
  expect(dataOf(report)).toEqual(dataOf(whole));
});

test('a process killed after its records were settled, before anything was planned for them, goes on', async () => {
  const whole = await installation().report(demoEmail, { sources });
  const id = await startStalled();
  await meanwhile((database) => {
    database.run(
      `UPDATE source_runs SET phase = 'listing', settled = NULL, outcome = NULL WHERE source_id = ?`,
      voicemails,
    );
    database.run(`DELETE FROM steps WHERE kind IN ('detail', 'file') AND source_id = ?`, voicemails);
    writeFileSync(`${settledFile(id)}.part`, 'half');
  });
  const { report, asked } = await goOn(id);
  expect(asked.filter((operation) => operation.endsWith('/voice_mails'))).toEqual([]);
  expect(dataOf(report)).toEqual(dataOf(whole));
});

test('a retry that reads earlier windows gives records other numbers, and their files with them', async () => {
  const { simulator } = installation();
  const only = { sources: ['recordings'] };
  const whole = await installation().report(demoEmail, only);
  const operation = '/users/{userId}/recordings';
  // The window of the newest record: all others are numbered from it.
  const newest = String(whole.records('recordings')[0]?.start_time).slice(0, 10);
  const spanOf = (path: string, name: string) => new URL(path, 'http://x').searchParams.get(name) ?? '';
  const window = simulator.calls
    .filter((call) => call.operation === operation)
    .find(({ path }) => spanOf(path, 'from') <= newest && newest <= spanOf(path, 'to'));
  const from = spanOf(window?.path ?? '', 'from');
  const respond = { status: 500, body: { code: 500, message: 'no' } };
  const fault = simulator.faults.add({
    ...{ operation: new RegExp(`/recordings\\?.*from=${from}(&|$)`), times: Infinity },
    respond,
  });
  const first = await installation().ask(demoEmail, only);
  fault.remove();
  expect([fault.hits > 0, first.status]).toEqual([true, 'completed_with_gaps']);
  const before = await installation().open(first);
  expect(before.records('recordings')[0]?.uuid).not.toBe(whole.records('recordings')[0]?.uuid);

  await installation().service.requests.retry(first.id, { by: 'test' });
  const second = await installation().service.requests.wait(first.id, 30_000);
  if (!second) throw new Error('The request is gone.');
  const after = await installation().open(second);
  const uuidsOf = (report: ReadReport) => report.records('recordings').map(({ uuid }) => uuid);
  expect(uuidsOf(after)).toEqual(uuidsOf(whole));
  const ofRecords = (report: ReadReport) =>
    (JSON.parse(report.text('data/files.json')) as { path: string; record: number }[]).map(
      ({ path, record }) => [
        report.entries.get(path)?.sha256,
        report.records('recordings')[record - 1]?.uuid,
      ],
    );
  expect(ofRecords(after).sort()).toEqual(ofRecords(whole).sort());
  expect(ofRecords(before).length).toBeLessThan(ofRecords(after).length);
});

/** Another number in a call: no detail is laid over calls, so the report would show it. */
function flip(path: string): void {
  const calls = path.replace(voicemails, 'phone-calls');
  const text = readFileSync(calls, 'utf8');
  const harmed = text.replace(/("record":\{.*?":)(\d)/, (_found, before: string, digit: string) =>
    [before, Number(digit) ^ 1].join(''),
  );
  expect(harmed).not.toBe(text);
  writeFileSync(calls, harmed);
}
