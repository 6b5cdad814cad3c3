import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readIdempotencyKey } from '../../../src/http/idempotency-key.js';
import { bodyOf, expectProblem, startApi, type Api, type Caller } from '../../support/start-api.js';

describe('the header Idempotency-Key', () => {
  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"with a space"', 'with a space'],
    ['a', 'a'],
    ['x'.repeat(255), 'x'.repeat(255)],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('%j is the key %j', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  test.each([
    ...['', ' ', '""', '"', '"open', 'open"', 'two words', '"a", "b"', 'a"b', '"a"b"', 'ä', 'a\tb'],
    ...['x'.repeat(256), `"${'x'.repeat(256)}"`],
  ])('%j is no key', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('POST /v1/access-requests with a key', () => {
  let api: Api;
  beforeAll(async () => (api = await startApi()));
  afterAll(() => api.close());
  const post = (key: string, order: object = { email: 'nobody@example.com' }, caller: Caller = 'platform') =>
    api.call('post', '/v1/access-requests', caller).set('Idempotency-Key', key).send(order);

  test('twice is one request, and the second answer says so', async () => {
    const first = await post('twice');
    const second = await post('"twice"');
    expect([first.status, bodyOf(second).id]).toEqual([202, bodyOf(first).id]);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      ...[undefined, 'true'],
    ]);
    expect(second.headers.location).toBe(`/v1/access-requests/${String(bodyOf(first).id)}`);
    const third = await post('twice').set('Prefer', 'wait=30');
    expect([third.status, bodyOf(third).status]).toEqual([200, 'no_match']);
  });

  test('and the same facts in another spelling is the same order; other facts are refused', async () => {
    const order = { email: 'nobody@example.com', media: true, due_at: '2027-01-01T00:00:00Z' };
    const first = await post('spelling', order);
    const turned = { due_at: '2027-01-01T01:00:00+01:00', email: 'nobody@example.com' };
    expect(bodyOf(await post('spelling', turned)).id).toBe(bodyOf(first).id);
    expectProblem(await post('spelling', { ...order, media: false }), 422, 'idempotency_key_reused');
    expectProblem(await post('spelling', { email: 'other@example.com' }), 422, 'idempotency_key_reused');
  });

  test('of another caller is another request, and neither sees the other one', async () => {
    const [own, foreign] = [await post('shared'), await post('shared', undefined, 'stranger')];
    expect([own.status, foreign.status, bodyOf(own).id === bodyOf(foreign).id]).toEqual([202, 202, false]);
    const different = await post('shared', { email: 'other@example.com' }, 'operator');
    expect(different.status).toBe(202);
  });

  test('64 times at once is one request', async () => {
    const before = await api.stored();
    const answers = await Promise.all(Array.from({ length: 64 }, () => post('racing')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => bodyOf(answer).id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await api.stored()).toBe(before + 1);
  });

  test('that is none is refused before anything is stored', async () => {
    const before = await api.stored();
    for (const key of ['two words', '""', 'x'.repeat(300)])
      expectProblem(await post(key), 400, 'invalid_request');
    expect(await api.stored()).toBe(before);
  });

  test('whose order was not valid is free for the mended one', async () => {
    expectProblem(await post('mended', { email: 'no address' }), 400, 'invalid_request');
    expect((await post('mended')).status).toBe(202);
  });
});
