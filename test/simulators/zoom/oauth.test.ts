import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fetchAnswer, noon, simulate, type Answer, type ZoomUnderTest } from './zoom-under-test.js';

const redirectUri = 'http://127.0.0.1:9/callback?from=zoom';
const lostGrant = { status: 400, body: { reason: 'Invalid Token!', error: 'invalid_grant' } };

function post(
  zoom: ZoomUnderTest,
  endpoint: string,
  form: Record<string, string>,
  secret?: string,
): Promise<Answer> {
  const { clientId, clientSecret } = zoom.simulator.credentials;
  const basic = Buffer.from(`${clientId}:${secret ?? clientSecret}`).toString('base64');
  return fetchAnswer(`${zoom.simulator.oauthUrl}/${endpoint}`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  });
}

async function consent({ simulator }: ZoomUnderTest, more: Record<string, string> = {}): Promise<URL> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: simulator.credentials.clientId,
    redirect_uri: redirectUri,
    state: 's 1',
    auto: 'allow',
    ...more,
  });
  const { headers } = await fetchAnswer(`${simulator.oauthUrl}/authorize?${query.toString()}`);
  return new URL(headers.get('location') ?? '');
}

async function exchange(zoom: ZoomUnderTest, url: URL, more: Record<string, string> = {}): Promise<Answer> {
  const code = url.searchParams.get('code') ?? '';
  return post(zoom, 'token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });
}

describe('account credentials', () => {
  it('give a token without a refresh token, from a form or a query', async () => {
    const zoom = await simulate();
    const { accountId, clientId, clientSecret } = zoom.simulator.credentials;
    const form = await post(zoom, 'token', { grant_type: 'account_credentials', account_id: accountId });
    const query = await fetchAnswer(
      `${zoom.simulator.oauthUrl}/token?grant_type=account_credentials&account_id=${accountId}`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      },
    );
    for (const { status, body } of [form, query]) {
      expect([status, body.token_type, body.expires_in]).toEqual([200, 'bearer', 3600]);
      expect(`${body.api_url as string}/v2`).toBe(zoom.simulator.apiUrl);
      expect(body).not.toHaveProperty('refresh_token');
      expect((await zoom.get('/users', body.access_token as string)).status).toBe(200);
    }
  });

  it('are refused for another account, client or grant', async () => {
    const zoom = await simulate();
    const { accountId } = zoom.simulator.credentials;
    const account = (id: string) => ({ grant_type: 'account_credentials', account_id: id });
    expect(await post(zoom, 'token', account('other'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(await post(zoom, 'token', account(accountId), 'wrong')).toMatchObject({
      status: 401,
      body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    });
    expect((await post(zoom, 'token', { grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    expect((await post(zoom, 'token', {})).body.error).toBe('invalid_request');
  });
});

describe('the consent page', () => {
  it('has a button for each answer and escapes what it repeats', async () => {
    const { simulator } = await simulate();
    const query = `response_type=code&client_id=${simulator.credentials.clientId}&redirect_uri=http://127.0.0.1:9/&state="><b>`;
    const { status, text } = await fetchAnswer(`${simulator.oauthUrl}/authorize?${query}`);
    expect(status).toBe(200);
    expect(text).not.toContain('<b>');
    const allow = /id="allow" href="([^"]+)"/
      .exec(text)?.[1]
      ?.replace(/&#(\d+);|&amp;/g, (_, code: string | undefined) =>
        code ? String.fromCharCode(Number(code)) : '&',
      );
    const answer = await fetchAnswer(new URL(allow ?? '', simulator.oauthUrl).href);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('state')).toBe('"><b>');
  });

  it('redirects with a code and the state, or with access_denied', async () => {
    const zoom = await simulate();
    const allowed = await consent(zoom);
    expect(allowed.searchParams.get('code')).toMatch(/^.{24}$/);
    expect([allowed.searchParams.get('from'), allowed.searchParams.get('state')]).toEqual(['zoom', 's 1']);
    const denied = await consent(zoom, { auto: 'deny' });
    expect(denied.searchParams.get('error')).toBe('access_denied');
    expect(denied.searchParams.has('code')).toBe(false);
  });

  it.each([
    ['client_id', 'other'],
    ['redirect_uri', 'javascript:alert(1)'],
    ['response_type', 'token'],
  ])('refuses another %s without redirecting', async (name, value) => {
    const { simulator } = await simulate();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: simulator.credentials.clientId,
      redirect_uri: redirectUri,
      auto: 'allow',
      [name]: value,
    });
    const { status, headers } = await fetchAnswer(`${simulator.oauthUrl}/authorize?${query.toString()}`);
    expect([status, headers.get('location')]).toEqual([400, null]);
  });
});

describe('an authorization code', () => {
  it('works once', async () => {
    const zoom = await simulate();
    const url = await consent(zoom);
    const first = await exchange(zoom, url);
    expect(first.status).toBe(200);
    expect((await zoom.get('/users/me', first.body.access_token as string)).body.email).toBe(
      'owner@example.com',
    );
    expect(await exchange(zoom, url)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('lives five minutes and belongs to its redirect URI', async () => {
    let now = noon;
    const zoom = await simulate({ now: () => now });
    const [late, elsewhere] = [await consent(zoom), await consent(zoom)];
    expect((await exchange(zoom, elsewhere, { redirect_uri: 'http://127.0.0.1:9/' })).status).toBe(400);
    now = new Date(noon.getTime() + 5 * 60_000);
    expect((await exchange(zoom, late)).status).toBe(400);
  });

  it.each([
    ['S256', createHash('sha256').update('verifier').digest('base64url')],
    ['plain', 'verifier'],
    ['', 'verifier'],
  ])('with a PKCE challenge (%s) needs its verifier', async (method, challenge) => {
    const zoom = await simulate();
    const pkce = { code_challenge: challenge, ...(method ? { code_challenge_method: method } : {}) };
    const answers = [];
    for (const verifier of ['verifier', 'other', challenge === 'verifier' ? '' : challenge]) {
      answers.push(await exchange(zoom, await consent(zoom, pkce), { code_verifier: verifier }));
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400]);
    expect(answers[1]?.body.error).toBe('invalid_grant');
  });
});

describe('a refresh token', () => {
  const refresh = (zoom: ZoomUnderTest, { body }: Answer) =>
    post(zoom, 'token', { grant_type: 'refresh_token', refresh_token: body.refresh_token as string });

  it('is replaced at every use, and the old one is dead at once', async () => {
    const zoom = await simulate();
    const first = await exchange(zoom, await consent(zoom));
    const second = await refresh(zoom, first);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
    expect(await refresh(zoom, first)).toMatchObject(lostGrant);
    expect((await refresh(zoom, second)).status).toBe(200);
  });

  it('dies with a later consent and with a revocation', async () => {
    const zoom = await simulate();
    const first = await exchange(zoom, await consent(zoom));
    const second = await exchange(zoom, await consent(zoom));
    expect(await refresh(zoom, first)).toMatchObject(lostGrant);
    expect((await zoom.get('/users', first.body.access_token as string)).status).toBe(401);
    const revoked = await post(zoom, 'revoke', { token: second.body.access_token as string });
    expect(revoked).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(await refresh(zoom, second)).toMatchObject(lostGrant);
    expect((await zoom.get('/users', second.body.access_token as string)).status).toBe(401);
    expect((await post(zoom, 'revoke', { token: 'unknown' })).status).toBe(400);
  });
});
