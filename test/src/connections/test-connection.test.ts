import { afterEach, describe, expect, test } from '@jest/globals';
import { fastZoom as zoom } from '../../support/fast-zoom.js';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { systemClock } from '../../../src/clock.js';
import { isGranted } from '../../../src/connections/open-connection.js';
import { scopesToGrant } from '../../../src/connections/scopes.js';
import { scopesOf } from '../../../src/contract/index.js';
import { testConnection, type TestOptions } from '../../../src/connections/test-connection.js';
import type { ConnectionTest } from '../../../src/connections/verdict.js';
import { filesBelow, placesOf } from '../../support/find-bytes.js';
import {
  startInstallation,
  type Installation,
  type InstallationOptions,
} from '../../support/start-service.js';

let installation: Installation;
afterEach(() => installation.close());

async function start(options: InstallationOptions = {}): Promise<void> {
  installation = await startInstallation(options);
}

const simulator = () => installation.simulator;
const run = async (options?: TestOptions): Promise<ConnectionTest> =>
  testConnection(await installation.service.connections.open('default'), options);
const verdictsOf = ({ sources }: ConnectionTest) =>
  Object.fromEntries(sources.map(({ id, verdict }) => [id, verdict]));
const allAre = (verdict: string) => Object.fromEntries(zoom.sources.map(({ id }) => [id, verdict]));
const sourceOf = ({ sources }: ConnectionTest, id: string) => sources.find((source) => source.id === id);
const operations = () => simulator().calls.map(({ operation }) => operation);

/** A refusal of one operation that never ends. */
/** Answers about one user only, by the start of the id. */
const refuseFirst = (
  operation: string | RegExp,
  times: number,
  status: number,
  code: number,
  message: string,
) => simulator().faults.add({ operation, times, respond: { status, body: { code, message } } });

const refuse = (operation: string | RegExp, status: number, code: number, message: string) =>
  simulator().faults.add({ operation, times: Infinity, respond: { status, body: { code, message } } });

describe('a connection that lacks nothing', () => {
  test('is ok, after one call for the token, one for a user and one per source', async () => {
    await start();
    const result = await run();
    expect(verdictsOf(result)).toEqual(allAre('ready'));
    expect(result).toMatchObject({
      status: 'ok',
      nextStep: 'Nothing: the connection can be used.',
      account: { id: simulator().credentials.accountId },
    });
    expect(simulator().calls).toHaveLength(2 + zoom.sources.length);
    expect(operations().slice(0, 2)).toEqual(['token', '/users']);
    expect(simulator().calls.some(({ path }) => /\/users\/me\b/.test(path))).toBe(false);
  });

  test('is tested with a fresh token, because scopes that were added are in new ones only', async () => {
    await start();
    await run();
    await run();
    expect(operations().filter((operation) => operation === 'token')).toHaveLength(2);
  });

  test('leaves nobody’s data behind', async () => {
    await start();
    await run();
    const email = simulator().world.users[0]?.email ?? '';
    expect(email).toContain('@');
    expect(placesOf(email, filesBelow(installation.dataDir))).toEqual([]);
    expect(placesOf('From the environment', filesBelow(installation.dataDir)).length).toBeGreaterThan(0);
  });

  test('pays for its calls: the daily budgets count them', async () => {
    await start();
    const { budgets } = await run();
    const spent = budgets.reduce((sum, { ourCallsToday }) => sum + ourCallsToday, 0);
    expect(spent).toBeGreaterThan(0);
    expect((await run()).budgets.reduce((sum, { ourCallsToday }) => sum + ourCallsToday, 0)).toBe(2 * spent);
    for (const { callsPerDay, left } of budgets)
      expect([callsPerDay > 1_000, left]).toEqual([true, undefined]);
  });
});

describe('a scope that is not granted', () => {
  const all = scopesToGrant(zoom).map(({ scope }) => scope);

  test.each(all)(
    '%s: the sources that need it say so, with every scope that would do, and are not asked',
    async (lost) => {
      const scopes = all.filter((scope) => scope !== lost);
      await start({ simulator: { scopes } });
      const result = await run();
      const lacking = (id: string) => {
        const source = zoom.sources.find((one) => one.id === id);
        const needed = source ? [zoom.lookup.scopes, ...scopesOf(source)] : [];
        return needed.filter((one) => !isGranted(scopes, one));
      };
      // Without a list of users there is nobody to try the sources with.
      const isListed = operations().includes('/users');
      const rest = (id: string) => (isListed || id === 'user' ? 'ready' : 'not_proved');
      const expected = zoom.sources.map(({ id }) => [
        id,
        lacking(id).length > 0 ? 'scope_missing' : rest(id),
      ]);
      expect(verdictsOf(result)).toEqual(Object.fromEntries(expected));
      const hit = result.sources.filter(({ verdict }) => verdict === 'scope_missing');
      for (const { id, missingScopes, nextStep } of hit) {
        const distinct = new Map(lacking(id).map((one) => [one.granular.join(), one]));
        expect(missingScopes).toEqual([...distinct.values()]);
        for (const { granular, classic } of missingScopes)
          for (const scope of [...granular, ...classic]) expect(nextStep).toContain(scope);
      }
      expect(result.status).toBe(
        hit.length === 0 && isListed ? 'ok' : hit.length === zoom.sources.length ? 'failed' : 'degraded',
      );
      // Where no user can be listed, one call for nobody takes the place of all.
      const refused = simulator().calls.filter(({ status }) => status >= 400);
      expect(refused).toHaveLength(operations().includes('/users') || hit.length > 0 ? 0 : 1);
    },
  );

  test('of a token that does not tell its scopes: the refusals do', async () => {
    await start({ simulator: { scopes: all.filter((scope) => !/webinar|voicemail/.test(scope)) } });
    const silent = ({ scope: _scope, ...body }: Record<string, never>) => body;
    simulator().faults.add({ operation: 'token', times: Infinity, respond: { transform: silent as never } });
    const result = await run();
    expect(verdictsOf(result)).toEqual({
      ...allAre('ready'),
      ...{ webinars: 'scope_missing', 'phone-voicemails': 'scope_missing' },
    });
    const declared = zoom.sources.find(({ id }) => id === 'webinars')?.asks?.[0].scopes;
    expect(sourceOf(result, 'webinars')?.missingScopes).toEqual([declared]);
    expect(result).toMatchObject({
      status: 'degraded',
      nextStep: /^Grant .*\(2 sources .*What is ready can be used/,
    });
  });

  test('refused although the token holds it, in the older form, which is no JSON, is nothing to grant', async () => {
    await start();
    simulator().faults.add({ operation: '/users/{userId}/webinars', times: Infinity, respond: 'scope-104' });
    expect(verdictsOf(await run())).toEqual({ ...allAre('ready'), webinars: 'scope_missing' });
  });

  test('nothing granted that finds a user: the other sources are judged by their scopes', async () => {
    await start({ simulator: { scopes: all.filter((scope) => !scope.includes('list_users')) } });
    const result = await run();
    expect(operations()).toEqual(['token', '/users/{userId}']);
    // Only the answer about nobody proves anything: people can be looked up.
    expect(verdictsOf(result)).toEqual({ ...allAre('not_proved'), user: 'ready' });
    expect(result.status).toBe('degraded');
    expect(sourceOf(result, 'meetings')?.nextStep).toContain('no user could be found to try it with');
    expect(verdictsOf(await run({ user: demoEmail }))).toEqual(allAre('ready'));
  });
});

const webinarPath = '/users/{userId}/webinars';
const phonePaths = /^\/phone\//;
const phoneIds = zoom.sources.map(({ id }) => id).filter((id) => id.startsWith('phone-'));
const phoneAre = (verdict: string) => Object.fromEntries(phoneIds.map((id) => [id, verdict]));

describe('what Zoom refuses', () => {
  test.each<[string, string | RegExp, number, number, string, Record<string, string>, string, RegExp]>([
    [
      ...(['a missing webinar plan', webinarPath, 400, 200, 'Webinar plan is missing.'] as const),
      ...([{ webinars: 'not_licensed' }, 'degraded', /plan or add-on/] as const),
    ],
    [
      ...(['an account without Phone', phonePaths, 403, 2031, 'Zoom Phone has not been enabled.'] as const),
      ...([phoneAre('not_licensed'), 'degraded', /Zoom Phone licence/] as const),
    ],
    [
      ...(['a role that may not', webinarPath, 403, 200, 'No permission.'] as const),
      ...([{ webinars: 'not_permitted' }, 'degraded', /view permission/] as const),
    ],
    [
      ...(['a 403 of somebody else', webinarPath, 403, 9_999, 'Forbidden.'] as const),
      ...([{ webinars: 'unreachable' }, 'degraded', /firewall/] as const),
    ],
    [
      ...(['errors that do not end', webinarPath, 500, 500, 'Internal error.'] as const),
      ...([{ webinars: 'unreachable' }, 'degraded', /again and again/] as const),
    ],
    [
      ...(['a page size it does not like', webinarPath, 400, 300, 'Invalid parameter: to.'] as const),
      ...([{}, 'ok', /Nothing/] as const),
    ],
  ])('%s', async (_, operation, status, code, message, changed, whole, words) => {
    await start();
    refuse(operation, status, code, message);
    const result = await run();
    expect(verdictsOf(result)).toEqual({ ...allAre('ready'), ...changed });
    expect(result.status).toBe(whole);
    for (const id of Object.keys(changed)) expect(sourceOf(result, id)?.nextStep).toMatch(words);
    if (whole === 'degraded') expect(result.nextStep).toMatch(/What is ready can be used meanwhile\.$/);
    expect(simulator().calls.length).toBeLessThanOrEqual(2 + 5 * zoom.sources.length);
  });

  test.each<[string, number, number, string]>([
    ['no licence', 400, 200, 'Webinar plan is missing.'],
    ['another account', 404, 1010, 'User does not belong to this account'],
    ['gone since the list was read', 404, 1001, 'User does not exist'],
    ['a group the role may not view', 403, 200, 'No permission.'],
  ])(
    'for one user (%s): the next ones are tried, and what they answer is the proof',
    async (_, ...answer) => {
      await start();
      refuseFirst(webinarPath, 1, ...answer);
      const result = await run();
      expect(verdictsOf(result)).toEqual(allAre('ready'));
      expect(result.status).toBe('ok');
      const asked = simulator().calls.filter(({ operation }) => operation === webinarPath);
      expect(new Set(asked.map(({ path }) => path.split('?')[0])).size).toBe(2);
    },
  );

  test('for everybody is believed after five users', async () => {
    await start();
    refuse(webinarPath, 400, 200, 'Webinar plan is missing.');
    const result = await run();
    expect(sourceOf(result, 'webinars')?.verdict).toBe('not_licensed');
    const asked = operations().filter((operation) => operation === webinarPath).length;
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThanOrEqual(5);
  });

  test('a user that is named is the only one that is tried', async () => {
    await start();
    refuse(webinarPath, 400, 200, 'Webinar plan is missing.');
    const result = await run({ user: demoEmail });
    expect(sourceOf(result, 'webinars')?.verdict).toBe('not_licensed');
    expect(operations().filter((operation) => operation === webinarPath)).toHaveLength(1);
    expect(operations()).not.toContain('/users');
  });

  test('a user that nobody knows proves nothing, and the test says so', async () => {
    await start();
    const result = await run({ user: 'nobody@example.com' });
    expect(verdictsOf(result)).toEqual(allAre('not_proved'));
    expect(result).toMatchObject({
      status: 'failed',
      nextStep: expect.stringMatching(/no user by the address or id/),
    });
  });

  test.each([
    ['too old', 400, 12702, 'Can not access meeting a year ago.'],
    ['a date out of range', 400, 300, 'The from date must be within the last 6 months.'],
  ])('for its age (%s) is an answer: the source can be read', async (_, status, code, message) => {
    await start();
    refuse('/report/users/{userId}/meetings', status, code, message);
    expect(await run()).toMatchObject({ status: 'ok' });
  });

  test('everything, for want of licences: the connection is of no use, and the test says why', async () => {
    await start();
    refuse(/^\/(users\/|phone\/|report\/)/, 400, 200, 'Only available for Paid account.');
    const result = await run();
    expect(verdictsOf(result)).toEqual(allAre('not_licensed'));
    expect(result).toMatchObject({ status: 'failed', nextStep: /check the licences/ });
  });
});

describe('an account that cannot be reached', () => {
  test.each<[string, () => unknown, string, RegExp]>([
    [
      'wrong credentials',
      () =>
        simulator().faults.add(
          tokenAnswer(401, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }),
        ),
      ...(['unreachable', /copy both again/] as const),
    ],
    [
      'an unknown account',
      () =>
        simulator().faults.add(tokenAnswer(400, { reason: 'Account not found', error: 'invalid_request' })),
      ...(['unreachable', /account id/] as const),
    ],
    [
      'an app that is not activated',
      () => simulator().faults.add(tokenAnswer(403, { reason: 'Forbidden', error: 'access_denied' })),
      ...(['not_activated', /activate the app/] as const),
    ],
    [
      'a token endpoint that is down',
      () => simulator().faults.add({ operation: 'token', times: Infinity, respond: 'reset' }),
      ...(['unreachable', /could not be reached/] as const),
    ],
    [
      'a vendor that asks to come back tomorrow',
      () =>
        simulator().faults.add({
          operation: /^\/(users|phone|report)/,
          times: Infinity,
          respond: '429-daily',
        }),
      ...(['unreachable', /daily limit is used up.*T00:00:0\d/] as const),
    ],
  ])(
    '%s: failed, after few calls',
    async (_, break_, verdict, words) => {
      await start();
      break_();
      const result = await run();
      expect(verdictsOf(result)).toEqual(allAre(verdict));
      expect(result.status).toBe('failed');
      for (const { nextStep } of result.sources) expect(nextStep).toMatch(words);
      expect(result.nextStep).toMatch(words);
      expect(simulator().calls.length).toBeLessThanOrEqual(8);
    },
    20_000,
  );

  const tokenAnswer = (status: number, body: { reason: string; error: string }) => ({
    ...{ operation: 'token', times: Infinity },
    respond: { status, body },
  });
});

describe('what else a test tells', () => {
  test.each<[number, string]>([
    [300, '300 s ahead'],
    [-300, '300 s behind'],
    [2, ''],
  ])('a clock that is %d s wrong', async (seconds, words) => {
    const clock = { ...systemClock, now: () => Date.now() + seconds * 1_000 };
    await start({ service: { clock } });
    const { clockSkewSeconds = Number.NaN, nextStep, status } = await run();
    expect(Math.abs(clockSkewSeconds - seconds)).toBeLessThanOrEqual(1);
    expect(status).toBe('ok');
    if (words === '') expect(nextStep).not.toContain('clock');
    else expect(nextStep).toMatch(/The clock of this machine is (299|30[01]) s (ahead|behind)/);
    expect(nextStep).toContain(words.replace(/^300 s/, '').trim());
  });

  test('the calls that are left today, where Zoom tells', async () => {
    await start();
    const headers = { 'X-RateLimit-Type': 'Daily-limit', 'X-RateLimit-Remaining': '1234' };
    const respond = { status: 200, headers, body: { meetings: [], page_count: 0 } };
    simulator().faults.add({ operation: '/report/users/{userId}/meetings', respond });
    const { budgets } = await run();
    expect(
      budgets.filter(({ left }) => left !== undefined).map(({ id, left }) => [id.split('-')[0], left]),
    ).toEqual([['main', 1234]]);
  });

  test('the region of the account', async () => {
    await start();
    expect((await run()).account.region).toBe('127.0.0.1');
    expect(zoom.accountProbe.regionOf('https://api-eu.zoom.us/v2')).toBe('eu');
    expect(zoom.accountProbe.regionOf('https://api.zoom.us/v2')).toBe('global');
  });

  test('sources that are switched off, which are not asked and not missed', async () => {
    await start({ simulator: { scopes: ['user:read:user:admin', 'user:read:list_users:admin'] } });
    await installation.service.connections.change('default', { sources: ['user'] });
    const result = await run();
    expect(verdictsOf(result)).toEqual({ ...allAre('not_enabled'), user: 'ready' });
    expect(result.status).toBe('ok');
    expect(simulator().calls).toHaveLength(3);
  });
});
