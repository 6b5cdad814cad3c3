import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import { bodyOf, nobody, startApi, type Api } from '../support/start-api.js';
import { readConfig, readDataset, runTask, send, TaskFailed } from './fides-poller.js';

let api: Api;
let server: Server;
let base: string;
beforeAll(async () => {
  api = await startApi();
  server = api.app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});
afterEach(() => api.installation.simulator.faults.clear());

const valuesOf = (email: string, privacy_request_id: string) => ({
  ...{ email, privacy_request_id, api_key: api.keys.platform },
});
const failing = () =>
  api.installation.simulator.faults.add({
    ...{ operation: '/users/{userId}/settings', times: Infinity },
    respond: { status: 500, body: { code: 500, message: 'no' } },
  });

test('the pair holds what fides reads, and its collection is the endpoint', async () => {
  const config = readConfig();
  expect(
    readDataset().map(({ fides_key, collections }) => [fides_key, collections.map(({ name }) => name)]),
  ).toEqual([[config.fides_key, config.endpoints.map(({ name }) => name)]]);
  expect(config.connector_params.find(({ name }) => name === 'api_key')?.sensitive).toBe(true);
  await send(base, config.test_request, valuesOf(nobody, 'none'));
  await expect(send(base, config.test_request, { api_key: 'wrong' })).rejects.toThrow('unauthorized');
});

test('it orders, waits and gets the records as rows, with each gap as a row', async () => {
  failing();
  const rows = (await runTask(base, valuesOf(demoEmail, 'pri_1'))) as { kind: string; source: string }[];
  expect(rows.filter(({ kind }) => kind === 'gap').map(({ source }) => source)).toContain('user-settings');
  expect(rows.filter(({ kind }) => kind === 'record').length).toBeGreaterThan(100);
});

test('nobody gives no rows, and the same privacy request is the same access request', async () => {
  const before = await api.stored();
  expect(await runTask(base, valuesOf(nobody, 'pri_2'))).toEqual([]);
  expect(await runTask(base, valuesOf(nobody, 'pri_2'))).toEqual([]);
  expect(await api.stored()).toBe(before + 1);
});

test('a request that ends without a report ends the task with the reason, never with no rows', async () => {
  const { simulator } = api.installation;
  simulator.faults.add({ ...{ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' } });
  const task = runTask(base, valuesOf(demoEmail, 'pri_3'));
  const ends = expect(task).rejects.toThrow(TaskFailed);
  for (let id: string | undefined; id === undefined;) {
    const found = bodyOf(await api.call('get', '/v1/access-requests?reference=pri_3', 'platform'));
    id = (found.items as { id: string }[])[0]?.id;
    if (id !== undefined) await api.call('delete', `/v1/access-requests/${id}`, 'platform');
  }
  await ends;
  await expect(task).rejects.toThrow('report_not_ready');
});
