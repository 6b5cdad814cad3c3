import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { demoEmail } from '../../simulators/zoom/index.js';
import { systemClock } from '../../src/clock.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { until } from '../support/run-cli.js';
import { expectProblem, nobody, startApi, type Api } from '../support/start-api.js';

let api: Api;
let aheadMs: number;
let hasRoom: boolean;
beforeEach(async () => {
  aheadMs = 0;
  hasRoom = true;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  api = await startApi({ service: { clock, hasRoom: () => hasRoom } });
});
afterEach(() => api.close());

const faults = () => api.installation.simulator.faults;
const show = async ({ id }: ShownRequest) =>
  (await api.call('get', `/v1/access-requests/${id}`)).body as ShownRequest;
const order = async (more: object = {}, prefer = 'wait=30') =>
  (await api.order({ email: demoEmail, sources: ['user'], ...more }, 'platform', prefer))
    .body as ShownRequest;
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('when the disk is nearly full', () => {
  test('nothing new is taken in, the service is not ready, and it is alive and answers', async () => {
    const before = await order({ email: nobody });
    hasRoom = false;
    const refused = await api.order({ email: demoEmail });
    expectProblem(refused, 507, 'disk_full');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await api.stored()).toBe(1);
    const [ready, live] = [await supertest(api.app).get('/readyz'), await supertest(api.app).get('/livez')];
    expect([ready.status, ready.body, live.status]).toEqual([503, { status: 'not_ready' }, 200]);
    const report = await api.call('get', `/v1/access-requests/${before.id}/report`, 'platform');
    expect(report.status).toBe(200);
    // What makes room must work.
    expect((await api.call('delete', `/v1/access-requests/${before.id}`, 'platform')).status).toBe(200);
    hasRoom = true;
    expect((await supertest(api.app).get('/readyz')).status).toBe(200);
    expect((await order()).status).toBe('completed');
  });

  test('a request that was taken in pauses, says why and until when, and then goes on by itself', async () => {
    const stalled = faults().add({ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' });
    const { id } = await order({}, 'wait=0');
    await until(() => stalled.hits > 0);
    hasRoom = false;
    stalled.remove();
    await api.installation.restart();
    const paused = await api.installation.service.requests.wait(id, 20_000);
    expect([paused?.status, paused?.problem?.code]).toEqual(['paused', 'disk_full']);
    expect((paused?.resumeAt ?? 0) - Date.now()).toBeLessThanOrEqual(60_000);
    hasRoom = true;
    aheadMs = 61_000;
    await api.installation.restart();
    await until(async () => (await api.installation.service.requests.find(id))?.status === 'completed');
  });
});

describe('a request with a due date', () => {
  const daily = (resumesInSeconds: number) =>
    faults().add({
      ...{ operation: '/users/{userId}/settings', times: Infinity },
      respond: { kind: '429-daily', retryAfter: 'seconds', resumesInSeconds },
    });
  const sources = ['user', 'user-settings'];

  test.each([
    ['is not at risk while there is time', 48, false],
    ['is at risk when it goes on only after that', 1, true],
    ['is at risk when the date is over', -1, true],
  ])('that waits for a daily limit %s', async (_name, hours, isAtRisk) => {
    daily(6 * 3_600);
    const paused = await order({ sources, due_at: inHours(hours) });
    expect([paused.status, paused.due_at_risk]).toEqual(['paused', isAtRisk]);
    const resumeAt = Date.parse(paused.resume_at ?? '');
    expect(resumeAt).toBeGreaterThan(Date.now() + 5.9 * 3_600_000);
    expect(Date.parse(paused.expected_at ?? '')).toBeGreaterThanOrEqual(resumeAt);
    expect(Date.parse(paused.due_at ?? '')).toBeLessThan(Date.now() + hours * 3_600_000 + 1_000);
  });

  test('goes on after the pause without asking anything again, and shows no risk once it has ended', async () => {
    const limit = daily(6 * 3_600);
    const paused = await order({ sources, due_at: inHours(1) });
    limit.remove();
    const before = api.installation.simulator.calls.length;
    // Budgets start anew with the day.
    aheadMs = 26 * 3_600_000;
    await api.installation.restart();
    await until(
      async () => (await api.installation.service.requests.find(paused.id))?.status === 'completed',
    );
    const calls = api.installation.simulator.calls.slice(before).map(({ operation }) => operation);
    expect(new Set(calls.filter((operation) => operation !== 'token'))).toEqual(
      new Set(['/users/{userId}/settings']),
    );
    const request = await api.installation.service.requests.find(paused.id);
    expect([request?.dueAt, request?.resumeAt]).toEqual([Date.parse(paused.due_at ?? ''), undefined]);
  });

  test('that is answered shows its date, and neither risk nor expectation', async () => {
    const done = await show(await order({ due_at: inHours(-1) }));
    expect(done).toMatchObject({ status: 'completed', due_at: expect.any(String) });
    expect([done.due_at_risk, done.expected_at]).toEqual([undefined, undefined]);
  });

  test.each(['tomorrow', '2027-01-31', '2027-02-30T00:00:00Z', '2027-01-31T00:00:00', 5])(
    '%p is no due date',
    async (due_at) => {
      const problem = expectProblem(await api.order({ email: nobody, due_at }), 400, 'invalid_request');
      expect(problem.errors).toMatchObject([{ pointer: '/due_at' }]);
    },
  );
});
