import { describe, expect, test } from '@jest/globals';
import { authorization } from '../../../connectors/zoom/authorization.js';

describe('the grant', () => {
  test('asks for a token of the account', () => {
    expect(authorization.accountGrant('acc+1/=')).toEqual({
      grant_type: 'account_credentials',
      account_id: 'acc+1/=',
    });
  });
});

describe('a token answer', () => {
  test('is read whole', () => {
    const body = {
      ...{ access_token: 'abc', token_type: 'bearer', expires_in: 3_599 },
      ...{ scope: 'user:read:user:admin report:read:admin', api_url: 'https://api-eu.zoom.us' },
    };
    expect(authorization.readToken(body)).toEqual({
      accessToken: 'abc',
      lifetimeSeconds: 3_599,
      scopes: ['user:read:user:admin', 'report:read:admin'],
      apiUrl: 'https://api-eu.zoom.us',
    });
  });

  test.each<[string, unknown]>([
    ['absent', undefined],
    ['empty', ''],
    ['null', null],
    ['a number', 7],
    ['an object', {}],
  ])('without a token is none: it is %s', (_, access_token) => {
    expect(authorization.readToken({ access_token, expires_in: 3_600 })).toBeUndefined();
  });

  test.each<[string, unknown, number]>([
    ['a number', 3_600, 3_600],
    ['digits', '3599', 3_599],
    ['absent', undefined, 3_600],
    ['null', null, 3_600],
    ['zero', 0, 3_600],
    ['negative', -5, 3_600],
    ['a word', 'soon', 3_600],
    ['endless', Infinity, 3_600],
    ['a fraction', 0.5, 0.5],
  ])('lives as long as it says: %s', (_, expires_in, expected) => {
    expect(authorization.readToken({ access_token: 'a', expires_in })?.lifetimeSeconds).toBe(expected);
  });

  test.each<[string, unknown, string[] | undefined]>([
    ['separated by spaces', 'a:read b:read', ['a:read', 'b:read']],
    ['separated by commas', 'a:read,b:read', ['a:read', 'b:read']],
    ['separated by both and lines', ' a:read,\n b:read ', ['a:read', 'b:read']],
    ['one', 'a:read', ['a:read']],
    ['none, which says nothing', '', undefined],
    ['spaces, which say nothing', '  ', undefined],
    ['absent', undefined, undefined],
    ['null', null, undefined],
    ['a list, which is not documented', ['a:read'], undefined],
  ])('names its scopes: %s', (_, scope, expected) => {
    expect(authorization.readToken({ access_token: 'a', scope })?.scopes).toEqual(expected);
  });

  test('names an API address only as text', () => {
    for (const api_url of [undefined, null, 7, {}])
      expect(authorization.readToken({ access_token: 'a', api_url })?.apiUrl).toBeUndefined();
  });
});

describe('the remedy of a refusal', () => {
  test.each<[string, number, Record<string, unknown>, RegExp]>([
    [
      'unknown client',
      400,
      { error: 'invalid_client', reason: 'Invalid client_id or client_secret' },
      /client id and secret/,
    ],
    ['unknown client under 401', 401, { error: 'invalid_client', reason: 'x' }, /client id and secret/],
    [
      'unknown client, message instead of reason',
      400,
      { error: 'invalid_client', message: 'x' },
      /client id and secret/,
    ],
    ['unknown client without words', 400, { error: 'invalid_client' }, /client id/],
    ['another kind of app', 400, { error: 'unsupported_grant_type', reason: 'x' }, /Server-to-Server/],
    ['unknown account', 400, { error: 'invalid_request', reason: 'Invalid ACCOUNT id' }, /account id/],
    [
      'something else',
      400,
      { error: 'invalid_request', reason: 'Bad Request' },
      /account id, client id and client secret/,
    ],
    ['an inactive app', 403, {}, /activate the app/],
    ['a refusal without a body', 401, {}, /account id, client id and client secret/],
    ['a reason that is no text', 400, { error: 'invalid_client', reason: { a: 1 } }, /client id/],
  ])('%s', (_, status, body, expected) => {
    expect(authorization.remedy(status, body)).toMatch(expected);
  });

  test('never repeats what the answer said', () => {
    const body = { error: 'invalid_client', reason: 'secret words' };
    for (const status of [400, 401, 403])
      expect(authorization.remedy(status, body)).not.toContain('secret words');
  });
});
