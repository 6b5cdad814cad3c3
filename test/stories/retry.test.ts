import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { demoEmail, worldLedger } from '../../simulators/zoom/index.js';
import { systemClock } from '../../src/clock.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { readReport, type ReadReport } from '../support/read-report.js';
import { until } from '../support/run-cli.js';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../support/start-api.js';
import { reportFileIn, requestFolderIn } from '../support/data-paths.js';

const allScopes = [
  ...['user:read:user:admin', 'user:read:list_users:admin', 'user:read:settings:admin'],
  ...['phone:read:list_call_logs:admin', 'phone:read:call_log:admin'],
];

let api: Api;
let aheadMs: number;
beforeEach(async () => {
  aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  api = await startApi({ service: { clock } });
});
afterEach(() => api.close());

const simulator = () => api.installation.simulator;
const pathOf = ({ id }: ShownRequest) => `/v1/access-requests/${id}`;
const order = async (sources: string[]): Promise<ShownRequest> =>
  (await api.order({ email: demoEmail, sources })).body as ShownRequest;
const retry = (request: ShownRequest, prefer = 'wait=30') =>
  api.call('post', `${pathOf(request)}/retry`, 'platform').set('Prefer', prefer);
const openVersion = ({ id }: ShownRequest, version: number): Promise<ReadReport> =>
  readReport(reportFileIn(api.installation.service.folder, id, version));
const stateOf = ({ sources }: ShownRequest, id: string) => sources.find((source) => source.id === id);

/** What was asked while something was done, without tokens; downloads by where they lead. */
async function callsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const before = simulator().calls.length;
  await work();
  return simulator()
    .calls.slice(before)
    .filter(({ operation }) => operation !== 'token')
    .map(({ operation }) => operation);
}

describe('a retry asks again only for', () => {
  test('the window that failed; version 2 is whole, and version 1 stays as it was', async () => {
    const history = '/users/{userId}/recordings';
    const fault = simulator().faults.add({
      ...{ operation: history, skip: 2, times: Infinity },
      respond: { status: 500, body: { code: 500, message: 'no' } },
    });
    const first = await order(['user', 'recordings', 'phone-voicemails']);
    fault.remove();
    expect([first.status, stateOf(first, 'recordings')?.outcome]).toEqual(['completed_with_gaps', 'partial']);
    const before = await openVersion(first, 1);
    const asked = simulator().calls.filter(
      ({ operation, status }) => operation === history && status === 200,
    );

    let second = first;
    const calls = await callsDuring(async () => (second = (await retry(first)).body as ShownRequest));
    // A recording that is still being made is asked for again, too.
    const wanted = [history, '/meetings/{meetingId}/recordings', 'download', 'media'];
    expect([...new Set(calls)].sort()).toEqual(wanted.sort());
    const paths = simulator()
      .calls.filter(({ operation }) => operation === history)
      .map(({ path }) => path);
    expect(paths.filter((path) => asked.some((one) => one.path === path))).toHaveLength(asked.length);

    const after = await openVersion(second, 2);
    const ledger = worldLedger(simulator().world, demoEmail, new Date());
    expect(
      after
        .records('recordings')
        .map(({ uuid }) => uuid)
        .sort(),
    ).toEqual([...ledger.recordings.records].sort());
    expect(before.records('recordings').length).toBeLessThan(after.records('recordings').length);
    for (const [name, { sha256 }] of before.entries)
      if (name.startsWith('data/phone-voicemails/') || name.startsWith('data/user/'))
        expect([name, after.entries.get(name)?.sha256]).toEqual([name, sha256]);
    expect(after.source('phone-voicemails').calls).toBe(before.source('phone-voicemails').calls);
    expect(second.report_versions.map(({ version, status }) => [version, status])).toEqual([
      [1, 'completed_with_gaps'],
      [2, second.status],
    ]);
  });

  test('the file that could not be fetched; a retry that mends all ends as completed', async () => {
    const fault = simulator().faults.add({
      ...{ operation: /\/phone\/voice_mails?\/.*download/, times: Infinity },
      respond: { status: 404, body: { code: 404, message: 'no' } },
    });
    const first = await order(['phone-voicemails']);
    expect([fault.hits > 0, first.status]).toEqual([true, 'completed_with_gaps']);
    fault.remove();
    let second = first;
    const calls = await callsDuring(async () => (second = (await retry(first)).body as ShownRequest));
    expect(calls.some((operation) => operation.startsWith('/phone/users'))).toBe(false);
    const ledger = worldLedger(simulator().world, demoEmail, new Date())['phone-voicemails'];
    const report = await openVersion(second, 2);
    expect(report.source('phone-voicemails').outcome).toBe('complete');
    expect(stateOf(second, 'phone-voicemails')?.files).toBe(ledger.files.length);
    expect([second.status, second.report_versions.map(({ version }) => version)]).toEqual([
      'completed',
      [1, 2],
    ]);
    for (const [query, version] of [
      ['', 2],
      ['?version=1', 1],
      ['?version=2', 2],
    ] as const) {
      const { headers } = await api.call('head', `${pathOf(first)}/report${query}`, 'platform');
      expect(headers.etag).toBe(`"${second.report_versions[version - 1]?.sha256 ?? ''}"`);
    }
    expectProblem(await api.call('get', `${pathOf(first)}/report?version=3`, 'platform'), 404, 'not_found');
    expect(existsSync(requestFolderIn(api.installation.service.folder, first.id))).toBe(false);
    expectProblem(await retry(first), 409, 'nothing_to_retry');
  });

  test('the source whose scope was missing, once the scope is there', async () => {
    const scopes = allScopes.slice(0, 2);
    await api.close();
    const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
    api = await startApi({ simulator: { scopes }, service: { clock } });
    const first = await order(['user', 'user-settings']);
    expect(stateOf(first, 'user-settings')?.outcome).toBe('scope_missing');
    // Without the scope a retry is another report with the same gap.
    aheadMs += 10_000;
    const vain = (await retry(first)).body as ShownRequest;
    expect([vain.status, vain.report_versions.length]).toEqual(['completed_with_gaps', 2]);
    scopes.push('user:read:settings:admin');
    aheadMs += 10_000;
    const calls = await callsDuring(() => retry(first));
    expect(new Set(calls)).toEqual(new Set(['/users/{userId}/settings']));
    const third = (await api.call('get', pathOf(first))).body as ShownRequest;
    expect([third.status, stateOf(third, 'user-settings')?.outcome]).toEqual(['completed', 'complete']);
    expect((await openVersion(first, 3)).source('user').outcome).toBe('complete');
  });

  test('a lookup that was refused: the failed request then goes its way', async () => {
    const message = 'Invalid access token, does not contain scopes:[user:read:user:admin].';
    const faults = ['/users/{userId}', '/users'].map((operation) =>
      simulator().faults.add({
        ...{ operation, times: Infinity },
        respond: { status: 400, body: { code: 4711, message } },
      }),
    );
    const first = await order(['user']);
    expect([first.status, first.report_versions]).toEqual(['failed', []]);
    for (const fault of faults) fault.remove();
    const second = (await retry(first)).body as ShownRequest;
    expect([second.status, second.problem]).toEqual(['completed', undefined]);
    expect(second.report_versions.map(({ version }) => version)).toEqual([1]);
  });
});

describe('a retry is refused', () => {
  test('for a request that misses nothing, is not known, or is still being worked on', async () => {
    const done = (await api.order({ email: nobody })).body as ShownRequest;
    expectProblem(await retry(done), 409, 'nothing_to_retry');
    expectProblem(await retry({ ...done, id: '00000000-0000-4000-8000-000000000000' }), 404, 'not_found');
    simulator().faults.add({ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' });
    const running = (await api.order({ email: demoEmail }, 'platform', 'wait=0')).body as ShownRequest;
    expectProblem(await retry(running), 409, 'not_finished');
    await api.call('delete', pathOf(running), 'platform');
    expectProblem(await retry(running), 409, 'nothing_to_retry');
  });

  test('for a key that may not cancel, or that did not ask', async () => {
    const done = (await api.order({ email: nobody })).body as ShownRequest;
    const path = `${pathOf(done)}/retry`;
    expectProblem(await api.call('post', path, 'auditor'), 403, 'forbidden');
    expectProblem(await api.call('post', path, 'stranger'), 404, 'not_found');
  });
});

describe('a retry that is under way', () => {
  const gap = () =>
    simulator().faults.add({
      ...{ operation: '/users/{userId}/settings', times: Infinity },
      respond: { status: 500, body: { code: 500, message: 'no' } },
    });

  test('shows the last version meanwhile, and given up it leaves the request as it was', async () => {
    const fault = gap();
    const first = await order(['user', 'user-settings']);
    expect(first.status).toBe('completed_with_gaps');
    fault.remove();
    simulator().faults.add({
      operation: '/users/{userId}/settings',
      times: Infinity,
      respond: 'stall-headers',
    });
    const before = simulator().calls.length;
    const running = (await retry(first, 'wait=0')).body as ShownRequest;
    expect(['queued', 'running']).toContain(running.status);
    await until(() => simulator().calls.length > before);
    expectProblem(await retry(first), 409, 'not_finished');
    expect((await api.call('get', `${pathOf(first)}/report`, 'platform')).status).toBe(200);

    const given = (await api.call('delete', pathOf(first), 'platform')).body as ShownRequest;
    expect(given).toMatchObject({ status: 'completed_with_gaps', finished_at: first.finished_at });
    expect(given.report_versions).toEqual(first.report_versions);
    expect(given.sources).toEqual(first.sources);

    simulator().faults.clear();
    const second = (await retry(first)).body as ShownRequest;
    expect([second.status, second.report_versions.map(({ version }) => version)]).toEqual([
      'completed',
      [1, 2],
    ]);
    const answer = await api.call('get', '/v1/ledger?limit=1000', 'auditor');
    const events = (answer.body as { items: { event: string; details: { request?: string } }[] }).items;
    expect(events.filter(({ details }) => details.request === first.id).map(({ event }) => event)).toEqual([
      ...['request.accepted', 'calls.made', 'report.published', 'request.retried'],
      ...['report.download_started', 'report.downloaded'],
      ...['calls.made', 'request.cancelled', 'request.retried', 'calls.made', 'report.published'],
    ]);
  });

  test('goes on after a restart, and ends once', async () => {
    const fault = gap();
    const first = await order(['user', 'user-settings']);
    fault.remove();
    const stalled = simulator().faults.add({
      ...{ operation: '/users/{userId}/settings', times: Infinity, respond: 'stall-headers' },
    });
    const before = simulator().calls.length;
    bodyOf(await retry(first, 'wait=0'));
    await until(() => simulator().calls.length > before);
    stalled.remove();
    await api.installation.restart();
    const ended = await api.installation.service.requests.wait(first.id, 20_000);
    expect([ended?.status, ended?.report?.version]).toEqual(['completed', 2]);
    expect(await api.installation.service.requests.reportsOf(first.id)).toHaveLength(2);
  });
});
