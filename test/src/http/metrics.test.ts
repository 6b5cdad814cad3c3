import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { systemClock } from '../../../src/clock.js';
import { createApiKey } from '../../../src/api/api-key.js';
import { startInstallation } from '../../support/start-service.js';
import { bodyOf, expectProblem, startApi, type Api, type Caller } from '../../support/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
const text = async (caller: Caller = 'operator') => (await api.call('get', '/metrics', caller)).text;
const valueOf = (all: string, line: RegExp) =>
  Number(new RegExp(`^${line.source} (\\S+)$`, 'm').exec(all)?.[1]);

describe('GET /metrics', () => {
  test('counts calls as the vendor saw them, requests, steps and our own calls; it names nobody', async () => {
    const order = { email: demoEmail, reference: 'canary-reference', sources: ['user', 'meeting-history'] };
    const { id } = bodyOf(await api.order(order));
    const all = await text();
    const { calls } = api.installation.simulator;
    const heavy = calls.filter(({ label, status }) => label === 'heavy' && status === 200).length;
    expect(heavy).toBeGreaterThan(0);
    const told = [
      ...all.matchAll(/^dsar_upstream_calls_total\{rate_limit="[^"]*heavy"[^}]*"200"\} (\d+)$/gm),
    ];
    expect(told.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(heavy);
    expect(valueOf(all, /dsar_access_requests\{status="completed"\}/)).toBe(1);
    expect(valueOf(all, /dsar_steps_total\{kind="lookup",outcome="complete"\}/)).toBe(1);
    expect(valueOf(all, /dsar_steps_total\{kind="report",outcome="complete"\}/)).toBe(1);
    expect(valueOf(all, /dsar_steps_total\{kind="list",outcome="complete"\}/)).toBeGreaterThan(1);
    expect(all).toMatch(
      /^http_server_request_duration_seconds_count\{http_request_method="POST",http_route="\/v1\/access-requests",/m,
    );
    expect(all).not.toMatch(new RegExp(`canary|@|example|${String(id)}`));
  });

  test('shows the part of the daily budget that was used', async () => {
    const { simulator } = api.installation;
    const before = await text();
    const heavy = simulator.calls.filter(({ label }) => label === 'heavy').length;
    const ratio = valueOf(before, /dsar_budget_used_ratio\{connection_id="default",budget="[^"]+"\}/);
    expect(ratio).toBeGreaterThanOrEqual(heavy / 60_000);
    expect(ratio).toBeLessThan(0.1);
  });

  test('shows how old the oldest unfinished request is, and 0 without one', async () => {
    expect(valueOf(await text(), /dsar_queue_age_seconds/)).toBe(0);
    const { faults } = api.installation.simulator;
    faults.add({ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' });
    const { id } = bodyOf(await api.order({ email: demoEmail }, 'platform', 'wait=1'));
    expect(valueOf(await text(), /dsar_queue_age_seconds/)).toBeGreaterThan(0.5);
    const path = `/v1/access-requests/${String(id)}`;
    await api.call('delete', path, 'platform');
    faults.clear();
    expect(valueOf(await text(), /dsar_queue_age_seconds/)).toBe(0);
  });

  test('no age is below 0, however the clock moves between two readings of it', async () => {
    let readings = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + 1_000 * (readings += 1) };
    const installation = await startInstallation({ service: { clock } });
    try {
      expect(valueOf(await installation.service.metrics.text(), /dsar_queue_age_seconds/)).toBe(0);
      clock.now = () => systemClock.now() - 86_400_000;
      await installation.service.requests.create({
        ...{ connectionId: 'default', origin: 'test', media: true, email: demoEmail },
      });
      clock.now = () => systemClock.now() - 2 * 86_400_000;
      expect(valueOf(await installation.service.metrics.text(), /dsar_queue_age_seconds/)).toBe(0);
    } finally {
      await installation.close();
    }
  });

  test('a key that is limited to connections sees nothing of the others', async () => {
    const { service } = api.installation;
    const { id: other } = await service.connections.create({
      ...{ connector: 'zoom', label: 'Other', kind: 'oauth', plan: 'pro', rateShare: 0.5 },
      credentials: { clientId: 'a', clientSecret: 'b' },
    });
    // It waits for a consent, so it is unfinished for good.
    await service.requests.create({ email: demoEmail, media: false, origin: 'test', connectionId: other });
    const limited = async (connections: string[]) => {
      const { key, secret } = createApiKey({ role: 'operator', label: 'limited', connections }, Date.now());
      await service.keys.insert(key);
      return (await api.call('get', '/metrics').set('Authorization', `Bearer ${secret}`)).text;
    };
    const seriesOf = (all: string) => all.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const ofOther = await limited([other]);
    expect(valueOf(ofOther, /dsar_access_requests\{status="paused"\}/)).toBe(1);
    expect(ofOther).not.toMatch(/completed|"default"/);
    expect(valueOf(ofOther, /dsar_queue_age_seconds/)).toBeGreaterThan(0);
    const ofDefault = await limited(['default']);
    expect(ofDefault).not.toMatch(new RegExp(`paused|${other}`));
    expect(valueOf(ofDefault, /dsar_access_requests\{status="completed"\}/)).toBe(1);
    expect(valueOf(ofDefault, /dsar_queue_age_seconds/)).toBe(0);
    for (const line of seriesOf(ofDefault))
      expect(line).toMatch(
        /^(dsar_access_requests\{status="\w+"\}|dsar_budget_used_ratio\{connection_id="default",|dsar_queue_age_seconds )/,
      );
    expect(seriesOf(await limited([]))).toEqual(['dsar_queue_age_seconds 0']);
    const all = await text();
    for (const name of ['dsar_upstream_calls_total', 'paused', 'completed', other])
      expect(all).toContain(name);
  });

  test('addresses and methods that callers invent make no series of their own', async () => {
    for (const path of ['/v1/canary-path', '/canary', '/v1/access-requests/canary-id/canary'])
      await api.call('get', path);
    await api.call('put', '/v1/access-requests');
    const all = await text();
    expect(all).not.toContain('canary');
    expect(all).toMatch(/http_route="unknown"/);
    expect(all).toMatch(/http_request_method="_OTHER"/);
    expect(all).not.toContain('"PUT"');
  });

  test.each<[Caller, number]>([
    ['platform', 403],
    ['auditor', 403],
    ['operator', 200],
    ['admin', 200],
  ])('is for %s: %d', async (caller, status) => {
    const answer = await api.call('get', '/metrics', caller);
    expect(answer.status).toBe(status);
    if (status === 403) expectProblem(answer, 403, 'forbidden');
    else expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  test('is for nobody without a key', async () => {
    const answer = await api.call('get', '/metrics').set('Authorization', '');
    expectProblem(answer, 401, 'unauthorized');
  });
});
