import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMask, maskedText } from '../../../src/report/mask.js';

const mask = createMask([
  'password',
  'host_key',
  'start_url',
  'join_url?pwd',
  'join_url?tk',
  'download_url?*',
]);

describe('the mask', () => {
  test.each<[string, unknown, unknown, number]>([
    ['a field', { password: 'x', topic: 't' }, { password: maskedText, topic: 't' }, 1],
    ['a number', { host_key: 123456 }, { host_key: maskedText }, 1],
    ['zero', { host_key: 0 }, { host_key: maskedText }, 1],
    ['a flag tells of a secret, but is none', { password: true }, { password: true }, 0],
    ['a big integer', { host_key: 12345678901234567890n }, { host_key: maskedText }, 1],
    ['nested', { a: { b: { password: 'x' } } }, { a: { b: { password: maskedText } } }, 1],
    [
      'in a list',
      { l: [{ password: 'x' }, { password: 'y' }] },
      { l: [{ password: maskedText }, { password: maskedText }] },
      2,
    ],
    ['a list at the top', [{ password: 'x' }], [{ password: maskedText }], 1],
    ['a field that holds an object', { password: { clear: 'x' } }, { password: maskedText }, 1],
    ['a field that holds a list', { password: ['x', 'y'] }, { password: maskedText }, 1],
    ['null is no secret', { password: null }, { password: null }, 0],
    ['an empty text is no secret', { password: '' }, { password: '' }, 0],
    ['another field of a like name', { passwords: 'x', Password: 'y' }, { passwords: 'x', Password: 'y' }, 0],
    ['a text', 'password', 'password', 0],
    ['null', null, null, 0],
  ])('%s', (_name, record, expected, masked) => {
    expect(mask(record)).toEqual({ record: expected, masked });
  });

  test.each<[string, string, string, number]>([
    ['one parameter', 'https://x.example/j/1?pwd=abc', 'https://x.example/j/1?pwd=[masked]', 1],
    [
      'beside others',
      'https://x.example/j/1?a=1&pwd=abc&b=2',
      'https://x.example/j/1?a=1&pwd=[masked]&b=2',
      1,
    ],
    [
      'two of them count as one address',
      'https://x.example/w?tk=1&pwd=2',
      'https://x.example/w?tk=[masked]&pwd=[masked]',
      1,
    ],
    ['twice the same', 'https://x.example/w?pwd=1&pwd=2', 'https://x.example/w?pwd=[masked]&pwd=[masked]', 1],
    ['a value with =', 'https://x.example/w?pwd=a=b==&c=1', 'https://x.example/w?pwd=[masked]&c=1', 1],
    ['before a fragment', 'https://x.example/w?pwd=abc#success', 'https://x.example/w?pwd=[masked]', 1],
    ['in the fragment', 'https://x.example/w#success?pwd=abc', 'https://x.example/w#success?pwd=[masked]', 1],
    ['not there', 'https://x.example/j/1?uname=pwd', 'https://x.example/j/1?uname=pwd', 0],
    ['no parameters', 'https://x.example/j/1', 'https://x.example/j/1', 0],
    ['a longer name', 'https://x.example/j/1?pwdx=1', 'https://x.example/j/1?pwdx=1', 0],
    ['empty', '', '', 0],
  ])('URL parameters: %s', (_name, address, expected, masked) => {
    expect(mask({ join_url: address })).toEqual({ record: { join_url: expected }, masked });
  });

  test.each([
    ['percent-encoded', 'https://x.example/j/1?%70wd=SECRET'],
    ['in capitals', 'https://x.example/j/1?PWD=SECRET'],
    ['after an escaped ampersand', 'https://x.example/j/1?a=1&amp;pwd=SECRET'],
  ])('a parameter whose name is %s is a secret all the same', (_name, address) => {
    expect(JSON.stringify(mask({ join_url: address }))).not.toContain('SECRET');
  });

  test.each<[string, unknown]>([
    ['in a list', ['https://x.example/j?pwd=SECRET', 'https://x.example/j?pwd=SECRET']],
    ['in an object', { web: 'https://x.example/j?pwd=SECRET' }],
  ])('addresses %s are masked like one', (_name, join_url) => {
    expect(JSON.stringify(mask({ join_url }))).not.toContain('SECRET');
  });

  test('an asterisk masks every parameter and leaves the address', () => {
    const { record } = mask({ download_url: 'https://x.example/rec/1?access_token=abc&b=c' });
    expect(record).toEqual({ download_url: 'https://x.example/rec/1?access_token=[masked]&b=[masked]' });
  });

  test('a field named __proto__ is walked like any other and pollutes nothing', () => {
    const record = JSON.parse(
      '{"__proto__":{"password":"x","y":1},"constructor":{"password":"z"}}',
    ) as unknown;
    const masked = mask(record);
    expect(JSON.stringify(masked.record)).toBe(
      `{"__proto__":{"password":"${maskedText}","y":1},"constructor":{"password":"${maskedText}"}}`,
    );
    expect(masked.masked).toBe(2);
    expect(Object.prototype).not.toHaveProperty('password');
  });

  test('names of the prototype can be declared and are not found by accident', () => {
    expect(createMask(['constructor'])({ constructor: 'x' }).masked).toBe(1);
    expect(createMask(['password'])({ toString: 'x', valueOf: 'y' }).masked).toBe(0);
  });

  test.each([50, 99, 101, 150, 1_000])('a secret %i levels deep is masked', (depth) => {
    let record: unknown = { password: 'SECRET' };
    for (let level = 0; level < depth; level += 1) record = level % 2 ? [record] : { a: record };
    const { record: masked } = mask(record);
    expect(JSON.stringify(masked).includes('SECRET')).toBe(false);
  });

  test('the record given stays as it is', () => {
    const record = { password: 'x', list: [{ password: 'y' }] };
    mask(record);
    expect(record).toEqual({ password: 'x', list: [{ password: 'y' }] });
  });

  test('everything that is no secret stays, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const record = JSON.parse(text) as unknown;
        expect(JSON.stringify(createMask(['no such field'])(record).record)).toBe(JSON.stringify(record));
      }),
    );
  });
});
