import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type Api } from '../../support/start-api.js';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const order = { email: 'ada@example.com' };
const connection = { label: 'Second', plan: 'business', client_id: 'c', client_secret: 's' };

// The database would cut a text there: another thing would be looked up than was asked for.
test.each<[string, string, object | undefined]>([
  ['get', '/v1/access-requests/%00', undefined],
  ['get', '/v1/access-requests/a%00b/report', undefined],
  ['post', '/v1/access-requests/%00/retry', undefined],
  ['delete', '/v1/access-requests/%00', undefined],
  ['get', '/v1/access-requests?reference=a%00b', undefined],
  ['get', '/v1/access-requests?status=%00', undefined],
  ['get', '/v1/access-requests?cursor=%00', undefined],
  ['get', '/v1/connections/default%00', undefined],
  ['patch', '/v1/connections/default%00', { label: 'x' }],
  ['delete', '/v1/connections/default%00', undefined],
  ['post', '/v1/connections/%00/test', undefined],
  ['get', '/v1/ledger?connection_id=default%00', undefined],
  ['get', '/oauth/start/%00', undefined],
  ['post', '/oauth/start/%00', undefined],
  ['get', '/oauth/start?link=%00', undefined],
  ['get', '/oauth/callback?state=%00&code=%00', undefined],
  ['get', '/reports/%00', undefined],
  ['get', '/reports/%00/download', undefined],
  ['post', '/v1/access-requests', { ...order, email: 'a\0@example.com' }],
  ['post', '/v1/access-requests', { ...order, reference: 'a\0' }],
  ['post', '/v1/access-requests', { ...order, connection_id: 'default\0' }],
  ['post', '/v1/access-requests', { ...order, reference: 'half \ud800' }],
  ['post', '/v1/connections', { ...connection, label: '\0' }],
  ['post', '/v1/connections', { ...connection, client_secret: 'a\0b' }],
  ['post', '/v1/connections', { ...connection, report_settings: { authority: '\0' } }],
])(
  '%s %s with U+0000 (%j) is a mistake of the caller, and nothing else happens',
  async (method, path, body) => {
    const before = await api.stored();
    const call = api.call(method as 'get', path);
    const answer = await (body ? call.send(body) : call);
    expect([400, 401, 403, 404, 410]).toContain(answer.status);
    expect(await api.stored()).toBe(before);
  },
);
