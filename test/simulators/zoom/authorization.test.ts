import { allOperations } from '../../../simulators/zoom/operations/all-operations.js';
import { describe, expect, it } from '@jest/globals';
import { fetchAnswer, noon, simulate } from './zoom-under-test.js';

describe('a bearer token', () => {
  it('is required and must be known', async () => {
    const { simulator, get } = await simulate();
    expect(await fetchAnswer(`${simulator.apiUrl}/users`)).toMatchObject({
      status: 401,
      body: { code: 124 },
    });
    expect((await get('/users', 'unknown')).body).toEqual({ code: 124, message: 'Invalid access token.' });
  });

  it('expires after its lifetime, or when a test says so', async () => {
    let now = noon;
    const { simulator, get } = await simulate({ now: () => now, accessTokenLifetimeSeconds: 60 });
    const expired = { status: 401, body: { code: 124, message: 'Access token is expired.' } };
    now = new Date(noon.getTime() + 59_000);
    expect((await get('/users')).status).toBe(200);
    now = new Date(noon.getTime() + 60_000);
    expect(await get('/users')).toMatchObject(expired);
    const fresh = simulator.issueToken();
    expect((await get('/users', fresh)).status).toBe(200);
    simulator.expireTokens();
    expect(await get('/users', fresh)).toMatchObject(expired);
  });
});

describe('scopes', () => {
  it('are named as alternatives when none of them is there', async () => {
    const { simulator, get } = await simulate();
    const token = simulator.issueToken(['user:read:user:admin']);
    expect((await get('/users/alex.demo@example.com', token)).status).toBe(200);
    expect(await get('/users/alex.demo@example.com/recordings', token)).toMatchObject({
      status: 400,
      body: {
        code: 4711,
        message:
          'Invalid access token, does not contain scopes:[cloud_recording:read:list_user_recordings, ' +
          'cloud_recording:read:list_user_recordings:master, cloud_recording:read:list_user_recordings:admin].',
      },
    });
  });

  it('of the classic kind are enough, and are named to a classic token', async () => {
    const { simulator, get } = await simulate();
    const token = simulator.issueToken(['recording:read:admin', 'user:read:admin']);
    expect((await get('/users/alex.demo@example.com/recordings', token)).status).toBe(200);
    expect((await get('/users/alex.demo@example.com/meetings', token)).body.message).toBe(
      'Invalid access token, does not contain scopes:[meeting:read:admin, meeting:read].',
    );
  });

  it('of the default token are enough for everything', async () => {
    const { simulator } = await simulate();
    const { accountId, clientId, clientSecret } = simulator.credentials;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const { body } = await fetchAnswer(
      `${simulator.oauthUrl}/token?grant_type=account_credentials&account_id=${accountId}`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
      },
    );
    const granted = new Set((body.scope as string).split(' '));
    expect([...granted].filter((scope) => !/:(admin|master)$/.test(scope))).toEqual([]);
    for (const { template, scopes } of allOperations)
      expect([template, scopes.granular.some((scope) => granted.has(scope))]).toEqual([template, true]);
  });

  it('are refused in the older form, whose body is not JSON, when a fault says so', async () => {
    const { simulator, get } = await simulate();
    simulator.faults.add({ operation: '/users/{userId}/webinars', respond: 'scope-104' });
    const { status, text } = await get('/users/alex.demo@example.com/webinars');
    expect(status).toBe(400);
    expect(text).toContain('"code":104');
    expect(text).toContain(
      'does not contain scopes:["webinar:read:list_webinars","webinar:read:list_webinars:admin"]',
    );
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });
});

describe('an unknown path', () => {
  it.each(['/users/x/unknown', '/past_meetings', '/'])('%s answers 2300', async (path) => {
    const { get } = await simulate();
    expect(await get(path)).toMatchObject({
      status: 400,
      body: { code: 2300, message: `This API endpoint is not recognized: /v2${path}` },
    });
  });
});
