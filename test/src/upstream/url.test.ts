import { describe, expect, test } from '@jest/globals';
import { conventions } from '../../../connectors/zoom/conventions.js';
import { Refusal } from '../../../src/upstream/refusal.js';
import { buildUrl } from '../../../src/upstream/url.js';

const base = 'https://api.zoom.us/v2';
const urlOf = (value: string, name = 'subject') =>
  buildUrl(conventions, base, { endpoint: `/users/{${name}}/meetings`, values: { [name]: value } }).href;

describe('a value in a path', () => {
  test.each([
    ['an id', 'KDcuGIm1QgePTO8WbOqwIQ', 'KDcuGIm1QgePTO8WbOqwIQ'],
    ['an e-mail', 'a@example.com', 'a%40example.com'],
    ['a plus sign', 'a+b@example.com', 'a%2Bb%40example.com'],
    ['capitals', 'A.B@Example.com', 'A.B%40Example.com'],
    ['an e-mail with a slash', 'a/b@example.com', 'a%2Fb%40example.com'],
    ['an e-mail with two slashes, which is no UUID', 'a//b@example.com', 'a%2F%2Fb%40example.com'],
    ['an e-mail that starts with a slash', '/a@example.com', '%2Fa%40example.com'],
    ['a quoted local part', '"a b"@example.com', '%22a%20b%22%40example.com'],
    ['an apostrophe', "o'neill@example.com", "o'neill%40example.com"],
    ['unicode', 'jürgen@exämple.de', 'j%C3%BCrgen%40ex%C3%A4mple.de'],
    ['unicode beyond the basic plane', '😀@example.com', '%F0%9F%98%80%40example.com'],
    ['a percent sign', '50%@example.com', '50%25%40example.com'],
    ['something that looks encoded', '%2e%2e', '%252e%252e'],
    ['an encoded slash', '%2F', '%252F'],
    ['a question mark and a hash', 'a?b#c', 'a%3Fb%23c'],
    ['a backslash', '..\\..', '..%5C..'],
    ['a semicolon and an equals sign', 'a;b=c', 'a%3Bb%3Dc'],
    ['a line break and a tab', 'a\r\n\tb', 'a%0D%0A%09b'],
    ['a NUL', 'a\0b', 'a%00b'],
    ['three dots', '...', '...'],
    ['dots and a slash', '../x', '..%2Fx'],
    ['a space', ' ', '%20'],
    ['braces of another placeholder', '{subject}', '%7Bsubject%7D'],
    ['replacement patterns', "$&$1$'", "%24%26%241%24'"],
    ['a UUID with = and +', 'aB+c/d==', 'aB%2Bc%2Fd%3D%3D'],
    ['a user id that starts with a slash', '/aBc==', '%2FaBc%3D%3D'],
  ])('%s', (_, value, path) => {
    expect(urlOf(value)).toBe(`${base}/users/${path}/meetings`);
  });

  test.each([
    ['a UUID that starts with a slash', '/aBc==', '%252FaBc%253D%253D'],
    ['a UUID with two slashes', 'aB//c==', 'aB%252F%252Fc%253D%253D'],
  ])('twice encoded: %s', (_, value, path) => {
    expect(urlOf(value, 'uuid')).toBe(`${base}/users/${path}/meetings`);
  });

  test.each([
    ['empty', ''],
    ['a dot', '.'],
    ['two dots', '..'],
  ])('that would change the path is refused: %s', (_, value) => {
    expect(() => urlOf(value)).toThrow(Refusal);
  });

  test('that is missing is refused', () => {
    expect(() => buildUrl(conventions, base, { endpoint: '/users/{subject}' })).toThrow(Refusal);
    expect(() => buildUrl(conventions, base, { endpoint: '/users/{subject}', values: {} })).toThrow(Refusal);
  });

  test('with half a character is refused like one that cannot be sent', () => {
    expect(() => urlOf('a\ud800b')).toThrow(Refusal);
  });

  test('never changes the host or climbs out of its place', () => {
    const parts = ['..', '.', '/', '\\', '%', '2f', '2e', '@', ':', '?', '#', 'x', '\t', '&', '+', ';', '//'];
    for (const first of parts)
      for (const second of parts)
        for (const third of parts) {
          const value = first + second + third;
          const url = new URL(urlOf(value, 'uuid'));
          expect(url.origin).toBe('https://api.zoom.us');
          expect(url.pathname.split('/')).toHaveLength(5);
          expect(url.search + url.hash).toBe('');
          const isTwice = value.startsWith('/') || value.includes('//');
          const once = decodeURIComponent(url.pathname.split('/')[3] ?? '');
          expect(isTwice ? decodeURIComponent(once) : once).toBe(value);
        }
  });
});

describe('the address of a call', () => {
  test('fills every placeholder, also the same one twice', () => {
    const endpoint = '/a/{one}/b/{two}/c/{one}';
    const url = buildUrl(conventions, base, { endpoint, values: { one: '1', two: '{one}' } });
    expect(url.href).toBe(`${base}/a/1/b/%7Bone%7D/c/1`);
  });

  test('has no question mark without a query', () => {
    expect(buildUrl(conventions, base, { endpoint: '/users', query: {} }).href).toBe(`${base}/users`);
  });

  test.each([
    ['a token with + / =', 'next_page_token', 'aB+/c==', 'next_page_token=aB%2B%2Fc%3D%3D'],
    ['an ampersand', 'q', 'a&b=c', 'q=a%26b%3Dc'],
    ['unicode', 'q', 'ü', 'q=%C3%BC'],
    ['nothing', 'q', '', 'q='],
  ])('writes a query with %s so that it arrives as it was', (_, name, value, search) => {
    const url = buildUrl(conventions, base, { endpoint: '/users', query: { [name]: value } });
    expect(url.search).toBe(`?${search}`);
    expect(url.searchParams.get(name)).toBe(value);
  });

  test('keeps the path of the base address', () => {
    const url = buildUrl(conventions, 'http://127.0.0.1:9/a/v2', { endpoint: '/users' });
    expect(url.href).toBe('http://127.0.0.1:9/a/v2/users');
  });
});
