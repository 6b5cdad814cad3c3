import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { zoom } from '../../../connectors/zoom/index.js';
import type { Connection } from '../../../src/connections/connection.js';
import type { KeptTokens } from '../../../src/connections/kept-tokens.js';
import { createTokens } from '../../../src/connections/tokens.js';
import { Refusal, Transient } from '../../../src/upstream/refusal.js';
import { createRetry, defaultRetryPolicy } from '../../../src/upstream/retry.js';
import { createSend } from '../../../src/upstream/send.js';
import type { Clock } from '../../../src/clock.js';
import { systemClock } from '../../../src/clock.js';
import { keptInMemory } from '../../support/kept-in-memory.js';
import { FakeClock } from '../../support/fake-clock.js';
import { scriptedSend, type ScriptedAnswer } from '../../support/scripted-send.js';
import { sendJson, sendText, startOrigin, stopOrigins, type Handle } from '../../support/start-origin.js';
import { errorOf, fastRetry, fastTimeouts } from '../../support/upstream-under-test.js';

const sends: { close(): void }[] = [];

afterEach(async () => {
  for (const send of sends.splice(0)) send.close();
  await stopOrigins();
});

const credentials = { accountId: 'acc-1', clientId: 'client-1', clientSecret: 'top-secret-1' };
const basic = `Basic ${Buffer.from('client-1:top-secret-1').toString('base64')}`;

function connectionTo(oauthUrl: string, changes: Partial<Connection> = {}): Connection {
  return {
    ...{ id: 'default', connector: 'zoom', plan: 'business', rateShare: 0.75, mediaHosts: [] },
    ...{ apiUrl: 'https://api.zoom.us/v2', isApiUrlExplicit: false, oauthUrl, credentials },
    ...changes,
  };
}

const grant = (token: string, more: Record<string, unknown> = {}) => ({
  ...{ access_token: token, token_type: 'bearer', expires_in: 3_600, scope: 'a:read b:read' },
  ...more,
});

/** Tokens from a server that answers so. */
async function tokensFrom(handle: Handle, changes: Partial<Connection> = {}, clock: Clock = systemClock) {
  const origin = await startOrigin(handle);
  const send = createSend(fastTimeouts);
  sends.push(send);
  const connection = connectionTo(`${origin.origin}/oauth`, changes);
  const retry = createRetry(fastRetry, clock);
  const tokens = createTokens({
    ...{ connection, connector: zoom, send, retry, timeouts: fastTimeouts, clock },
    kept: keptInMemory(),
  });
  return { origin, tokens };
}

/** Tokens from a vendor that gives these answers in turn, with the real policy and a fake clock. */
function scripted(
  answers: (ScriptedAnswer | Error)[],
  changes: Partial<Connection> = {},
  kept: KeptTokens = keptInMemory(),
) {
  const clock = new FakeClock();
  const send = scriptedSend(answers);
  const retry = createRetry({ ...defaultRetryPolicy, random: () => 0.5 }, clock);
  const connection = connectionTo('https://zoom.us/oauth', changes);
  const tokens = createTokens({
    ...{ connection, connector: zoom, send, retry, timeouts: fastTimeouts, clock },
    kept,
  });
  return { clock, send, tokens };
}

const numbered: Handle = (_, response, index) => sendJson(response, 200, grant(`t${index + 1}`));

describe('a token', () => {
  test('is asked for with the account’s grant, the credentials in the header only', async () => {
    const { origin, tokens } = await tokensFrom(numbered);
    expect(await tokens.current()).toEqual({
      ...{ accessToken: 't1', scopes: ['a:read', 'b:read'], apiUrl: 'https://api.zoom.us/v2' },
    });
    expect(origin.seen).toHaveLength(1);
    expect(origin.seen[0]).toMatchObject({
      method: 'POST',
      url: '/oauth/token',
      body: 'grant_type=account_credentials&account_id=acc-1',
      headers: { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' },
    });
  });

  test('is in nobody’s hands before it is on the disk', async () => {
    const kept = keptInMemory();
    let write: (() => void) | undefined;
    const written = new Promise<void>((resolve) => (write = resolve));
    const { tokens } = scripted([{ body: grant('t1') }], {}, { ...kept, keep: () => written });
    const seen: string[] = [];
    const asked = tokens.current().then(({ accessToken }) => seen.push(accessToken));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([seen, tokens.latest()]).toEqual([[], undefined]);
    write?.();
    await asked;
    expect(seen).toEqual(['t1']);
  });

  test('that the disk does not take is used for nothing', async () => {
    const full = Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    const kept = { ...keptInMemory(), keep: () => Promise.reject(full) };
    const { tokens } = scripted([{ body: grant('t1') }], {}, kept);
    await expect(tokens.current()).rejects.toBe(full);
    expect(tokens.latest()).toBeUndefined();
  });

  test('is fetched once for 64 callers at the same time', async () => {
    const { origin, tokens } = await tokensFrom((_, response, index) =>
      setTimeout(() => sendJson(response, 200, grant(`t${index + 1}`)), 30),
    );
    const all = await Promise.all(Array.from({ length: 64 }, () => tokens.current()));
    expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['t1']));
    expect(origin.seen).toHaveLength(1);
  });

  test.each([
    ['an hour', 3_600, 3_540],
    ['ten minutes', 600, 540],
    ['a minute, a tenth before', 60, 54],
    ['ten seconds, a tenth before', 10, 9],
    ['an hour in digits', '3600', 3_540],
    ['a time the vendor does not tell, which is an hour', undefined, 3_540],
    ['a time that is none, which is an hour', 'soon', 3_540],
    ['no time at all, which is an hour', 0, 3_540],
  ])('is kept until shortly before its end: it lives %s', async (_, expires_in, usableSeconds) => {
    const { clock, send, tokens } = scripted([
      { body: grant('t1', { expires_in }) },
      { body: grant('t2', { expires_in }) },
    ]);
    await tokens.current();
    clock.advance(usableSeconds * 1_000 - 1);
    expect((await tokens.current()).accessToken).toBe('t1');
    expect(tokens.latest()?.accessToken).toBe('t1');
    clock.advance(1);
    expect(tokens.latest()).toBeUndefined();
    expect((await tokens.current()).accessToken).toBe('t2');
    expect(send.requests).toHaveLength(2);
  });

  test('is not there before it was asked for', () => {
    expect(scripted([{}]).tokens.latest()).toBeUndefined();
  });
});

describe('a rejected token', () => {
  test('is replaced once for 64 callers at the same time', async () => {
    const { origin, tokens } = await tokensFrom((request, response, index) =>
      setTimeout(() => numbered(request, response, index), 20),
    );
    const { accessToken } = await tokens.current();
    const all = await Promise.all(Array.from({ length: 64 }, () => tokens.renew(accessToken)));
    expect(new Set(all.map((token) => token.accessToken))).toEqual(new Set(['t2']));
    expect(origin.seen).toHaveLength(2);
  });

  test('is not given out while its successor is fetched', async () => {
    const { tokens } = await tokensFrom((request, response, index) =>
      setTimeout(() => numbered(request, response, index), 20),
    );
    await tokens.current();
    const renewed = tokens.renew('t1');
    expect((await tokens.current()).accessToken).toBe('t2');
    await renewed;
  });

  test('that is not the current one costs no call', async () => {
    const { origin, tokens } = await tokensFrom(numbered);
    await tokens.current();
    await tokens.renew('t1');
    for (const old of ['t1', 't0', '']) expect((await tokens.renew(old)).accessToken).toBe('t2');
    expect(origin.seen).toHaveLength(2);
  });

  test('that is not the current one does not bring back one that is at its end', async () => {
    const { clock, tokens } = scripted([{ body: grant('t1') }, { body: grant('t2') }]);
    await tokens.current();
    clock.advance(3_600_000);
    expect((await tokens.renew('t0')).accessToken).toBe('t2');
  });

  test('that the vendor gives out again is asked for again, not looped over', async () => {
    const { send, tokens } = scripted([{ body: grant('t1') }]);
    await tokens.current();
    expect((await tokens.renew('t1')).accessToken).toBe('t1');
    expect(send.requests).toHaveLength(2);
  });

  test('before any was asked for is simply fetched', async () => {
    expect((await scripted([{ body: grant('t1') }]).tokens.renew('x')).accessToken).toBe('t1');
  });
});

describe('trouble that may heal', () => {
  test.each<[string, ScriptedAnswer | Error]>([
    ['500', { status: 500 }],
    ['503 as HTML', { status: 503, body: '<html>Unavailable</html>' }],
    ['502 with a code', { status: 502, body: { code: 4700 } }],
    ['408', { status: 408 }],
    ['HTML with 400', { status: 400, body: '<html>Blocked</html>' }],
    ['an empty 401', { status: 401, body: '' }],
    ['an empty 403', { status: 403, body: '' }],
    ['404 of a gateway', { status: 404, body: { message: 'no Route matched with those values' } }],
    ['401 of a gateway', { status: 401, body: { error: 'Unauthorized', message: 'invalid_client' } }],
    ['403 of a cluster', { status: 403, body: { kind: 'Status', reason: 'Forbidden', code: 403 } }],
    ['a redirect of the network', { status: 302, headers: { location: 'https://portal.example/' } }],
    ['407 of a proxy', { status: 407, body: '<html></html>' }],
    ['a network fault', new Transient('vendor_unreachable', 'network fault ECONNRESET')],
    ['HTML with 200', { body: '<!DOCTYPE html><html></html>' }],
    ['an empty answer', { body: '' }],
    ['JSON that breaks off', { body: '{"access_token":"t' }],
    ['an answer without a token', { body: { token_type: 'bearer' } }],
    ['a token that is no text', { body: { access_token: 7 } }],
    ['an empty token', { body: { access_token: '' } }],
    ['a list', { body: [] }],
    ['null', { body: 'null' }],
  ])('is tried again: %s', async (_, fault) => {
    const { send, tokens } = scripted([fault, fault, fault, { body: grant('t1') }]);
    expect((await tokens.current()).accessToken).toBe('t1');
    expect(send.requests).toHaveLength(4);
  });

  test('on the wire is tried again: a reset, a silence, an answer that breaks off', async () => {
    const { origin, tokens } = await tokensFrom((request, response, index) => {
      if (index === 0) request.socket.resetAndDestroy();
      else if (index === 2) response.writeHead(200, { 'content-length': '99' }).write('{"access_token":');
      else if (index > 2) numbered(request, response, index);
    });
    expect((await tokens.current()).accessToken).toBe('t4');
    expect(origin.seen).toHaveLength(4);
  });

  test('ends after 8 attempts and 60 s, for all who wait, with a reason', async () => {
    const { clock, send, tokens } = scripted([{ status: 503 }]);
    const errors = await Promise.all(Array.from({ length: 10 }, () => errorOf(tokens.current())));
    for (const error of errors)
      expect(error).toMatchObject({ name: 'Refusal', outcome: 'failed', reason: 'vendor_unreachable' });
    expect(send.requests.length).toBeGreaterThanOrEqual(8);
    expect(send.requests.length).toBeLessThan(30);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  });

  test('does not stay: the next caller asks anew', async () => {
    const { tokens } = scripted([
      ...Array.from({ length: 8 }, () => ({ status: 400, body: { error: 'invalid_client' } })),
      { body: grant('t1') },
    ]);
    for (let call = 0; call < 8; call += 1) expect(await errorOf(tokens.current())).toBeInstanceOf(Refusal);
    expect((await tokens.current()).accessToken).toBe('t1');
  });

  test('a rate limit is waited for, as told', async () => {
    const { clock, tokens } = scripted([
      { status: 429, headers: { 'retry-after': '7' } },
      { body: grant('t1') },
    ]);
    await tokens.current();
    expect(clock.sleeps).toEqual([7_000]);
  });

  test('a rate limit that says "again at once" for ever comes to an end', async () => {
    const { send, tokens } = scripted([
      ...Array.from({ length: 3_000 }, () => ({
        ...{ status: 429, headers: { 'retry-after': '0' }, body: { code: 429, message: 'too many' } },
      })),
      { body: grant('at last') },
    ]);
    expect(await errorOf(tokens.current())).toMatchObject({ reason: 'rate_limited' });
    expect(send.requests.length).toBeLessThan(3_000);
  });
});

describe('credentials that are refused', () => {
  test.each<[string, number, unknown, RegExp]>([
    [
      'unknown client',
      400,
      { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
      /client id/,
    ],
    ['unknown client under 401', 401, { reason: 'Invalid client', error: 'invalid_client' }, /client id/],
    [
      'another kind of app',
      400,
      { reason: 'unsupported grant type', error: 'unsupported_grant_type' },
      /Server-to-Server/,
    ],
    ['unknown account', 400, { reason: 'Invalid account', error: 'invalid_request' }, /account id/],
    ['a request without words', 400, { reason: 'Bad Request', error: 'invalid_request' }, /account id/],
    ['an app that is not active', 403, { reason: 'App not activated' }, /activate/i],
  ])('are final, and the remedy helps: %s', async (_, status, body, remedy) => {
    const { send, clock, tokens } = scripted([{ status, body }]);
    const error = (await errorOf(tokens.current())) as Refusal;
    expect(error).toMatchObject({ name: 'Refusal', outcome: 'failed', reason: 'credentials_refused' });
    expect(error.remedy).toMatch(remedy);
    expect([send.requests.length, clock.sleeps]).toEqual([1, []]);
  });

  test('are not sent where a redirect leads', async () => {
    const thief = await startOrigin(numbered);
    const { tokens } = await tokensFrom((_, response) =>
      sendText(response, 307, '', { location: `${thief.origin}/oauth/token` }),
    );
    expect(await errorOf(tokens.current())).toBeInstanceOf(Error);
    expect(thief.seen).toHaveLength(0);
  });
});

describe('secrets', () => {
  const secrets = ['top-secret-1', basic.slice('Basic '.length), 'token-that-leaks', 'refresh-that-leaks'];
  const leaky = { access_token: '', refresh_token: 'refresh-that-leaks', hint: 'token-that-leaks' };

  test.each<[string, Handle]>([
    [
      'a refusal that repeats them',
      (request, response) =>
        sendJson(response, 400, { error: 'invalid_client', reason: request.headers.authorization }),
    ],
    ['a broken success', (_, response) => sendJson(response, 200, leaky)],
    [
      'a page that repeats them',
      (request, response) => sendText(response, 200, `<html>${request.headers.authorization ?? ''}</html>`),
    ],
    [
      'a server error that repeats them',
      (request, response) => sendText(response, 500, request.headers.authorization ?? ''),
    ],
    ['a reset', (request) => request.socket.resetAndDestroy()],
    ['a silence', () => undefined],
  ])('are never in an error: %s', async (_, handle) => {
    const { tokens } = await tokensFrom(handle);
    const error = await errorOf(tokens.current());
    const told = `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`;
    for (const secret of secrets) expect(told).not.toContain(secret);
  });
});

describe('the API address of a token', () => {
  const addressFor = async (api_url: unknown, changes: Partial<Connection> = {}) => {
    const { tokens } = scripted([{ body: grant('t1', { api_url }) }], changes);
    return (await tokens.current()).apiUrl;
  };
  const standard = 'https://api.zoom.us/v2';

  test.each([
    ['https://api-eu.zoom.us', 'https://api-eu.zoom.us/v2'],
    ['https://api-eu.zoom.us/', 'https://api-eu.zoom.us/v2'],
    ['https://api-eu.zoom.us/v2', 'https://api-eu.zoom.us/v2'],
    ['https://vanity.zoom.us?x=1#y', 'https://vanity.zoom.us/v2'],
    ['https://api.zoomgov.com', 'https://api.zoomgov.com/v2'],
    ['https://API.ZOOM.US:443', standard],
  ])('is that of the answer where it is the vendor’s own: %s', async (named, expected) => {
    expect(await addressFor(named)).toBe(expected);
  });

  test.each([
    undefined,
    null,
    '',
    7,
    'api.zoom.us',
    'not an address',
    'http://api.zoom.us',
    'http://127.0.0.1:8080',
    'https://127.0.0.1',
    'https://evil.example',
    'https://api.zoom.us.evil.example',
    'https://evilzoom.us',
    'https://api.zoom.us@evil.example',
    'https://user@api.zoom.us',
    'https://api.zoom.us:8443',
    'https://api.zoom.us.',
    'ftp://api.zoom.us',
    'javascript:alert(1)',
  ])('is the standard one where the answer says %j', async (named) => {
    expect(await addressFor(named)).toBe(standard);
  });

  test('is the operator’s wherever one was set, whatever the answer says', async () => {
    const explicit = { apiUrl: 'http://127.0.0.1:9/v2', isApiUrlExplicit: true };
    for (const named of ['https://api-eu.zoom.us', 'http://127.0.0.1:9', 'https://evil.example', undefined])
      expect(await addressFor(named, explicit)).toBe('http://127.0.0.1:9/v2');
  });

  test('may name nothing that the operator named for media', async () => {
    const mediaHosts = ['files.example'];
    expect(await addressFor('https://files.example', { mediaHosts })).toBe(standard);
  });
});

describe('a caller that gives up', () => {
  test('does not wait for the token endpoint any longer', async () => {
    const { tokens } = await tokensFrom((request, response) =>
      setTimeout(() => numbered(request, response, 0), 200),
    );
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const started = performance.now();
    setTimeout(() => controller.abort(reason), 20);
    const end = await tokens.current(controller.signal).catch((error: unknown) => error);
    expect(end).toBe(reason);
    expect(performance.now() - started).toBeLessThan(150);
  });

  test('does not take the token away from the others', async () => {
    const { tokens } = await tokensFrom((request, response) =>
      setTimeout(() => numbered(request, response, 0), 60),
    );
    const controller = new AbortController();
    const given = tokens.current(controller.signal).catch(() => undefined);
    const other = tokens.current();
    controller.abort(new Error('cancelled'));
    expect((await other).accessToken).toBe('t1');
    await given;
  });
});
