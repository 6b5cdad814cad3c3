import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { expectProblem, startApi, type Api } from '../../support/start-api.js';

let api: Api;
let calls: number;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());
beforeEach(() => {
  calls = api.installation.simulator.calls.length;
});
/** Whatever is refused is stored nowhere, and Zoom is not called. */
afterEach(async () => {
  expect(await api.stored()).toBe(0);
  expect(api.installation.simulator.calls).toHaveLength(calls);
});

const path = '/v1/access-requests';
const post = (body: string | Buffer, type = 'application/json') =>
  api
    .call('post', path)
    .set('Content-Type', type)
    .serialize((value) => value as string)
    .send(body);
const good = 'person@example.com';

describe('an order that is not right', () => {
  test.each<[string, unknown, string]>([
    ['no e-mail', {}, '/email'],
    ['null as e-mail', { email: null }, '/email'],
    ['a number as e-mail', { email: 5 }, '/email'],
    ['a list as e-mail', { email: [good] }, '/email'],
    ['an object as e-mail', { email: { address: good } }, '/email'],
    ['an empty e-mail', { email: '' }, '/email'],
    ['a malformed e-mail', { email: 'person' }, '/email'],
    ['an unknown source', { email: good, sources: ['user', 'mailbox'] }, '/sources/1'],
    ['no source', { email: good, sources: [] }, '/sources'],
    ['a source as text', { email: good, sources: 'user' }, '/sources'],
    ['null as source', { email: good, sources: [null] }, '/sources/0'],
    ['a source by a name of the prototype', { email: good, sources: ['constructor'] }, '/sources/0'],
    ['too many sources', { email: good, sources: Array(50).fill('user') }, '/sources'],
    ['from after to', { email: good, from: '2026-02-01', to: '2026-01-31' }, '/from'],
    ['the 30th of February', { email: good, from: '2026-02-30' }, '/from'],
    ['a leap day of no leap year', { email: good, to: '2025-02-29' }, '/to'],
    ['the 13th month', { email: good, from: '2026-13-01' }, '/from'],
    ['a date-time', { email: good, from: '2026-01-01T00:00:00Z' }, '/from'],
    ['a date of another form', { email: good, to: '31.01.2026' }, '/to'],
    ['a number as date', { email: good, to: 20260131 }, '/to'],
    ['an empty date', { email: good, from: '' }, '/from'],
    ['a date with a space', { email: good, from: ' 2026-01-01' }, '/from'],
    ['a five-digit year', { email: good, to: '12026-01-01' }, '/to'],
    ['media as text', { email: good, media: 'false' }, '/media'],
    ['media as number', { email: good, media: 0 }, '/media'],
    ['media null', { email: good, media: null }, '/media'],
    ['an empty reference', { email: good, reference: '' }, '/reference'],
    ['a long reference', { email: good, reference: 'x'.repeat(201) }, '/reference'],
    ['a NUL in the reference', { email: good, reference: 'a\u0000b' }, '/reference'],
    ['a line feed in the reference', { email: good, reference: 'a\nb' }, '/reference'],
    ['a line separator in the reference', { email: good, reference: 'a\u2028b' }, '/reference'],
    ['a lone surrogate in the reference', { email: good, reference: '\ud800' }, '/reference'],
    ['a number as reference', { email: good, reference: 7 }, '/reference'],
    [
      'a control character in the connection',
      { email: good, connection_id: 'default\u0007' },
      '/connection_id',
    ],
    ['an empty connection', { email: good, connection_id: '' }, '/connection_id'],
    ['an unknown field', { email: good, colour: 'red' }, '/colour'],
    ['a field in another case', { email: good, Email: good }, '/Email'],
    ['a status', { email: good, status: 'completed' }, '/status'],
    ['an origin', { email: good, origin: 'bootstrap' }, '/origin'],
    ['an id', { email: good, id: 'x' }, '/id'],
    ['a field with a slash', { email: good, 'a/b~c': 1 }, '/a~1b~0c'],
    ['constructor', { email: good, constructor: { name: 'x' } }, '/constructor'],
  ])('%s: 400 that names the field', async (_name, body, pointer) => {
    const problem = expectProblem(await post(JSON.stringify(body)), 400, 'invalid_request');
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    for (const { detail } of problem.errors ?? []) expect(detail.length).toBeGreaterThan(3);
  });

  test.each([
    `{"__proto__":{"email":"${good}"}}`,
    `{"email":"${good}","__proto__":{"isAdmin":true}}`,
    `{"email":"${good}","__proto__":null}`,
    `{"email":"${good}","prototype":1}`,
    `{"email":"${good}","toString":1}`,
    `{"email":"${good}","hasOwnProperty":1}`,
  ])('keys of the prototype are unknown fields: %s', async (body) => {
    expectProblem(await post(body), 400, 'invalid_request');
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });

  test.each(['[]', `[{"email":"${good}"}]`, 'null', 'true', '42', `"${good}"`, '""'])(
    'the body %s, no object: 400',
    async (body) => {
      expectProblem(await post(body), 400, 'invalid_request');
    },
  );

  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['white space', ' \n'],
    ['half an object', '{"email":"a@example.com"'],
    ['a comma too many', '{"email":"a@example.com",}'],
    ['single quotes', "{'email':'a@example.com'}"],
    ['two objects', '{"email":"a@example.com"}{}'],
    ['a bare NUL', '\u0000'],
    ['a raw control character in a text', '{"email":"a\u0001@example.com"}'],
    ['NaN', '{"email":NaN}'],
    ['a form', 'email=a@example.com'],
    [
      'bytes that are no UTF-8',
      Buffer.from([...Buffer.from('{"email":"a'), 0xff, 0xfe, ...Buffer.from('@example.com"}')]),
    ],
    [
      'an overlong encoding',
      Buffer.from([...Buffer.from('{"reference":"'), 0xc0, 0x80, ...Buffer.from(`","email":"${good}"}`)]),
    ],
    ['deep nesting', `{"email":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('%s in place of JSON: 400', async (_name, body) => {
    expectProblem(await post(body), 400, 'invalid_request');
  });

  test('many unknown fields are told in an answer of bounded length', async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`field-${index}-${'x'.repeat(10)}`, 1]),
    );
    const response = await post(JSON.stringify({ email: good, ...fields }));
    expectProblem(response, 400, 'invalid_request');
    expect(response.text.length).toBeLessThan(10_000);
    const long = await post(JSON.stringify({ email: good, ['x'.repeat(50_000)]: 1 }));
    expectProblem(long, 400, 'invalid_request');
    expect(long.text.length).toBeLessThan(2_000);
  });

  test('an unknown connection: 404 that names the field', async () => {
    const response = await post(JSON.stringify({ email: good, connection_id: 'other' }));
    expect(expectProblem(response, 404, 'not_found').errors?.[0]?.pointer).toBe('/connection_id');
  });

  test('nothing of a refused value comes back', async () => {
    const secret = 'person-with-secret';
    for (const body of [
      { email: secret },
      { email: good, from: secret },
      { email: good, sources: [secret] },
      { email: good, reference: `${secret}\n` },
    ])
      expect((await post(JSON.stringify(body))).text).not.toContain(secret);
  });
});

describe('a body that is not as it should be', () => {
  test('one byte over 64 KiB: 413', async () => {
    const body = JSON.stringify({ email: good, colour: 'red' });
    expectProblem(await post(body.padEnd(65_537)), 413, 'body_too_large');
    expectProblem(await post(body.padEnd(65_536)), 400, 'invalid_request');
  });

  test('many times over 64 KiB: 413, whatever it holds', async () => {
    expectProblem(await post('x'.repeat(3_000_000)), 413, 'body_too_large');
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    'application/jsonp',
    'application/octet-stream',
    'application/xml',
    'nonsense',
    '*/*',
  ])('the content type %s: 415', async (type) => {
    expectProblem(await post(JSON.stringify({ email: good }), type), 415, 'unsupported_media_type');
  });

  test('no content type: 415', async () => {
    const response = await post(JSON.stringify({ email: good }), '');
    expectProblem(response, 415, 'unsupported_media_type');
  });

  test('no body at all: 415 or 400, never more', async () => {
    const response = await api.call('post', path);
    expect([400, 415]).toContain(response.status);
  });

  test.each(['latin1', 'iso-8859-1', 'utf-16', 'utf-7', 'windows-1252', 'ascii', 'x'])(
    'the charset %s: 415',
    async (charset) => {
      const body = Buffer.from(JSON.stringify({ email: good }), 'latin1');
      expectProblem(await post(body, `application/json; charset=${charset}`), 415, 'unsupported_media_type');
    },
  );

  test.each([
    ['gzip', gzipSync(JSON.stringify({ email: good }))],
    ['gzip', Buffer.from(JSON.stringify({ email: good }))],
    ['br', Buffer.from('x')],
    ['deflate', Buffer.from('x')],
    ['zstd', Buffer.from('x')],
    ['nonsense', Buffer.from('x')],
  ])('the content encoding %s: 415', async (encoding, body) => {
    const response = await api
      .call('post', path)
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', encoding)
      .serialize((value) => value as string)
      .send(body);
    expectProblem(response, 415, 'unsupported_media_type');
  });
});
