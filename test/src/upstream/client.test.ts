import { afterEach, describe, expect, test } from '@jest/globals';
import { ask, conclude, type Call } from '../../../src/upstream/client.js';
import {
  PageTokenExpired,
  PauseUntil,
  Refusal,
  Transient,
  WindowRefused,
} from '../../../src/upstream/refusal.js';
import { createRetry, defaultRetryPolicy } from '../../../src/upstream/retry.js';
import { FakeClock } from '../../support/fake-clock.js';
import { scriptedSend, type ScriptedAnswer } from '../../support/scripted-send.js';
import { sendJson, sendText, startOrigin, stopOrigins } from '../../support/start-origin.js';
import { callOf, closeUpstreams, errorOf, upstreamFor } from '../../support/upstream-under-test.js';

afterEach(async () => {
  closeUpstreams();
  await stopOrigins();
});

/** An upstream whose vendor gives these answers in turn, on a fake clock with the real policy. */
function scripted(...answers: (ScriptedAnswer | Error)[]) {
  const clock = new FakeClock();
  const send = scriptedSend(answers);
  const upstream = {
    ...upstreamFor('https://api.zoom.us/v2'),
    ...{ clock, send, retry: createRetry({ ...defaultRetryPolicy, random: () => 0.5 }, clock) },
  };
  return { clock, send, upstream };
}

const deadToken: ScriptedAnswer = { status: 401, body: { code: 124, message: 'Invalid access token.' } };
const perSecond = { code: 429, message: 'You have reached the maximum per-second rate limit for this API.' };
const perDay = { code: 429, message: 'You have reached the maximum daily rate limit for this API.' };
const authorizationOf = (send: ReturnType<typeof scriptedSend>) =>
  send.requests.map(({ headers }) => headers?.authorization);

describe('a call', () => {
  test('carries the bearer token, the encoded subject and the query', async () => {
    const origin = await startOrigin((_, response) => sendJson(response, 200, { meetings: [] }));
    const upstream = upstreamFor(`${origin.origin}/v2`);
    const call = callOf({ values: { subject: 'a+b@example.com' }, query: { type: 'live', x: 'ä/+' } });
    expect(await ask(upstream, call)).toEqual({ meetings: [] });
    expect(origin.seen).toHaveLength(1);
    expect(origin.seen[0]).toMatchObject({
      method: 'GET',
      url: '/v2/users/a%2Bb%40example.com/meetings?type=live&x=%C3%A4%2F%2B',
      headers: { authorization: 'Bearer token-1', accept: 'application/json' },
    });
  });

  test('is told about by its template, never by its values, and counted', async () => {
    const { upstream } = scripted({ body: {} });
    const call = callOf({ values: { subject: 'jane@example.com' } });
    await ask(upstream, call);
    expect(upstream.observed).toEqual([{ endpoint: '/users/{subject}/meetings', status: 200 }]);
    expect(call.meter.calls).toBe(1);
    expect(upstream.pace.runs).toEqual(['medium']);
  });

  test.each([
    [404, 3301],
    [400, 2024],
  ])('that the vendor answers with nothing (%d/%d) gives undefined', async (status, code) => {
    const { upstream } = scripted({ status, body: { code, message: 'x' } });
    expect(await ask(upstream, callOf())).toBeUndefined();
  });

  test('that would change the path is refused before anything is sent', async () => {
    const { upstream, send } = scripted({});
    const error = await errorOf(ask(upstream, callOf({ values: { subject: '..' } })));
    expect(error).toMatchObject({ outcome: 'failed', reason: 'request_refused' });
    expect(send.requests).toHaveLength(0);
  });

  test('that ends in a refusal keeps the vendor’s number for the caller', async () => {
    const { upstream, send } = scripted({ status: 404, body: { code: 1001, message: 'x' } });
    expect(await errorOf(ask(upstream, callOf()))).toMatchObject({ code: 1001, outcome: 'withheld' });
    expect(send.requests).toHaveLength(1);
  });

  test('is never redirected, so that the token stays', async () => {
    const thief = await startOrigin((_, response) => sendJson(response, 200, {}));
    const origin = await startOrigin((_, response) =>
      sendText(response, 302, '', { location: `${thief.origin}/v2` }),
    );
    const error = await errorOf(ask(upstreamFor(origin.origin), callOf()));
    expect(error).toBeInstanceOf(Refusal);
    expect(thief.seen).toHaveLength(0);
  });
});

describe('a rejected token', () => {
  test('is replaced once by a fresh one, and the call made again in a turn of its own', async () => {
    const { upstream, send } = scripted(deadToken, { body: { id: 1 } });
    const call = callOf();
    expect(await ask(upstream, call)).toEqual({ id: 1 });
    expect(authorizationOf(send)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(upstream.tokens.renewals).toEqual(['token-1']);
    expect(call.meter.calls).toBe(2);
    expect(upstream.pace.runs).toEqual(['medium', 'medium']);
  });

  test.each([2, 3, 5, 9])('is replaced also where the next ones are dead: %d in a row', async (dead) => {
    const { upstream, send } = scripted(...Array.from({ length: dead }, () => deadToken), {
      body: { id: 1 },
    });
    expect(await ask(upstream, callOf())).toEqual({ id: 1 });
    const sent = send.requests.map(({ headers }) => headers?.authorization);
    // No dead token is sent twice.
    expect(new Set(sent).size).toBe(dead + 1);
  });

  test('is not replaced for ever: after the policy its refusal is final, and the remedy fits', async () => {
    const { upstream, send, clock } = scripted(deadToken);
    const error = (await errorOf(ask(upstream, callOf()))) as Refusal;
    expect(error).toMatchObject({ outcome: 'failed', reason: 'credentials_refused' });
    expect(error.remedy).toMatch(/another program/);
    expect(error.remedy).not.toMatch(/authorize|consent|credentials/);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
    expect(send.requests.length).toBeLessThan(40);
  });

  test('is replaced once per attempt: a later attempt may do it again', async () => {
    const { upstream, send } = scripted(deadToken, { status: 503 }, deadToken, { body: { id: 1 } });
    expect(await ask(upstream, callOf())).toEqual({ id: 1 });
    expect(send.requests).toHaveLength(4);
  });

  test('is not blamed for a missing scope', async () => {
    const message = 'Invalid access token, does not contain scopes:[a:read].';
    for (const [status, code] of [
      [400, 4711],
      [401, 4700],
      [401, 124],
    ]) {
      const { upstream, send } = scripted({ status, body: { code, message } });
      expect(await errorOf(ask(upstream, callOf()))).toMatchObject({ outcome: 'scope_missing' });
      expect(send.requests).toHaveLength(1);
      expect(upstream.tokens.renewals).toEqual([]);
    }
  });
});

describe('what may heal', () => {
  test.each<[string, ScriptedAnswer | Error]>([
    ['a 500', { status: 500 }],
    ['a 503 with a number', { status: 503, body: { code: 300, message: 'x' } }],
    ['an HTML page with 200', { body: '<html></html>' }],
    ['an empty body', { body: '' }],
    ['JSON that breaks off', { body: '{"meetings":[{"id":1},' }],
    ['a network fault', new Transient('vendor_unreachable', 'network fault ECONNRESET')],
  ])('is tried again: %s', async (_, fault) => {
    const { upstream, send } = scripted(fault, fault, fault, { body: { id: 1 } });
    const call = callOf();
    expect(await ask(upstream, call)).toEqual({ id: 1 });
    expect(send.requests).toHaveLength(4);
    expect(call.meter.calls).toBe(4);
  });

  test('waits as long as a 503 asks', async () => {
    const { upstream, clock } = scripted({ status: 503, headers: { 'retry-after': '40' } }, { body: {} });
    await ask(upstream, callOf());
    expect(clock.sleeps).toEqual([40_000]);
  });

  test('has no end in sight: ends after the policy with its reason', async () => {
    const { upstream, clock, send } = scripted({ body: '<html></html>' });
    expect(await errorOf(ask(upstream, callOf()))).toMatchObject({
      outcome: 'failed',
      reason: 'vendor_unreachable',
      remedy: expect.stringMatching(/HTTP status 200 and an HTML page.*firewall/),
    });
    expect(send.requests.length).toBeGreaterThanOrEqual(8);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  });
});

describe('a rate limit', () => {
  test('per second holds the label, waits as told and is no attempt', async () => {
    const answers = Array.from({ length: 30 }, () => ({
      ...{ status: 429, body: perSecond, headers: { 'retry-after': '3' } },
    }));
    const { upstream, clock } = scripted(...answers, { body: { id: 1 } });
    expect(await ask(upstream, callOf())).toEqual({ id: 1 });
    expect(clock.sleeps).toEqual(Array.from({ length: 30 }, () => 3_000));
    expect(upstream.pace.holds).toHaveLength(30);
    expect(upstream.pace.holds[0]).toEqual({ label: 'medium', ms: 3_000 });
  });

  test('per second without a header waits one to two seconds', async () => {
    const { upstream, clock } = scripted({ status: 429, body: perSecond }, { body: {} });
    await ask(upstream, callOf());
    expect(clock.sleeps[0]).toBeGreaterThanOrEqual(1_000);
    expect(clock.sleeps[0]).toBeLessThanOrEqual(2_000);
  });

  test.each([
    ['an ISO 8601 moment', '2026-06-15T12:00:20Z', 20_000],
    ['an HTTP date', 'Mon, 15 Jun 2026 12:00:20 GMT', 20_000],
    ['seconds', '20', 20_000],
  ])('per second with %s waits until then', async (_, header, expected) => {
    const answer = { status: 429, body: perSecond, headers: { 'retry-after': header } };
    const { upstream, clock } = scripted(answer, { body: {} });
    await ask(upstream, callOf());
    expect(clock.sleeps).toEqual([expected]);
  });

  test('per second that says "again at once" for ever comes to an end', async () => {
    const { upstream, send } = scripted({ status: 429, body: perSecond, headers: { 'retry-after': '0' } });
    const controller = new AbortController();
    const counted = (request: Parameters<typeof send>[0]) => {
      if (send.requests.length > 3_000) controller.abort(new Error('it spins'));
      return send(request);
    };
    const error = await errorOf(ask({ ...upstream, send: counted }, callOf({ signal: controller.signal })));
    expect(error).toMatchObject({ outcome: 'failed', reason: 'rate_limited' });
  });

  test('per day pauses until the header’s moment and closes the label', async () => {
    const headers = { 'retry-after': '2026-06-16T00:00:00Z', 'x-ratelimit-type': 'Daily-limit' };
    const { upstream, send, clock } = scripted({ status: 429, body: perDay, headers });
    const error = await errorOf(ask(upstream, callOf()));
    expect(error).toBeInstanceOf(PauseUntil);
    const { until } = error as PauseUntil;
    expect(until - Date.parse('2026-06-16T00:00:00Z')).toBeGreaterThanOrEqual(0);
    expect(until - Date.parse('2026-06-16T00:00:00Z')).toBeLessThan(5_000);
    expect(upstream.pace.closings).toEqual([{ label: 'medium', until }]);
    expect([send.requests.length, clock.sleeps]).toEqual([1, []]);
  });

  test('per day without a header pauses until after the next 00:00 UTC', async () => {
    const { upstream } = scripted({ status: 429, body: perDay });
    const { until } = (await errorOf(ask(upstream, callOf()))) as PauseUntil;
    expect(until).toBeGreaterThanOrEqual(Date.parse('2026-06-16T00:00:00Z'));
    expect(until).toBeLessThan(Date.parse('2026-06-16T00:01:30Z'));
  });

  test.each([11, 12, 14, 15, 16, 60, 600])(
    'that lasts %d minutes, whatever its words say, pauses instead of failing',
    async (minutes) => {
      const headers = { 'retry-after': String(minutes * 60) };
      const { upstream, clock } = scripted({ status: 429, body: perSecond, headers });
      const started = clock.now();
      const error = await errorOf(ask(upstream, callOf()));
      expect(error).toBeInstanceOf(PauseUntil);
      expect((error as PauseUntil).until).toBeGreaterThanOrEqual(started + minutes * 60_000);
    },
  );

  test('of an unlabelled call holds nobody', () => {
    const { upstream } = scripted({});
    const meaning = { judgement: { do: 'wait' }, headers: {} } as const;
    expect(() => conclude(upstream, undefined, meaning)).toThrow(Transient);
    expect(() => conclude(upstream, undefined, { ...meaning, judgement: { do: 'pause' } })).toThrow(
      PauseUntil,
    );
    expect(upstream.pace.holds).toEqual([]);
    expect(upstream.pace.closings).toEqual([expect.objectContaining({ label: 'unlabelled' })]);
  });
});

describe('a list’s own trouble', () => {
  test.each<[string, number, string, typeof PageTokenExpired | typeof WindowRefused]>([
    ['an old page token', 300, 'The next page token is invalid or expired.', PageTokenExpired],
    ['a window that is too wide', 300, 'The date range must not be over a month.', WindowRefused],
  ])('goes to the caller at once: %s', async (_, code, message, kind) => {
    const { upstream, send } = scripted({ status: 400, body: { code, message } });
    expect(await errorOf(ask(upstream, callOf()))).toBeInstanceOf(kind);
    expect(send.requests).toHaveLength(1);
  });
});

describe('an abort', () => {
  const reason = new Error('cancelled');

  test.each<[string, (respond: () => void) => void]>([
    ['while the vendor is silent', () => undefined],
    ['while the body arrives', (respond) => respond()],
  ])('ends a call %s with its reason', async (_, react) => {
    const controller = new AbortController();
    const origin = await startOrigin((_request, response) => {
      react(() => response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":'));
      setTimeout(() => controller.abort(reason), 30);
    });
    const upstream = upstreamFor(origin.origin, {
      timeouts: { connectMs: 5_000, firstByteMs: 5_000, silenceMs: 5_000 },
    });
    const call: Call = callOf({ signal: controller.signal });
    expect(await errorOf(ask(upstream, call))).toBe(reason);
    expect(origin.seen).toHaveLength(1);
  });

  test('before the call sends nothing', async () => {
    const { upstream, send } = scripted({});
    expect(await errorOf(ask(upstream, callOf({ signal: AbortSignal.abort(reason) })))).toBe(reason);
    expect(send.requests).toHaveLength(0);
  });
});
