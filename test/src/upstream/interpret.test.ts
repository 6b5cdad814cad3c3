import { describe, expect, test } from '@jest/globals';
import { conventions } from '../../../connectors/zoom/conventions.js';
import type { FailureRule, Judgement, VendorFailure } from '../../../src/contract/index.js';
import { interpret, type Asked, type Meaning } from '../../../src/upstream/interpret.js';
import { Transient } from '../../../src/upstream/refusal.js';

const stop = (remedy: string): Judgement => ({
  ...{ do: 'stop', outcome: 'not_permitted', reason: 'not_permitted', remedy },
});

const rules: readonly FailureRule[] = [
  {
    message: /no scope/,
    then: { do: 'stop', outcome: 'scope_missing', reason: 'scope_missing', remedy: '' },
  },
  { status: [400], code: [1], then: stop('status and code') },
  { code: [1], family: 'phone', then: stop('code and family') },
  { code: [1], endpoint: /^\/a\//, then: stop('code and endpoint') },
  { header: { name: 'x-kind', value: /daily/i }, then: { do: 'pause' } },
  { message: /broken field/, then: stop('field') },
  { code: [1], then: stop('code') },
];

/** The vendor under test uses numbers below 9000; a daily limit it can also say by a header alone. */
const isOwnFailure = ({ code, headers }: VendorFailure) =>
  (code !== undefined && code < 9_000) || headers['x-kind'] !== undefined;

const connector = {
  conventions,
  isOwnFailure,
  failures: rules,
  scopeRemedy: ({ granular }: { granular: readonly string[] }) => `grant ${granular.join()}`,
};

const asked: Asked = {
  endpoint: '/b/{id}',
  scopes: { granular: ['a:read'], classic: [] },
  rateLimit: { family: 'main', label: 'light' },
};

const list: Asked = { ...asked, expect: (body) => Array.isArray(body.items) };

function meaningOf(
  status: number,
  body: unknown,
  changes: Partial<Asked> = {},
  headers: Record<string, string> = {},
): Meaning {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return interpret(connector, { ...asked, ...changes }, { host: 'api.example.com', status, headers }, text);
}

const remedyOf = (meaning: Meaning) =>
  'judgement' in meaning && meaning.judgement.do === 'stop' ? meaning.judgement.remedy : meaning;

describe('a success', () => {
  test.each<[string, number, unknown, Partial<Asked>]>([
    ['with a body', 200, { a: 1 }, {}],
    ['with an empty object', 200, {}, {}],
    ['of another number', 201, { a: 1 }, {}],
    ['of the expected shape', 200, { items: [] }, list],
    ['of the expected shape with a code of its own', 200, { items: [], code: 1, message: 'x' }, list],
    ['with a nested code', 200, { country: { code: '86' } }, {}],
  ])('is a body: %s', (_, status, body, changes) => {
    expect(meaningOf(status, body, changes)).toEqual({ body });
  });

  test('keeps the digits of big integers', () => {
    expect(meaningOf(200, '{"id":12345678901234567890}')).toEqual({ body: { id: 12345678901234567890n } });
  });

  test.each<[string, unknown, Partial<Asked>]>([
    ['JSON that breaks off', '{"items":[{"id":1},{"id"', list],
    ['JSON that breaks off after a dial-in country', '{"numbers":[{"code":"86","country":"CN"},{"co', {}],
    ['JSON that breaks off after a code of a record', '{"items":[{"code":300,"message":"to be kept"', list],
    ['a list', [], {}],
    ['another shape than expected', { entries: [] }, list],
    ['a list that is null', { items: null }, list],
    ['a message without a code', { message: 'please wait' }, list],
  ])('that cannot be right is asked again: %s', (_, body, changes) => {
    expect(() => meaningOf(200, body, changes)).toThrow(Transient);
    expect(() => meaningOf(200, body, changes)).toThrow(expect.objectContaining({ reason: 'broken_answer' }));
  });

  test.each<[string, unknown, Partial<Asked>]>([
    ['an empty body', '', {}],
    ['HTML', '<!DOCTYPE html><html></html>', {}],
    ['HTML with a script that names a code', '<html><script>var x = {"code": 401}</script></html>', {}],
    ['XML', '<?xml version="1.0"?><ok/>', {}],
    ['a number the vendor does not use', { code: 9_999, message: 'please sign in' }, list],
    ['null', 'null', {}],
    ['a string', '"ok"', {}],
    ['a number', '1', {}],
    ['truth', 'true', {}],
    ['binary rubbish', '\u0000\u0001\ufffd', {}],
  ])(
    'that is not the vendor’s is asked again, with a word about who may be in between: %s',
    (_, body, changes) => {
      const strange = {
        reason: 'vendor_unreachable',
        remedy: expect.stringMatching(/api\.example\.com.* 200 .*proxy/),
      };
      expect(() => meaningOf(200, body, changes)).toThrow(expect.objectContaining(strange));
    },
  );

  test('that hides an error is that error', () => {
    expect(remedyOf(meaningOf(200, { code: 1, message: 'no' }))).toBe('code');
    expect(remedyOf(meaningOf(200, { code: 1, message: 'no' }, list))).toBe('code');
    expect(meaningOf(200, { code: '1', message: 'no' }, list)).toMatchObject({ code: 1 });
  });
});

describe('a failure table', () => {
  test.each<[string, number, unknown, Partial<Asked>, string]>([
    ['all conditions of a line must hold', 404, { code: 1 }, {}, 'code'],
    ['the first line that holds decides', 400, { code: 1 }, {}, 'status and code'],
    ['a family', 404, { code: 1 }, { rateLimit: { family: 'phone', label: 'x' } }, 'code and family'],
    ['an endpoint', 404, { code: 1 }, { endpoint: '/a/{id}' }, 'code and endpoint'],
    ['no family', 404, { code: 1 }, { rateLimit: undefined }, 'code'],
    ['the name of a field', 400, { code: 9, message: 'x', errors: [{ field: 'broken field' }] }, {}, 'field'],
    ['a field’s message', 400, { code: 9, errors: [{ message: 'a broken field' }] }, {}, 'field'],
  ])('%s', (_, status, body, changes, expected) => {
    expect(remedyOf(meaningOf(status, body, changes))).toBe(expected);
  });

  test('the source’s rules go before the connector’s', () => {
    const own = [{ code: [1], then: stop('own') }];
    expect(remedyOf(meaningOf(404, { code: 1 }, { failures: own }))).toBe('own');
    expect(remedyOf(meaningOf(404, { code: 2, message: 'a broken field' }, { failures: own }))).toBe('field');
  });

  test('a header', () => {
    expect(meaningOf(429, {}, {}, { 'x-kind': 'Daily' })).toMatchObject({ judgement: { do: 'pause' } });
  });

  test('a missing scope tells which scopes to grant', () => {
    expect(remedyOf(meaningOf(400, { code: 1, message: 'no scope' }))).toBe('grant a:read');
  });

  test('the vendor’s code and headers are kept for the engine', () => {
    const meaning = meaningOf(400, { code: 1 }, {}, { 'retry-after': '5' });
    expect(meaning).toMatchObject({ code: 1, headers: { 'retry-after': '5' } });
  });
});

describe('without a line in the table', () => {
  test.each([500, 501, 502, 503, 504, 520, 529, 599, 408, 425])('status %d is tried again', (status) => {
    for (const body of [{ code: 1, message: 'no' }, { code: 8_999 }])
      expect(meaningOf(status, body)).toMatchObject({ judgement: { do: 'retry', reason: 'vendor_error' } });
  });

  test.each([400, 402, 405, 406, 409, 410, 412, 413, 414, 415, 418, 421, 422, 423, 426, 428, 431, 451])(
    'status %d is refused for good, with its number in the remedy',
    (status) => {
      const meaning = meaningOf(status, { code: 8_999, message: 'x' });
      expect(meaning).toMatchObject({
        code: 8_999,
        judgement: { do: 'stop', outcome: 'failed', reason: 'request_refused' },
      });
      expect(remedyOf(meaning)).toContain(String(status));
    },
  );

  test('status 404 means that the vendor does not know it', () => {
    expect(meaningOf(404, { code: 8_999 })).toMatchObject({
      judgement: { outcome: 'failed', reason: 'not_found' },
    });
  });

  test.each([400, 401, 403, 404, 418, 429, 451, 500, 503])(
    'whoever else answers with status %d is asked again, and named by host, status and kind of answer',
    (status) => {
      for (const body of [
        '',
        '<html>jane@example.com</html>',
        { code: 9_999 },
        { message: 'jane@example.com' },
      ]) {
        const meaning = meaningOf(status, body);
        expect(meaning).toMatchObject({
          judgement: { do: 'retry', reason: 'vendor_unreachable' },
          stranger: { host: 'api.example.com', status },
        });
        expect(JSON.stringify(meaning)).not.toContain('jane');
      }
    },
  );

  test('a remedy never holds what the vendor wrote', () => {
    const meaning = meaningOf(418, { code: 8_999, message: 'jane@example.com' });
    expect(JSON.stringify(meaning)).not.toContain('jane');
  });
});
