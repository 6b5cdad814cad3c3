import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectors } from '../../../connectors/index.js';
import { createSecretResolver } from '../../../src/config.js';
import { createApp } from '../../../src/http/app.js';
import { filesBelow, placesOf } from '../../support/find-bytes.js';
import { bodyOf, expectProblem } from '../../support/start-api.js';
import { startPublicApi, type PublicApi } from '../../support/start-public-api.js';
import { deliverTo, removalOf, type Delivery } from '../../support/webhook.js';
import { gather } from '../../../src/storage/rows.js';

const ofAll = 'webhook-secret-of-the-installation';
let folder: string;
let api: PublicApi;

async function start(webhookSecret?: string): Promise<void> {
  const environment = { DSAR_SECRETS_DIR: folder };
  api = await startPublicApi({
    webhookSecret,
    service: { resolveSecret: createSecretResolver(connectors, environment) },
  });
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-webhook-secrets-'));
  await start(ofAll);
});
afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const deliver = (body: string, delivery: Delivery) => deliverTo(api.app, body, delivery);
/** Delivers it, and waits until nothing is done about it any more. */
const tell = async (body: string, delivery: Delivery) => {
  const answer = await deliver(body, delivery);
  await api.installation.service.removedApps.settled();
  return answer.status;
};
let events = 0;
const event = () => JSON.stringify({ event: 'meeting.ended', event_ts: (events += 1), payload: {} });
/** How calls that are signed with a secret are answered. */
const statusOf = async (secret: string, address?: string) =>
  (await deliver(event(), { secret, address })).status;
const change = async (id: string, body: object) => {
  const answer = await api.call('patch', `/v1/connections/${id}`, 'operator').send(body);
  expect(answer.status).toBe(200);
  return bodyOf(answer);
};
const connect = (webhook_secret?: string, more: object = {}) => api.connect({ webhook_secret, ...more });

describe('the secret of a connection', () => {
  test('counts at both addresses, beside that of the installation; another connection’s address takes neither', async () => {
    const [one, other] = [await connect('secret-one'), await connect('secret-two')];
    const statuses = async (secret: string) =>
      Promise.all([undefined, `zoom/${one}`, `zoom/${other}`].map((to) => statusOf(secret, to)));
    expect(await statuses('secret-one')).toEqual([204, 204, 401]);
    expect(await statuses('secret-two')).toEqual([204, 401, 204]);
    expect(await statuses(ofAll)).toEqual([204, 204, 204]);
    expect(await statuses('another')).toEqual([401, 401, 401]);
  });

  test('answers the validation of the address that was signed with it', async () => {
    const one = await connect('secret-one');
    await connect('secret-two');
    const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'plain-1' } });
    const tokenOf = (secret: string) => createHmac('sha256', secret).update('plain-1').digest('hex');
    for (const [secret, address] of [
      ['secret-one', 'zoom'],
      ['secret-one', `zoom/${one}`],
      ['secret-two', 'zoom'],
      [ofAll, 'zoom'],
    ] as const) {
      const answer = await deliver(body, { secret, address });
      expect([answer.status, answer.body]).toEqual([
        200,
        { plainToken: 'plain-1', encryptedToken: tokenOf(secret) },
      ]);
    }
    expectProblem(
      await deliver(body, { secret: 'secret-two', address: `zoom/${one}` }),
      401,
      'signature_invalid',
    );
  });

  test('needs none of the installation; without any, calls are not taken', async () => {
    await api.close();
    await start();
    const bare = await connect();
    expectProblem(await deliver(event(), { secret: '' }), 404, 'not_found');
    const id = await connect('secret-one');
    expect([await statusOf('secret-one'), await statusOf('secret-one', `zoom/${id}`)]).toEqual([204, 204]);
    expect([await statusOf(''), await statusOf(ofAll)]).toEqual([401, 401]);
    const elsewhere = await deliver(event(), { secret: 'secret-one', address: `zoom/${bare}` });
    expectProblem(elsewhere, 404, 'not_found');
    const unknown = await deliver(event(), { secret: 'secret-one', address: 'zoom/nothing' });
    expect(expectProblem(unknown, 404, 'not_found').detail).toBe(
      (elsewhere.body as { detail: string }).detail,
    );
  });

  test('goes in and never comes out, and is sealed at rest', async () => {
    const id = await connect('canary-secret-1');
    const changed = await change(id, { webhook_secret: 'canary-secret-2' });
    expect(changed).toMatchObject({ webhook_secret_set: true, previous_webhook_secret_set: true });
    const list = await api.call('get', '/v1/connections', 'operator');
    const ledger = await gather(api.installation.service.ledger.entries(id));
    for (const shown of [changed, await api.show(id), list.body, ledger])
      expect(JSON.stringify(shown)).not.toContain('canary-secret');
    for (const secret of ['canary-secret-1', 'canary-secret-2'])
      expect(placesOf(secret, filesBelow(api.installation.dataDir))).toEqual([]);
  });

  test.each([
    { webhook_secret: '' },
    { webhook_secret: 7 },
    { webhook_secret: 'a\u0000b' },
    { webhook_secret: 'x'.repeat(2_001) },
    { webhook_secret: 'file:/etc/hostname' },
    { webhook_secret: 'env:PATH' },
    { previous_webhook_secret: 'text' },
  ])('that is %j is refused, and the one that is there stays', async (body) => {
    const id = await connect('secret-one');
    const answer = await api.call('patch', `/v1/connections/${id}`, 'operator').send(body);
    expectProblem(answer, 400, 'invalid_request');
    expect(await statusOf('secret-one')).toBe(204);
  });
});

describe('while a secret is replaced', () => {
  test('both are valid, also when the change is sent twice, until the one before is ended', async () => {
    const id = await connect('old');
    const flags = ({ webhook_secret_set, previous_webhook_secret_set }: Record<string, unknown>) => [
      webhook_secret_set,
      previous_webhook_secret_set,
    ];
    const valid = async () => Promise.all(['old', 'new', 'newer'].map((secret) => statusOf(secret)));
    expect([flags(await api.show(id)), await valid()]).toEqual([
      [true, false],
      [204, 401, 401],
    ]);
    for (const _ of [1, 2]) {
      const shown = await change(id, { webhook_secret: 'new' });
      expect([flags(shown), await valid()]).toEqual([
        [true, true],
        [204, 204, 401],
      ]);
    }
    // Something else changes neither.
    await change(id, { label: 'Another' });
    expect(await valid()).toEqual([204, 204, 401]);
    const ended = await change(id, { previous_webhook_secret: null });
    expect([flags(ended), await valid()]).toEqual([
      [true, false],
      [401, 204, 401],
    ]);
    // A secret that leaked ends with the change; a third one ends the first.
    await change(id, { webhook_secret: 'old', previous_webhook_secret: null });
    expect(await valid()).toEqual([204, 401, 401]);
    await change(id, { webhook_secret: 'new' });
    await change(id, { webhook_secret: 'newer' });
    expect(await valid()).toEqual([401, 204, 204]);
    expect(flags(await change(id, { webhook_secret: null }))).toEqual([false, false]);
    expect(await valid()).toEqual([401, 401, 401]);
    expect(await statusOf(ofAll)).toBe(204);
  });

  test('both are there after a restart, and go with the connection', async () => {
    const id = await connect('old');
    await change(id, { webhook_secret: 'new' });
    await api.installation.restart();
    const app = createApp(api.installation.service);
    const status = async (secret: string) => (await deliverTo(app, event(), { secret })).status;
    expect([await status('old'), await status('new')]).toEqual([204, 204]);
    await api.installation.service.connections.remove(id);
    expect([await status('old'), await status('new'), await status(ofAll)]).toEqual([401, 401, 204]);
  });
});

describe('a secret speaks', () => {
  const account = () => api.installation.simulator.credentials.accountId;
  const consented = async (webhook_secret?: string) => {
    const id = await connect(webhook_secret);
    await api.consent(id);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    return id;
  };

  test('for its own connection alone, whatever account the call names', async () => {
    const id = await consented('its own');
    await connect('of another', { account_id: 'another-account', client_secret: 'x' });
    expect(await tell(removalOf(account()), { secret: 'of another' })).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    expect(await tell(removalOf(account()), { secret: 'its own' })).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
  });

  test('of the installation for every connection, also one with a secret of its own', async () => {
    const id = await consented('its own');
    expect(await tell(removalOf(account()), { secret: ofAll })).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
  });

  test('of an app with several accounts for all of them, whichever address the app calls', async () => {
    const id = await consented('of the app');
    const first = await connect('of the app', { account_id: 'another-account', client_secret: 'x' });
    expect(await tell(removalOf(account()), { secret: 'of the app', address: `zoom/${first}` })).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    expect(await api.show(first)).toMatchObject({ status: 'connected' });
  });

  test('before and after it was replaced: the same removal is acted on once', async () => {
    const id = await consented('old');
    await change(id, { webhook_secret: 'new' });
    const body = removalOf(account());
    expect(await tell(body, { secret: 'old' })).toBe(204);
    await api.consent(id);
    expect(await tell(body, { secret: 'new' })).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
  });
});

describe('a secret in a file', () => {
  test('is read anew; while it cannot be read the call is not refused, so that it comes again', async () => {
    const file = join(folder, 'webhook');
    writeFileSync(file, 'first\n');
    await connect('secret-two');
    await connect(`file:${file}`);
    expect(await statusOf('first')).toBe(204);
    rmSync(file);
    const answer = await deliver(event(), { secret: 'first' });
    expect(expectProblem(answer, 500, 'internal_error').detail).not.toContain(folder);
    // Who signs with another one is not held up.
    expect([await statusOf('secret-two'), await statusOf(ofAll)]).toEqual([204, 204]);
    writeFileSync(file, 'second\n');
    expect([await statusOf('first'), await statusOf('second')]).toEqual([401, 204]);
  });
});
