import { afterEach, describe, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import { systemClock } from '../../src/clock.js';
import { until } from '../support/run-cli.js';
import { startInstallation, type Installation } from '../support/start-service.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let installation: Installation;
let aheadMs = 0;
afterEach(() => installation.close());

async function start(): Promise<void> {
  aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  installation = await startInstallation({ service: { clock } });
}

const page = { status: 503, headers: { 'content-type': 'text/html' }, body: '<html>Unavailable</html>' };
const break_ = (operation: string | RegExp, respond: object | string = page) =>
  installation.simulator.faults.add({ operation, times: Infinity, respond: respond as never });
const now = () => Date.now() + aheadMs;
const pauseOf = ({ resumeAt = 0, updatedAt }: { resumeAt?: number; updatedAt: number }) =>
  Math.round((resumeAt - updatedAt) / minuteMs);
/** A new process, when the pause is over. */
const goOnAfter = async (id: string) => {
  const before = (await installation.service.requests.find(id))?.resumeAt;
  aheadMs += Math.max(0, (before ?? 0) - now()) + 1_000;
  await installation.restart();
  const find = () => installation.service.requests.find(id);
  const isOver = async () => {
    const { status, resumeAt } = (await find()) ?? {};
    return status === 'paused' ? resumeAt !== before : status !== 'queued' && status !== 'running';
  };
  await until(isOver);
  const request = await find();
  if (!request) throw new Error('The request is gone.');
  return request;
};
const sources = ['user', 'meetings', 'webinars'];

describe('an outage', () => {
  test.each<[string, string | RegExp, object | string]>([
    ['of the token endpoint', 'token', page],
    ['of the token endpoint, with the connection cut', 'token', 'reset'],
    ['of the lookup', '/users/{userId}', page],
    ['of the lookup, by a captive portal', '/users/{userId}', { status: 200, body: '<html>Sign in</html>' }],
    ['of everything', /./, { status: 502, body: '' }],
  ])(
    '%s pauses the request, which says why and until when, and goes on by itself',
    async (_, what, respond) => {
      await start();
      const fault = break_(what, respond);
      const paused = await installation.ask(demoEmail, { sources });
      expect(paused).toMatchObject({ status: 'paused', problem: { code: 'vendor_unreachable' } });
      expect(paused.problem?.detail).toMatch(/firewall|could not be reached/);
      expect(pauseOf(paused)).toBe(1);
      fault.remove();
      expect((await goOnAfter(paused.id)).status).toBe('completed');
    },
  );

  test('of the lists of users pauses the search for somebody whom the lookup does not know', async () => {
    await start();
    const fault = break_('/users');
    const paused = await installation.ask('nobody@example.com', { sources });
    expect(paused).toMatchObject({ status: 'paused', problem: { code: 'vendor_unreachable' } });
    expect(pauseOf(paused)).toBe(1);
    fault.remove();
    expect((await goOnAfter(paused.id)).status).toBe('no_match');
  });

  test('in the middle keeps what was read', async () => {
    await start();
    const stalled = break_('/users/{userId}/webinars', 'stall-headers');
    const { requests } = installation.service;
    const { id } = await requests.create({
      ...{ connectionId: 'default', origin: 'test', media: true, email: demoEmail, sources },
    });
    await until(() => stalled.hits > 0 && requests.progressOf(id, 'meetings').state === 'done');
    const down = break_(/^\/|token/);
    stalled.remove();
    const paused = await requests.wait(id, 20_000);
    expect(paused?.status).toBe('paused');
    down.remove();
    const before = installation.simulator.calls.length;
    expect((await goOnAfter(id)).status).toBe('completed');
    const after = installation.simulator.calls.slice(before).map(({ operation }) => operation);
    expect(after.filter((operation) => operation !== 'token')).toEqual(
      after.filter((operation) => operation === '/users/{userId}/webinars'),
    );
  });

  test('that lasts makes the pauses longer, up to half an hour, and ends the request after a week', async () => {
    await start();
    break_(/^\/|token/);
    let request = await installation.ask(demoEmail, { sources });
    const pauses = [pauseOf(request)];
    for (let pause = 0; pause < 6; pause += 1) pauses.push(pauseOf((request = await goOnAfter(request.id))));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
    aheadMs += 7 * dayMs;
    request = await goOnAfter(request.id);
    expect(request).toMatchObject({ status: 'failed', problem: { code: 'lookup_vendor_unreachable' } });
  }, 60_000);

  test('is waited for until the due date, not beyond', async () => {
    await start();
    break_('token');
    const dueAt = Date.now() + 30_000;
    const paused = await installation.ask(demoEmail, { sources, dueAt });
    expect([paused.status, paused.resumeAt]).toEqual(['paused', dueAt]);
    expect((await goOnAfter(paused.id)).status).toBe('failed');
  });
});

describe('one operation that fails while others answer', () => {
  test.each<[string, object]>([
    ['an error page', page],
    ['a block page of a firewall', { status: 403, body: '<html>Blocked</html>' }],
    ['JSON of a gateway', { status: 403, body: { message: 'Forbidden' } }],
    ['an error of the vendor', { status: 500, body: { code: 300, message: 'Internal error' } }],
  ])('does not hold the request up: %s is a gap in the same run', async (_, respond) => {
    await start();
    break_('/users/{userId}/webinars', respond);
    const request = await installation.ask(demoEmail, { sources });
    expect(request.status).toBe('completed_with_gaps');
    const one = request.outcomes?.find(({ id }) => id === 'webinars');
    expect(one).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/^vendor_/) });
  });
});

describe('a refusal that cannot heal', () => {
  test.each([
    ['wrong credentials', 401, { error: 'invalid_client', reason: 'Invalid client_id or client_secret' }],
    ['an app that is not activated', 403, { error: 'access_denied', reason: 'not activated' }],
  ])('ends the request at once: %s', async (_, status, body) => {
    await start();
    break_('token', { status, body });
    const request = await installation.ask(demoEmail, { sources });
    expect(request).toMatchObject({ status: 'failed', problem: { code: 'lookup_credentials_refused' } });
    expect(request.problem?.detail).not.toMatch(/authorize|consent/i);
    expect(installation.simulator.calls).toHaveLength(1);
  });
});
