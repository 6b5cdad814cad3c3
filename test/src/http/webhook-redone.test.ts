import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/clock.js';
import { until } from '../../support/run-cli.js';
import { bodyOf } from '../../support/start-api.js';
import { startPublicApi, type PublicApi } from '../../support/start-public-api.js';
import { deliverTo, nowInSeconds, removalOf, type Delivery } from '../../support/webhook.js';
import { gather } from '../../../src/storage/rows.js';
import { reportFileIn } from '../../support/data-paths.js';

const secret = 'webhook-secret-of-the-tests';
const person = 'alex.demo@example.com';
/** A minute passes when the test lets it. */
let minutes: (() => void)[];
let api: PublicApi;

const clock = {
  ...systemClock,
  sleep: (ms: number, signal?: AbortSignal) =>
    ms === 60_000
      ? new Promise<void>((resolve, reject) => {
          minutes.push(resolve);
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        })
      : systemClock.sleep(ms, signal),
};

beforeEach(async () => {
  minutes = [];
  api = await startPublicApi({ webhookSecret: secret, service: { clock } });
});
afterEach(() => api.close());

const service = () => api.installation.service;
const account = () => api.installation.simulator.credentials.accountId;
const deliver = (body: string, more: Partial<Delivery> = {}) => deliverTo(api.app, body, { secret, ...more });
const tell = async (body: string, more?: Partial<Delivery>) => {
  expect((await deliver(body, more)).status).toBe(204);
  await service().removedApps.settled();
};
const pass = () => minutes.splice(0).forEach((end) => end());
const disconnections = async (id: string) =>
  (await gather(service().ledger.entries(id))).filter(({ event }) => event === 'connection.disconnected')
    .length;

async function connected(): Promise<string> {
  const id = await api.connect();
  await api.consent(id);
  return id;
}

/** A report of the connection, and where it lies. */
async function report(id: string): Promise<string> {
  const order = await api.order({ email: person, connection_id: id, sources: ['user'] });
  const file = reportFileIn(service().folder, String(bodyOf(order).id));
  expect(existsSync(file)).toBe(true);
  return file;
}

/** A report that cannot be removed, until the function that comes back is called. */
function hold(file: string): () => void {
  rmSync(file);
  mkdirSync(file);
  writeFileSync(join(file, 'in-the-way'), '');
  return () => {
    rmSync(file, { recursive: true });
    writeFileSync(file, 'removable');
  };
}

test('what withstands is tried again every minute until it is gone; nothing else waits for it', async () => {
  const id = await connected();
  const [held, other] = [await report(id), await report(id)];
  const release = hold(held);
  expect((await deliver(removalOf(account()))).status).toBe(204);
  await until(() => minutes.length === 1);
  expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
  expect([existsSync(held), existsSync(other)]).toEqual([true, false]);
  pass();
  await until(() => minutes.length === 1);
  release();
  pass();
  await service().removedApps.settled();
  expect(existsSync(held)).toBe(false);
  expect(await disconnections(id)).toBe(1);
});

test('what an earlier process could not do is done after the restart', async () => {
  const id = await connected();
  const held = await report(id);
  const release = hold(held);
  expect((await deliver(removalOf(account()))).status).toBe(204);
  await until(() => minutes.length === 1);
  await api.installation.restart();
  await until(() => minutes.length === 2);
  release();
  pass();
  await service().removedApps.settled();
  expect(existsSync(held)).toBe(false);
  expect(await disconnections(id)).toBe(1);
  // Nothing is left to be done.
  const before = minutes.length;
  await api.installation.restart();
  await service().removedApps.settled();
  expect([minutes.length, await disconnections(id)]).toEqual([before, 1]);
});

test('an account that connects again meanwhile keeps its tokens and what is read with them; the rest goes', async () => {
  const id = await connected();
  const held = await report(id);
  const release = hold(held);
  expect((await deliver(removalOf(account()))).status).toBe(204);
  await until(() => minutes.length === 1);
  await api.consent(id);
  const next = await report(id);
  release();
  pass();
  await service().removedApps.settled();
  expect(await api.show(id)).toMatchObject({ status: 'connected' });
  expect([existsSync(held), existsSync(next), await disconnections(id)]).toEqual([false, true, 1]);
});

test('the answer does not wait for the work', async () => {
  const { faults } = api.installation.simulator;
  const fault = (respond: object | string) =>
    faults.add({ operation: '/users/{userId}', times: Infinity, respond: respond as never });
  // Whose it is could not be told; when the app is removed the vendor is asked, and does not answer.
  const nameless = fault({ transform: (body: object) => ({ ...body, account_id: undefined }) });
  const id = await connected();
  expect(await api.show(id)).toMatchObject({ account_known: false });
  nameless.remove();
  const stalled = fault('stall-headers');
  const started = performance.now();
  const { clientId } = api.installation.simulator.credentials;
  expect((await deliver(removalOf('any-account', { client_id: clientId }))).status).toBe(204);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(await api.show(id)).toMatchObject({ status: 'connected' });
  await service().removedApps.settled();
  stalled.remove();
  expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
});

test.each<[string, object, object]>([
  ['signed anew', {}, {}],
  [
    'in another form',
    { deauthorization_time: new Date().toISOString(), signature: 'a' },
    { signature: 'a', event_ts: undefined },
  ],
])('a removal that is repeated %s is acted on once', async (_, more, change) => {
  const id = await connected();
  const body = removalOf(account(), more);
  await tell(body, { timestamp: nowInSeconds() - 60 });
  await api.consent(id);
  const again = JSON.parse(body) as { payload: object };
  const repeated =
    Object.keys(change).length === 0
      ? body
      : JSON.stringify({ ...again, payload: { ...again.payload, ...change } });
  await tell(repeated);
  expect(await api.show(id)).toMatchObject({ status: 'connected' });
  expect(await disconnections(id)).toBe(1);
});

test('a second removal is another one', async () => {
  const id = await connected();
  await tell(removalOf(account(), { deauthorization_time: new Date(Date.now() - 2_000).toISOString() }));
  await api.consent(id);
  await tell(removalOf(account(), { deauthorization_time: new Date().toISOString() }));
  expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
  expect(await disconnections(id)).toBe(2);
});

test('a first repetition that comes after the account was connected again is recorded and over', async () => {
  const id = await connected();
  const file = await report(id);
  // The app was removed twenty minutes ago; the service was down, and the vendor signs the repetition for now.
  await tell(
    removalOf(account(), { deauthorization_time: new Date(Date.now() - 20 * 60_000).toISOString() }),
  );
  expect(await api.show(id)).toMatchObject({ status: 'connected' });
  expect(existsSync(file)).toBe(true);
  const kept = (await gather(service().ledger.entries(id))).filter(
    ({ event }) => event === 'connection.kept',
  );
  expect(kept).toHaveLength(1);
});

test('a moment that cannot be is no excuse: the call counts', async () => {
  for (const deauthorization_time of ['2019-06-17T13:52:28.632Z', '2199-01-01T00:00:00Z', 'yesterday']) {
    const id = await connected();
    await tell(removalOf(account(), { deauthorization_time }));
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    await api.call('delete', `/v1/connections/${id}`, 'operator');
  }
});

test.each([400, 86_400])('a clock that is wrong by %d s does not lose a removal', async (seconds) => {
  const id = await connected();
  await tell(removalOf(account()), { timestamp: nowInSeconds() + seconds });
  expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
});
