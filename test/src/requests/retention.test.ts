import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { systemClock } from '../../../src/clock.js';
import type { ShownRequest } from '../../../src/api/show-request.js';
import { openDatabase } from '../../../src/storage/sqlite/database.js';
import { filesBelow, placesOf } from '../../support/find-bytes.js';
import { until } from '../../support/run-cli.js';
import { expectProblem, startApi, type Api } from '../../support/start-api.js';
import { gather } from '../../../src/storage/rows.js';
import { reportFileIn, requestFolderIn } from '../../support/data-paths.js';

const dayMs = 86_400_000;
const canary = () => `canary-${randomBytes(8).toString('hex')}@example.com`;

let api: Api;
let aheadMs: number;
beforeEach(async () => {
  aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  api = await startApi({ service: { clock } });
});
afterEach(() => api.close());

const service = () => api.installation.service;
const pathOf = (id: string) => `/v1/access-requests/${id}`;
const show = async (id: string) => (await api.call('get', pathOf(id))).body as ShownRequest;
const order = async (email: string, more: object = {}): Promise<ShownRequest> =>
  (await api.order({ email, ...more })).body as ShownRequest;
/** Files that hold something of a request. */
const filesOf = (id: string) =>
  [...filesBelow(api.installation.dataDir).keys()].filter((name) => name.includes(id));
const eventsOf = async (id: string) =>
  (await gather(service().ledger.entries('default')))
    .map(({ event, details }) => ({ event, ...(JSON.parse(details) as { request?: string }) }))
    .filter(({ request }) => request === id);

/** Rows that hang on a request, and the e-mail it keeps. */
function rowsOf(id: string): Record<string, unknown> {
  const database = openDatabase(service().folder.database);
  try {
    const count = (table: string) =>
      database.get(`SELECT count(*) AS rows FROM ${table} WHERE request_id = ?`, id)?.rows;
    const tables = ['steps', 'source_runs', 'reports', 'idempotency_keys', 'request_calls'];
    const row = database.get('SELECT email, lookup, outcomes FROM access_requests WHERE id = ?', id);
    const { email, lookup, outcomes } = row ?? {};
    return { email, lookup, outcomes, ...Object.fromEntries(tables.map((table) => [table, count(table)])) };
  } finally {
    database.close();
  }
}
const emptied = {
  ...{ email: '', lookup: null, outcomes: null },
  ...{ steps: 0, source_runs: 0, reports: 0, idempotency_keys: 0, request_calls: 0 },
};

describe('when the time of a report is over', () => {
  test('after 30 days all versions, the spool, the rows and the e-mail are gone, the hashes stay', async () => {
    const fault = api.installation.simulator.faults.add({
      ...{ operation: '/users/{userId}/settings', times: Infinity },
      respond: { status: 500, body: { code: 500, message: 'no' } },
    });
    const asked = { email: demoEmail, sources: ['user', 'user-settings'] };
    const post = api.call('post', '/v1/access-requests', 'platform').set('Idempotency-Key', 'key-1');
    const { id } = (await post.set('Prefer', 'wait=30').send(asked)).body as ShownRequest;
    await api.call('post', `${pathOf(id)}/retry`, 'platform').set('Prefer', 'wait=30');
    fault.remove();
    const before = await show(id);
    expect(Date.parse(before.expires_at ?? '') - Date.parse(before.finished_at ?? '')).toBe(30 * dayMs);
    expect([before.report_versions.length, filesOf(id).length > 2]).toEqual([2, true]);

    aheadMs = Date.parse(before.expires_at ?? '') - Date.now() - 5_000;
    await service().retention.sweep();
    expect(await show(id)).toEqual(before);
    aheadMs += 5_000;
    await service().retention.sweep();

    expect([filesOf(id), rowsOf(id)]).toEqual([[], emptied]);
    const after = await show(id);
    expect(after).toMatchObject({
      id,
      status: 'expired',
      created_at: before.created_at,
      report_versions: [],
    });
    expect([after.email, after.expires_at, after.report_url]).toEqual([undefined, undefined, undefined]);
    expectProblem(await api.call('get', `${pathOf(id)}/report`, 'platform'), 410, 'report_expired');
    expectProblem(await api.call('get', `${pathOf(id)}/report?version=1`, 'platform'), 410, 'report_expired');
    expectProblem(await api.call('post', `${pathOf(id)}/retry`, 'platform'), 409, 'nothing_to_retry');
    const [destroyed] = (await eventsOf(id)).filter(({ event }) => event === 'report.destroyed');
    expect(destroyed).toMatchObject({
      ...{ reason: 'retention', by: 'retention', status: 'completed_with_gaps' },
      reports: before.report_versions.map(({ version, sha256, bytes }) => ({ version, sha256, bytes })),
    });
    await service().retention.sweep();
    expect((await eventsOf(id)).filter(({ event }) => event === 'report.destroyed')).toHaveLength(1);
  });

  test('nothing in the data folder names the person any more, not even in freed pages', async () => {
    const email = canary();
    await order(email, { reference: 'ticket-1' });
    expect(placesOf(email, filesBelow(api.installation.dataDir)).length).toBeGreaterThan(0);
    aheadMs = 31 * dayMs;
    await service().retention.sweep();
    // A new process; the old one's write-ahead log ends with it.
    await api.installation.restart();
    expect(placesOf(email, filesBelow(api.installation.dataDir))).toEqual([]);
  });

  test('a failed request is emptied, too', async () => {
    api.installation.simulator.faults.add({
      ...{ operation: 'token', times: Infinity },
      respond: { status: 400, body: { error: 'invalid_client', reason: 'no' } },
    });
    const { id, status } = await order(demoEmail);
    expect(status).toBe('failed');
    aheadMs = 31 * dayMs;
    await service().retention.sweep();
    expect([rowsOf(id), (await show(id)).status]).toEqual([emptied, 'failed']);
  });

  test('a retry that waits keeps no earlier version alive: it ends, and everything goes', async () => {
    const { faults } = api.installation.simulator;
    const settings = { operation: '/users/{userId}/settings', times: Infinity };
    const fault = faults.add({ ...settings, respond: { status: 500, body: { code: 500, message: 'no' } } });
    const { id, finished_at } = await order(demoEmail, { sources: ['user', 'user-settings'] });
    fault.remove();
    faults.add({ ...settings, respond: 'stall-headers' });
    await api.call('post', `${pathOf(id)}/retry`, 'platform').set('Prefer', 'wait=0');
    await until(async () => (await service().requests.find(id))?.status === 'running');

    aheadMs = Date.parse(finished_at ?? '') + 30 * dayMs - Date.now() - 60_000;
    await service().retention.sweep();
    expect((await show(id)).report_versions).toHaveLength(1);
    aheadMs += 60_000;
    await service().retention.sweep();
    await until(async () => (await service().requests.find(id))?.status === 'expired');
    await service().retention.settled();
    expect([filesOf(id), rowsOf(id)]).toEqual([[], emptied]);
    const ends = (await eventsOf(id)).filter(({ event }) => /cancelled|destroyed/.test(event));
    expect(ends).toMatchObject([
      { event: 'request.cancelled', by: 'retention' },
      { event: 'report.destroyed', by: 'retention', reason: 'retention' },
    ]);
  });

  test('a retry that was interrupted goes at the start, before it is worked on', async () => {
    const { faults } = api.installation.simulator;
    const settings = { operation: '/users/{userId}/settings', times: Infinity };
    faults.add({ ...settings, respond: { status: 500, body: { code: 500, message: 'no' } } });
    const { id } = await order(demoEmail, { sources: ['user', 'user-settings'] });
    faults.clear();
    faults.add({ ...settings, respond: 'stall-headers' });
    await api.call('post', `${pathOf(id)}/retry`, 'platform').set('Prefer', 'wait=0');
    await until(async () => (await service().requests.find(id))?.status === 'running');
    const { expires_at } = await show(id);
    aheadMs = 31 * dayMs;
    await api.installation.restart();
    await until(async () => (await service().requests.find(id))?.status === 'expired');
    await service().retention.settled();
    expect(Date.parse(expires_at ?? '')).toBeLessThan(Date.now() + aheadMs);
    expect([filesOf(id), rowsOf(id)]).toEqual([[], emptied]);
    expect((await eventsOf(id)).map(({ event }) => event)).not.toContain('request.failed');
  });

  test('many retries end at once, each with one entry', async () => {
    const { faults } = api.installation.simulator;
    const settings = { operation: '/users/{userId}/settings', times: Infinity };
    faults.add({ ...settings, respond: { status: 500, body: { code: 500, message: 'no' } } });
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1)
      ids.push((await order(demoEmail, { sources: ['user', 'user-settings'] })).id);
    faults.clear();
    faults.add({ ...settings, respond: 'stall-headers' });
    for (const id of ids) await api.call('post', `${pathOf(id)}/retry`, 'platform').set('Prefer', 'wait=0');
    aheadMs = 31 * dayMs;
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await service().retention.sweep();
    const isExpired = async (id: string) => (await service().requests.find(id))?.status === 'expired';
    await until(async () => (await Promise.all(ids.map(isExpired))).every(Boolean));
    for (const id of ids)
      expect((await eventsOf(id)).filter(({ event }) => /cancelled|destroyed/.test(event))).toHaveLength(2);
  });

  test('a request whose time is over, but that is not swept yet, takes no retry', async () => {
    api.installation.simulator.faults.add({
      ...{ operation: '/users/{userId}/settings', times: Infinity },
      respond: { status: 500, body: { code: 500, message: 'no' } },
    });
    const { id } = await order(demoEmail, { sources: ['user', 'user-settings'] });
    aheadMs = 31 * dayMs;
    expectProblem(await api.call('post', `${pathOf(id)}/retry`, 'platform'), 410, 'report_expired');
  });

  test('an unfinished request stays, however old it is', async () => {
    api.installation.simulator.faults.add({
      ...{ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' },
    });
    const { id } = (await api.order({ email: demoEmail }, 'platform', 'wait=0')).body as ShownRequest;
    aheadMs = 400 * dayMs;
    await service().retention.sweep();
    expect((await show(id)).email).toBe(demoEmail);
  });

  test.each([
    [1, 1],
    [365, 365],
    [null, 30],
  ])('a connection with %p days keeps %d, from the moment it is set', async (retention_days, days) => {
    const { id } = await order('nobody@example.com');
    await api.call('patch', '/v1/connections/default').send({ retention_days: 90 });
    await api.call('patch', '/v1/connections/default').send({ retention_days });
    const { expires_at, finished_at } = await show(id);
    expect(Date.parse(expires_at ?? '') - Date.parse(finished_at ?? '')).toBe(days * dayMs);
    aheadMs = days * dayMs - 60_000;
    await service().retention.sweep();
    expect((await show(id)).status).toBe('no_match');
    aheadMs = days * dayMs + 60_000;
    await service().retention.sweep();
    expect((await show(id)).status).toBe('expired');
  });
});

describe('at the start of the service', () => {
  test('what is too old goes at once', async () => {
    const { id } = await order('nobody@example.com');
    aheadMs = 31 * dayMs;
    await api.installation.restart();
    expect([filesOf(id), rowsOf(id).email]).toEqual([[], '']);
  });

  test('what a crash has left goes: files of nobody, of a destroyed and of a cancelled request', async () => {
    const { folder } = service();
    const [gone, kept] = [await order('nobody@example.com'), await order('nobody@example.com')];
    await api.call('delete', pathOf(gone.id), 'platform');
    const fault = { times: Infinity, respond: 'stall-headers' } as const;
    api.installation.simulator.faults.add({ operation: '/users/{userId}', ...fault });
    const running = (await api.order({ email: demoEmail }, 'platform', 'wait=0')).body as ShownRequest;
    await api.call('delete', pathOf(running.id), 'platform');
    const stray = '00000000-0000-4000-8000-000000000000';
    for (const id of [gone.id, running.id, stray]) {
      mkdirSync(requestFolderIn(folder, id), { recursive: true });
      writeFileSync(join(requestFolderIn(folder, id), 'left'), 'records of a person');
      writeFileSync(reportFileIn(folder, id, 2), 'a report');
    }
    mkdirSync(join(requestFolderIn(folder, kept.id), 'spool'), { recursive: true });
    await api.installation.restart();
    for (const id of [gone.id, running.id, stray]) expect([id, filesOf(id)]).toEqual([id, []]);
    expect(existsSync(reportFileIn(folder, kept.id))).toBe(true);
    // Its report is made of it already, and nothing is missing that a retry could go on with.
    expect(readdirSync(join(folder.path, 'requests'))).toEqual([]);
  });
});

describe('DELETE of a finished request', () => {
  test('destroys what it holds at once; a second one has nothing left to remove', async () => {
    const { id } = await order('nobody@example.com');
    const answer = await api.call('delete', pathOf(id), 'platform');
    expect([answer.status, (answer.body as ShownRequest).status]).toEqual([200, 'expired']);
    expect([filesOf(id), rowsOf(id)]).toEqual([[], emptied]);
    expectProblem(await api.call('delete', pathOf(id), 'platform'), 409, 'already_finished');
    expectProblem(await api.call('get', `${pathOf(id)}/report`, 'platform'), 410, 'report_expired');
    const destroyed = (await eventsOf(id)).filter(({ event }) => event === 'report.destroyed');
    expect(destroyed).toMatchObject([{ reason: 'deleted', by: api.ids.platform, key: api.ids.platform }]);
  });

  test('two at once: one destroys, the other is told', async () => {
    const { id } = await order('nobody@example.com');
    const answers = await Promise.all([1, 2].map(() => api.call('delete', pathOf(id), 'platform')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await eventsOf(id)).filter(({ event }) => event === 'report.destroyed')).toHaveLength(1);
  });
});
