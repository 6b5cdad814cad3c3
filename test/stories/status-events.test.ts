import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { forgetConnection } from '../../src/requests/forget-connection.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { until } from '../support/run-cli.js';
import { bodyOf, nobody, startApi, type Api } from '../support/start-api.js';

let api: Api;
/** Statements that begin so fail. */
let failing: string | undefined;
let hasRoom: boolean;
beforeEach(async () => {
  failing = undefined;
  hasRoom = true;
  api = await startApi({
    service: {
      hasRoom: () => hasRoom,
      wrapDatabase: (database) => ({
        ...database,
        run(sql, ...values) {
          if (failing !== undefined && sql.startsWith(failing)) throw new Error('the disk does not answer');
          return database.run(sql, ...values);
        },
      }),
    },
  });
});
afterEach(() => api.close());

const pathOf = (body: Record<string, unknown>) => `/v1/access-requests/${String(body.id)}`;
const after = (sequence: number) => api.installation.service.events.after(sequence, 1_000);
const told = async (id: unknown) =>
  (await after(0))
    .filter((event) => event.id === id)
    .map(({ status, code }) => (code === undefined ? status : `${status}: ${code}`));

describe('every change of a status is told once, in order', () => {
  test('from intake over a gap, a retry and its end to the destruction, after which one event is left', async () => {
    const fault = api.installation.simulator.faults.add({
      ...{ operation: '/users/{userId}/settings', times: Infinity },
      respond: { status: 500, body: { code: 500, message: 'no' } },
    });
    const order = { email: demoEmail, sources: ['user', 'user-settings'] };
    const first = bodyOf(await api.order(order));
    const begun = ['queued', 'running', 'completed_with_gaps'];
    expect(await told(first.id)).toEqual(begun);
    fault.remove();
    await api.call('post', `${pathOf(first)}/retry`, 'platform').set('Prefer', 'wait=30');
    expect(await told(first.id)).toEqual([...begun, 'queued', 'running', 'completed']);
    expect((await after(0)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);

    await api.call('delete', pathOf(first), 'platform');
    expect(await after(0)).toMatchObject([
      { sequence: 7, subject: 'request', id: first.id, status: 'expired' },
    ]);
    const other = bodyOf(await api.order({ email: nobody }));
    expect(await told(other.id)).toEqual(['queued', 'running', 'no_match']);
    expect((await after(7)).map(({ sequence }) => sequence)).toEqual([8, 9, 10]);
  });

  test('over a pause, a stop and a cancellation; one that was never answered leaves no event when it is forgotten', async () => {
    const { simulator } = api.installation;
    const stalled = simulator.faults.add({
      ...{ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' },
    });
    const { id } = bodyOf(await api.order({ email: demoEmail }, 'platform', 'wait=0'));
    await until(() => stalled.hits > 0);
    hasRoom = false;
    await api.installation.restart();
    await api.installation.service.requests.wait(String(id), 20_000);
    const begun = ['queued', 'running', 'queued', 'paused: disk_full'];
    expect(await told(id)).toEqual(begun);
    hasRoom = true;
    const { service } = api.installation;
    await service.requests.remove(String(id), { by: 'test' });
    expect(await told(id)).toEqual([...begun, 'cancelled']);
    await service.retention.destroy(String(id), 'connection_removed', { by: 'test' });
    expect([await told(id), (await service.requests.find(String(id)))?.status]).toEqual([[], 'cancelled']);
  });

  test('and what stands in the database is what the rows say, also for a reader beside the service', async () => {
    await Promise.all([api.order(), api.order(), api.order()]);
    const { service } = api.installation;
    const store = await openStore(service.folder.database);
    try {
      const last = new Map<string, string>();
      for (const { id, status } of await store.events.after(0, 1_000)) last.set(id, status);
      const rows = (await service.requests.list({ limit: 99 })).map(({ id, status }) => [id, status]);
      expect(rows.sort()).toEqual([...last].sort());
      expect(rows).toHaveLength(3);
    } finally {
      await store.close();
    }
  });
});

describe('a request that has ended', () => {
  test('keeps its end and its report when what it leaves behind cannot be removed', async () => {
    const { service } = api.installation;
    failing = 'DELETE FROM steps';
    const { id } = await service.requests.create({
      ...{ connectionId: 'default', origin: 'test', media: true, email: nobody },
    });
    const ended = await service.requests.wait(id, 20_000);
    failing = undefined;
    expect([ended?.status, ended?.problem, await told(id)]).toEqual([
      ...['no_match', undefined, ['queued', 'running', 'no_match']],
    ]);
    const shown = (await api.call('get', pathOf({ id }))).body as ShownRequest;
    expect([shown.status, shown.report_versions.length]).toEqual(['no_match', 1]);
  });
});

describe('a request that cannot be ended while its connection is forgotten', () => {
  test('keeps what it needs to go on, and is forgotten at the next try', async () => {
    const { simulator, service } = api.installation;
    simulator.faults.add({
      ...{ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' },
    });
    const { id } = bodyOf(await api.order({ email: demoEmail }, 'platform', 'wait=0'));
    const find = () => service.requests.find(String(id));
    await until(async () => (await find())?.status === 'running');
    const forget = () =>
      forgetConnection(
        {
          ...{ accessRequests: service.requests, requests: service.store.requests },
          ...{ retention: service.retention, files: service.folder.files },
        },
        { connectionId: 'default', until: Date.now() },
        { by: 'vendor' },
        new AbortController().signal,
      );
    failing = 'DELETE FROM steps';
    await expect(forget()).rejects.toThrow('the disk does not answer');
    expect([(await find())?.email, ['queued', 'running'].includes((await find())?.status ?? '')]).toEqual([
      demoEmail,
      true,
    ]);
    failing = undefined;
    await forget();
    expect([(await find())?.email, (await find())?.status, await told(id)]).toEqual(['', 'cancelled', []]);
  });
});
