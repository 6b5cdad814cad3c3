import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  bodyOf,
  bootstrapKey,
  expectProblem,
  nobody,
  startApi,
  type Api,
  type Caller,
} from '../../support/start-api.js';
import supertest from 'supertest';

let api: Api;
/** One finished request each, by the key that made it, and one that is cancelled. */
const made: Record<string, string> = {};
const gone: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  for (const caller of ['platform', 'stranger', 'operator', 'admin'] as const) {
    made[caller] = String(bodyOf(await api.order({ email: nobody }, caller)).id);
    gone[caller] = String(bodyOf(await api.order({ email: nobody }, caller)).id);
    await api.call('delete', `/v1/access-requests/${gone[caller]}`);
  }
});
afterAll(() => api.close());

const idOf = (owner: string) => (owner === 'nobody' ? randomUUID() : (made[owner] ?? ''));
type Row = [
  caller: Caller,
  create: number,
  list: number,
  readOwn: number | undefined,
  readForeign: number,
  report: number,
  reportForeign: number,
  cancelOwn: number | undefined,
  cancelForeign: number,
];

/** What each role may do: statuses for its own and for others' requests. A deleted request answers 409 to DELETE. */
const table: Row[] = [
  ['platform', 202, 200, 200, 404, 200, 404, 409, 404],
  ['operator', 202, 200, 200, 200, 403, 403, 409, 409],
  ['auditor', 403, 200, undefined, 200, 200, 200, undefined, 403],
  ['admin', 202, 200, 200, 200, 200, 200, 409, 409],
];

describe.each(table)(
  'a key with the role %s',
  (caller, create, list, readOwn, readForeign, report, reportForeign, cancelOwn, cancelForeign) => {
    test('makes access requests', async () => {
      const before = await api.stored();
      const response = await api.order({ email: nobody }, caller, 'wait=0');
      expect([200, 202].includes(response.status) ? 202 : response.status).toBe(create);
      expect((await api.stored()) - before).toBe(create === 202 ? 1 : 0);
      if (create === 403) expectProblem(response, 403, 'forbidden');
    });

    test('lists', async () => {
      const response = await api.call('get', '/v1/access-requests?limit=200', caller);
      expect(response.status).toBe(list);
      const ids = (bodyOf(response).items as { id: string }[]).map(({ id }) => id);
      const foreign = ids.includes(made.stranger ?? '');
      expect(foreign).toBe(caller !== 'platform');
    });

    test('reads its own and those of others', async () => {
      if (readOwn)
        expect((await api.call('get', `/v1/access-requests/${idOf(caller)}`, caller)).status).toBe(readOwn);
      const response = await api.call('get', `/v1/access-requests/${idOf('stranger')}`, caller);
      expect(response.status).toBe(readForeign);
    });

    test('fetches reports', async () => {
      const own = made[caller] ?? made.platform ?? '';
      expect((await api.call('get', `/v1/access-requests/${own}/report`, caller)).status).toBe(report);
      expect((await api.call('head', `/v1/access-requests/${own}/report`, caller)).status).toBe(report);
      expect((await api.call('get', `/v1/access-requests/${idOf('stranger')}/report`, caller)).status).toBe(
        reportForeign,
      );
    });

    test('deletes', async () => {
      if (cancelOwn)
        expect((await api.call('delete', `/v1/access-requests/${gone[caller]}`, caller)).status).toBe(
          cancelOwn,
        );
      expect((await api.call('delete', `/v1/access-requests/${gone.stranger}`, caller)).status).toBe(
        cancelForeign,
      );
    });
  },
);

describe('a foreign request', () => {
  test.each<['get' | 'delete', string]>([
    ['get', ''],
    ['get', '/report'],
    ['delete', ''],
  ])('is for a platform exactly like one that does not exist (%s %s)', async (method, suffix) => {
    const ask = async (owner: string) => {
      const response = await api.call(method, `/v1/access-requests/${idOf(owner)}${suffix}`, 'platform');
      const { request_id: _own, ...body } = expectProblem(response, 404, 'not_found');
      const {
        'x-request-id': _id,
        date: _date,
        ratelimit: _left,
        ...headers
      } = response.headers as Record<string, string>;
      return { body, headers };
    };
    expect(await ask('stranger')).toEqual(await ask('nobody'));
  });

  test('cannot be reached by a cursor or a filter', async () => {
    const all = await api.call('get', '/v1/access-requests?limit=1', 'admin');
    const cursor = String(bodyOf(all).next_cursor);
    const response = await api.call('get', `/v1/access-requests?limit=200&cursor=${cursor}`, 'platform');
    const ids = (bodyOf(response).items as { id: string }[]).map(({ id }) => id);
    expect(ids).not.toContain(made.stranger);
    expect(ids).not.toContain(made.admin);
  });

  test('of one platform is not seen by the other, and both by the rest', async () => {
    for (const [caller, own, foreign] of [
      ['platform', 'platform', 'stranger'],
      ['stranger', 'stranger', 'platform'],
    ] as const) {
      expect((await api.call('get', `/v1/access-requests/${idOf(own)}`, caller)).status).toBe(200);
      expect((await api.call('get', `/v1/access-requests/${idOf(foreign)}`, caller)).status).toBe(404);
    }
  });

  test('is refused by its role before its id is looked up', async () => {
    expectProblem(
      await api.call('delete', `/v1/access-requests/${randomUUID()}`, 'auditor'),
      403,
      'forbidden',
    );
    expectProblem(
      await api.call('get', `/v1/access-requests/${randomUUID()}/report`, 'operator'),
      403,
      'forbidden',
    );
  });
});

describe('the bootstrap key', () => {
  test('is an admin', async () => {
    const bearer = { Authorization: `Bearer ${bootstrapKey}` };
    const response = await supertest(api.app)
      .get(`/v1/access-requests/${idOf('stranger')}/report`)
      .set(bearer);
    expect(response.status).toBe(200);
    const created = await supertest(api.app).post('/v1/access-requests').set(bearer).send({ email: nobody });
    expect(created.status).toBe(202);
  });
});
