import { describe, expect, test } from '@jest/globals';
import { parseJson, writeJson } from '../../src/json.js';

const big = '12345678901234567890';

describe('integers keep their digits', () => {
  test.each([
    ['beyond 2^53', `{"id":${big}}`],
    ['negative', `{"id":-${big}}`],
    ['one above the largest safe one', '{"id":9007199254740993}'],
    ['one below the smallest safe one', '{"id":-9007199254740993}'],
    ['the largest safe one', '{"id":9007199254740991}'],
    ['2^63', '{"id":9223372036854775808}'],
    ['a thousand digits', `{"id":${'9'.repeat(1_000)}}`],
    ['first in a list', `[${big},1]`],
    ['last in a list', `[1,${big}]`],
    ['alone in a list', `[${big}]`],
    ['deep in lists and objects', `{"a":[{"b":[[{"c":${big}}]]}]}`],
    ['beside text, null and truth', `{"a":"x","b":null,"c":true,"d":${big},"e":0.5}`],
    ['beside another', `{"a":${big},"b":-${big}}`],
    ['ends of a page of records', `{"meetings":[{"id":${big}},{"id":1}],"next_page_token":""}`],
  ])('%s', (_, text) => {
    expect(writeJson(parseJson(text))).toBe(text);
  });

  test.each([
    ['spaces', `{ "id" : ${big} , "n" : [ ${big} ] }`],
    ['line breaks', `{\n\t"id"\r\n:\r\n${big}\n}`],
  ])('also with %s around them', (_, text) => {
    expect(parseJson(text)).toMatchObject({ id: BigInt(big) });
  });

  test('as bigint only where a number would not do', () => {
    expect(parseJson(`{"a":${big},"b":9007199254740991,"c":1234567890123456,"d":7}`)).toEqual({
      a: BigInt(big),
      b: 9007199254740991,
      c: 1234567890123456,
      d: 7,
    });
  });

  test('also when the whole text is one', () => {
    expect(parseJson(big)).toBe(BigInt(big));
  });
});

describe('what is no big integer stays as JSON.parse reads it', () => {
  test.each([
    ['a string of digits', `{"id":"${big}","n":${big}}`, 'id', big],
    ['a string that looks like JSON', `{"id":"[:,${big}]","n":${big}}`, 'id', `[:,${big}]`],
    ['a string with an escaped quote and digits', `{"id":"\\":${big}","n":1}`, 'id', `":${big}`],
    ['a long fraction', `{"id":0.1234567890123456789,"n":${big}}`, 'id', 0.1234567890123456789],
    ['an exponent', `{"id":1e3,"n":${big}}`, 'id', 1_000],
    ['a key of digits', `{"${big}":1,"n":${big}}`, big, 1],
    ['unicode', `{"id":"\\ud83d\\ude00 ü \\u2028","n":${big}}`, 'id', '😀 ü \u2028'],
    ['an empty object', `{"id":{},"n":${big}}`, 'id', {}],
    ['null', `{"id":null,"n":${big}}`, 'id', null],
  ])('%s', (_, text, key, expected) => {
    expect((parseJson(text) as Record<string, unknown>)[key]).toEqual(expected);
  });

  test('a number beyond all doubles is not turned into null', () => {
    expect(writeJson(parseJson('{"n":1e400}'))).not.toBe('{"n":null}');
  });
});

describe('hostile keys', () => {
  const withBig = (text: string) => text.replace('1}', `${big}}`);

  test.each([
    ['__proto__', '{"__proto__":{"isAdmin":true},"n":1}'],
    ['__proto__ of a nested object', '{"a":{"__proto__":{"isAdmin":true}},"n":1}'],
    ['constructor and prototype', '{"constructor":{"prototype":{"isAdmin":true}},"n":1}'],
    ['toString and hasOwnProperty', '{"toString":1,"hasOwnProperty":1}'],
    ['an empty key', '{"":1}'],
    ['quotes and backslashes', '{"a\\"b\\\\c":1}'],
    ['__defineGetter__', '{"__defineGetter__":"x","n":1}'],
  ])('%s: kept as data, and nothing else changes', (_, text) => {
    for (const each of [text, withBig(text)]) {
      const value = parseJson(each) as Record<string, unknown>;
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.prototype).not.toHaveProperty('isAdmin');
      expect(value.isAdmin).toBeUndefined();
      expect(writeJson(value)).toBe(each);
      expect(writeJson({ ...value })).toBe(each);
    }
  });

  test.each([
    ['small numbers', '{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['a big integer last', `{"a":1,"b":2,"a":${big}}`, `{"a":${big},"b":2}`],
    ['a big integer first', `{"a":${big},"b":2,"a":3}`, '{"a":3,"b":2}'],
    ['another kind of value', `{"a":${big},"a":{"b":1},"a":"x"}`, '{"a":"x"}'],
    ['null last', `{"n":${big},"a":1,"a":null}`, `{"n":${big},"a":null}`],
  ])('twice the same: the last counts (%s)', (_, text, expected) => {
    expect(writeJson(parseJson(text))).toBe(expected);
  });
});

describe('what is not JSON is refused', () => {
  const broken = ['', ' ', '{', '{"a":1', '[1,]', '{"a":1,}', '{a:1}', "{'a':1}", 'undefined', 'NaN', '+1'];
  const more = ['{"a":01}', '{"a":.5}', '{"a":"\u0001"}', '"\\x"', '{"a":1}x', '{"a":1}//', '<html></html>'];
  test.each([...broken, ...more])('%j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  const withDigits = [
    `{"n":${big}`,
    `{"n":${big},}`,
    `[${big},]`,
    `{"n":0${big}}`,
    `{"n":${big}.}`,
    `{"n":${big}e}`,
    `{"n":${big}}x`,
    `{"n":${big},"a":"\u0001"}`,
    `{"n":${big},"a":"\\x"}`,
    `{"n":${big} "a":1}`,
    `{"n":+${big}}`,
    `{"n":--${big}}`,
    `{n:${big}}`,
    `{"n":${big}n}`,
    `{"n":\u00a0${big}}`,
  ];
  test.each(withDigits)('also beside a big integer: %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe('deep nesting', () => {
  const depths = [100, 1_000, 5_000, 50_000, 500_000];
  const nests: [string, (depth: number) => string][] = [
    ['lists', (depth) => '['.repeat(depth) + ']'.repeat(depth)],
    ['objects', (depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)],
    ['lists around a big integer', (depth) => '['.repeat(depth) + big + ']'.repeat(depth)],
    ['lists that are never closed', (depth) => `[${big},`.repeat(depth)],
  ];

  test.each(nests)('%s: is read or refused with an ordinary error', (_, make) => {
    for (const depth of depths) {
      try {
        parseJson(make(depth));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
    expect(parseJson(make(3).length > 0 ? '{"still":"alive"}' : '')).toEqual({ still: 'alive' });
  });

  test.each(nests.slice(0, 3))('%s: what can be read can be written again', (_, make) => {
    for (const depth of depths) {
      let value: unknown;
      try {
        value = parseJson(make(depth));
      } catch {
        continue; // refused when it is read, which is all right
      }
      expect(() => writeJson(value)).not.toThrow();
    }
  });
});

describe('writing', () => {
  test.each<[string, unknown, string]>([
    ['a bigint', 10n ** 20n, '100000000000000000000'],
    ['a bigint in a list with a hole', [1n, undefined, null], '[1,null,null]'],
    ['a bigint beside something undefined', { a: 1n, b: undefined }, '{"a":1}'],
    ['a bigint beside a date', { a: 1n, b: new Date(0) }, '{"a":1,"b":"1970-01-01T00:00:00.000Z"}'],
    ['a bigint under a key with quotes', { 'a"b': 1n }, '{"a\\"b":1}'],
    ['a bigint beside half a character', { a: 1n, b: '\ud800' }, '{"a":1,"b":"\\ud800"}'],
    ['a bigint beside a number that is none', { a: 1n, b: Number.NaN }, '{"a":1,"b":null}'],
    ['a bigint in an empty nest', { a: 1n, b: [], c: {} }, '{"a":1,"b":[],"c":{}}'],
    ['a bigint beside a line separator', { a: 1n, b: '\u2028' }, '{"a":1,"b":"\u2028"}'],
    ['something undefined in a list', [undefined], '[null]'],
    ['a string', 'x"y', '"x\\"y"'],
    ['null', null, 'null'],
  ])('%s', (_, value, expected) => {
    expect(writeJson(value)).toBe(expected);
  });

  test('says the same with and without a big integer nearby', () => {
    const value = { a: [1, -0, 1e21, 0.1, 'x\n\t\u0000', true, null, { b: [], c: {} }], 'k"': 'ü' };
    const written = JSON.stringify(value).slice(0, -1);
    expect(writeJson({ ...value, n: 1n })).toBe(`${written},"n":1}`);
  });

  test('is one line', () => {
    expect(writeJson({ a: 'x\ny', b: 10n ** 20n })).not.toContain('\n');
  });
});
