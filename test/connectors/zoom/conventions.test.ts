import { describe, expect, test } from '@jest/globals';
import { conventions } from '../../../connectors/zoom/conventions.js';

describe('a value in a path', () => {
  test.each([
    ['an id', 'abc_DEF-123', 'abc_DEF-123'],
    ['a UUID with padding', 'aB1+cD/eF==', 'aB1%2BcD%2FeF%3D%3D'],
    ['a UUID that starts with a slash', '/ajXp112QmuoKj4854875==', '%252FajXp112QmuoKj4854875%253D%253D'],
    ['a UUID with two slashes in a row', 'aB//cD==', 'aB%252F%252FcD%253D%253D'],
    ['a UUID with two slashes at its end', 'aB//', 'aB%252F%252F'],
    ['a UUID with two single slashes', 'a/b/c==', 'a%2Fb%2Fc%3D%3D'],
    ['a UUID that ends with a slash', 'aB=/', 'aB%3D%2F'],
    ['a UUID that is a slash', '/', '%252F'],
    ['a UUID with a plus sign before a slash', '+/aB', '%2B%2FaB'],
    ['an e-mail', 'a+b@example.com', 'a%2Bb%40example.com'],
    ['an e-mail that starts with a slash', '/a@example.com', '%2Fa%40example.com'],
    ['an e-mail with two slashes', '"a//b"@example.com', '%22a%2F%2Fb%22%40example.com'],
    ['a meeting id', '85746065432', '85746065432'],
  ])('%s', (_, value, expected) => {
    const placeholder = value.includes('@') ? 'email' : 'uuid';
    expect(conventions.encodePathValue(value, placeholder)).toBe(expected);
  });

  test('is encoded twice only where a UUID stands: a user id may hold slashes too', () => {
    expect(conventions.encodePathValue('/ab//cd+ef==', 'subject')).toBe('%2Fab%2F%2Fcd%2Bef%3D%3D');
  });

  test('comes back whole: decoded twice where it was encoded twice', () => {
    for (const value of ['/a==', 'a//b', 'a/b', 'ü//', '%2F//', '//'])
      expect([1, 2].map((times) => decode(conventions.encodePathValue(value, 'uuid'), times))).toContain(
        value,
      );
  });
});

const decode = (text: string, times: number): string =>
  times === 0 ? text : decode(decodeURIComponent(text), times - 1);

describe('an error body', () => {
  const read = (text: string) => conventions.readError(text, parsed(text));

  test.each<[string, string, unknown]>([
    ['code and message', '{"code":300,"message":"x"}', { code: 300, message: 'x', fields: [] }],
    ['a code in digits', '{"code":"4711","message":"x"}', { code: 4711, message: 'x', fields: [] }],
    ['a message alone', '{"message":"x"}', { code: undefined, message: 'x', fields: [] }],
    ['a code alone', '{"code":124}', { code: 124, message: '', fields: [] }],
    [
      'a code that is no number',
      '{"code":"oops","message":"x"}',
      { code: undefined, message: 'x', fields: [] },
    ],
    ['a message that is no text', '{"code":1,"message":{"a":1}}', { code: 1, message: '', fields: [] }],
    ['a reason for a message', '{"code":1,"reason":"x"}', { code: 1, message: 'x', fields: [] }],
    [
      'wrong fields',
      '{"code":300,"message":"x","errors":[{"field":"from","message":"bad"},{"field":"to"},{"message":"y"}]}',
      { code: 300, message: 'x', fields: ['from', 'bad', 'to', 'y'] },
    ],
    [
      'wrong fields that are odd',
      '{"code":300,"message":"x","errors":[null,7,"z",{"field":1},{}]}',
      { code: 300, message: 'x', fields: [] },
    ],
    [
      'errors that are no list',
      '{"code":300,"message":"x","errors":"y"}',
      { code: 300, message: 'x', fields: [] },
    ],
  ])('with %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['an empty body', ''],
    ['HTML', '<html>502</html>'],
    ['a record', '{"id":"abc","email":"a@b.c"}'],
    ['an empty object', '{}'],
    ['a list', '[{"id":1}]'],
    ['null', 'null'],
    ['a list of records with codes', '[{"id":1}]'],
    ['a record with a nested code', '{"country":{"code":"86"}}'],
    ['the token endpoint’s shape', '{"reason":"x","error":"invalid_grant"}'],
  ])('is none: %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test.each<[string, string]>([
    ['unescaped quotes', '{"code":104,"message":"does not contain scopes:["a:read"]"}'],
    ['spaces', '{ "code" : 104 , "message" : "does not contain scopes:["a:read"]"}'],
    ['a code in digits', '{"code":"104","message":"does not contain scopes:["a:read"]"}'],
  ])('that is not valid JSON is read as text: %s', (_, text) => {
    expect(read(text)).toEqual({ code: 104, message: text, fields: [], scopes: ['a:read'] });
  });

  test('of enormous length is not kept whole', () => {
    const text = `{"code":104,"message":"${'"x'.repeat(100_000)}`;
    expect(read(text)?.message.length).toBeLessThanOrEqual(500);
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

describe('names', () => {
  test('of paging and windows are those of the official documents', () => {
    expect(conventions.pages).toEqual({
      size: 'page_size',
      token: 'next_page_token',
      nextToken: 'next_page_token',
      number: 'page_number',
      pageCount: 'page_count',
      total: 'total_records',
    });
    expect(conventions.window).toEqual({ from: 'from', to: 'to' });
  });
});
