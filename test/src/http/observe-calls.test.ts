import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { createLogger } from '../../../src/logger.js';
import { bodyOf, nobody, startApi, type Api } from '../../support/start-api.js';

type Line = Record<string, unknown>;

let api: Api;
let lines: Line[] = [];
beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Line) };
  api = await startApi({ logger: createLogger({ destination }) });
});
afterAll(() => api.close());
beforeEach(() => void (lines = []));
const calls = () => lines.filter(({ msg }) => msg === 'http request');

describe('every call of the API', () => {
  test('has one id in its answer, its log lines and the ledger', async () => {
    const created = await api.order();
    const path = `/v1/access-requests/${String(bodyOf(created).id)}`;
    const fetched = await api.call('get', `${path}/report`, 'auditor');
    const destroyed = await api.call('delete', path, 'platform');
    const ids = [created, fetched, destroyed].map(({ headers }) => String(headers['x-request-id']));
    expect(new Set(ids).size).toBe(3);
    expect(calls().map(({ httpRequestId }) => httpRequestId)).toEqual(ids);
    const accepted = lines.find(({ msg }) => msg === 'access request accepted');
    expect(accepted).toMatchObject({ httpRequestId: ids[0], keyId: api.ids.platform });

    const answer = await api.call('get', '/v1/ledger?limit=1000', 'auditor');
    const { items } = answer.body as { items: { event: string; details: Line }[] };
    const told = items.filter(({ details }) => details.http_request !== undefined);
    expect(told.map(({ event, details }) => [event, details.http_request])).toEqual([
      ['request.accepted', ids[0]],
      ['report.download_started', ids[1]],
      ['report.downloaded', ids[1]],
      ['report.destroyed', ids[2]],
    ]);
  });

  test('is logged by its template, with its end and the key that was shown', async () => {
    await api.call('get', '/v1/access-requests/canary-id?status=canary-query', 'operator');
    await supertest(api.app).get('/v1/canary-path');
    expect(calls()).toMatchObject([
      { method: 'GET', route: '/v1/access-requests/{id}', httpStatus: 404, keyId: api.ids.operator },
      { method: 'GET', route: 'unknown', httpStatus: 401 },
    ]);
    expect(calls().every(({ durationMs }) => Number.isInteger(durationMs))).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  test('gets an id of ours, whatever the caller sends', async () => {
    const answer = await api.call('get', '/v1/access-requests').set('X-Request-Id', 'canary');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  test('of a monitor that asks again and again is not logged', async () => {
    for (const path of ['/livez', '/readyz', '/metrics']) await api.call('get', path);
    expect(calls()).toEqual([]);
  });

  test('logs nothing about the person', async () => {
    const created = await api.order({ email: nobody, reference: 'canary-reference' });
    expect(created.status).toBe(200);
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(lines)).not.toMatch(/nobody|canary|@/);
  });
});
