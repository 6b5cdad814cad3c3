import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { demoEmail } from '../../simulators/zoom/index.js';
import { until } from '../support/run-cli.js';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../support/start-api.js';
import { reportFileIn, requestFolderIn } from '../support/data-paths.js';

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const pathOf = (body: Record<string, unknown>) => `/v1/access-requests/${String(body.id)}`;

/** A request whose files never arrive. */
async function startRunning(): Promise<string> {
  const { simulator } = api.installation;
  simulator.faults.add({ operation: 'media', times: Infinity, respond: 'stall-headers' });
  const created = await api.order({ email: demoEmail, sources: ['recordings'] }, 'platform', 'wait=0');
  await until(() => simulator.calls.some(({ operation }) => operation === 'download'));
  return pathOf(bodyOf(created));
}

describe('when a request is cancelled', () => {
  test('while it runs, it ends at once, and what it had collected is gone', async () => {
    const path = await startRunning();
    const { service } = api.installation;
    const working = requestFolderIn(service.folder, path.split('/').at(-1) ?? '');
    expect(existsSync(working)).toBe(true);

    const started = performance.now();
    const cancelled = await api.call('delete', path, 'platform');
    expect([cancelled.status, bodyOf(cancelled).status]).toEqual([200, 'cancelled']);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(existsSync(working)).toBe(false);
    expect(bodyOf(await api.call('get', path, 'platform')).status).toBe('cancelled');
    expectProblem(await api.call('get', `${path}/report`, 'platform'), 409, 'report_not_ready');
  });

  test('nothing more is asked on its behalf, not even after a restart', async () => {
    const path = await startRunning();
    await api.call('delete', path, 'platform');
    const { simulator } = api.installation;
    const before = simulator.calls.length;
    await api.installation.restart();
    expect(await api.installation.service.requests.unfinished()).toEqual([]);
    expect(simulator.calls).toHaveLength(before);
  });

  test('twice, the second time is told that it has finished', async () => {
    const path = await startRunning();
    await api.call('delete', path, 'platform');
    expectProblem(await api.call('delete', path, 'platform'), 409, 'already_finished');
  });

  test('after its end, its report and all that names the person is destroyed at once', async () => {
    const path = pathOf(bodyOf(await api.order({ email: nobody })));
    const { folder } = api.installation.service;
    const report = reportFileIn(folder, path.split('/').at(-1) ?? '');
    expect(existsSync(report)).toBe(true);
    const deleted = bodyOf(await api.call('delete', path, 'platform'));
    expect([deleted.status, deleted.email, deleted.report_versions]).toEqual(['expired', undefined, []]);
    expect(existsSync(report)).toBe(false);
    expectProblem(await api.call('get', `${path}/report`, 'platform'), 410, 'report_expired');
    expectProblem(await api.call('delete', path, 'platform'), 409, 'already_finished');
  });

  test('while it waits for a daily limit, it never goes on', async () => {
    api.installation.simulator.faults.add({
      operation: '/report/users/{userId}/meetings',
      times: Infinity,
      respond: { kind: '429-daily', retryAfter: 'seconds', resumesInSeconds: 3_000 },
    });
    const paused = await api.order({ email: demoEmail, sources: ['meeting-history'] });
    expect([paused.status, bodyOf(paused).status]).toEqual([202, 'paused']);
    const cancelled = await api.call('delete', pathOf(bodyOf(paused)), 'platform');
    expect(bodyOf(cancelled)).toMatchObject({ status: 'cancelled' });
    expect(bodyOf(cancelled).resume_at).toBeUndefined();
  });
});
