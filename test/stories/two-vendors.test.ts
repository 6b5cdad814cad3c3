import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { createApp } from '../../src/http/app.js';
import { buildOpenApi } from '../../src/http/openapi.js';
import { createRegistry } from '../../src/contract/index.js';
import { coverageOf } from '../../src/cli/coverage.js';
import { createSecretResolver, readConfig } from '../../src/config.js';
import type { InstalledConnector } from '../../src/connections/connectors.js';
import { demoEmail } from '../../simulators/zoom/index.js';
import { fastZoom } from '../support/fast-zoom.js';
import { harbour } from '../support/harbour/connector.js';
import { startHarbour, type Harbour } from '../support/harbour/start-harbour.js';
import { until } from '../support/run-cli.js';
import { bodyOf, expectProblem, startApi, type Api } from '../support/start-api.js';

/** Two vendors in one service: the row of a connection says which of them it is of. */
const sam = 'sam@example.com';
const credentials = { client_id: 'the-client', client_secret: 'the-secret', account_id: 'book-1' };
let box: Harbour;
let beside: InstalledConnector[];
let api: Api;

beforeEach(async () => {
  box = await startHarbour();
  box.book.set(sam, { person: 'p-1', notes: ['one', 'two', 'three', 'four', 'five'] });
  const { apiUrl, oauthUrl } = box;
  const addresses = { apiUrl, oauthUrl, isApiUrlExplicit: true, mediaHosts: [] };
  beside = [
    { connector: harbour, settings: { ...addresses, rateShare: 0.5, webhookSecret: 'seal-of-harbour' } },
  ];
  api = await startApi({ beside, webhookSecret: 'secret-of-the-other' });
});
afterEach(async () => {
  await api.close();
  await box.close();
});

const connectTo = (connector: string | undefined, more: object = {}) =>
  api
    .call('post', '/v1/connections')
    .send({ connector, label: 'Notes', plan: 'single', ...credentials, ...more });
const connect = async () => String(bodyOf(await connectTo('harbour')).id);
const sourcesOf = (body: object) => (body as { sources: { id: string }[] }).sources.map(({ id }) => id);
const service = () => api.installation.service;

describe('a connection of a second vendor', () => {
  test('is asked at its own vendor, with its own sources, beside the first', async () => {
    const id = await connect();
    const [first, second] = await Promise.all([
      api.order({ email: demoEmail, connection_id: 'default', sources: ['user'] }),
      api.order({ email: sam, connection_id: id }),
    ]);
    expect([first.body, second.body]).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    expect([sourcesOf(bodyOf(first)), sourcesOf(bodyOf(second))]).toEqual([['user'], ['account', 'notes']]);
    const report = await api.installation.open(
      (await service().requests.find(String(bodyOf(second).id))) as never,
    );
    expect(report.manifest.connection).toMatchObject({ id, connector: 'harbour', plan: 'single' });
    expect(report.records('notes').map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(report.text('index.html')).toContain('Harbour');
    expect(report.text('index.html')).not.toContain('Zoom');
    // Nothing went to the wrong one.
    expect(box.foreignTokens).toEqual([]);
    expect(api.installation.simulator.leakedAuthorizations).toBe(0);
    expect(api.installation.simulator.calls.some(({ status }) => status === 401)).toBe(false);
  });

  test('of whom nobody is known proves it in its own words', async () => {
    const order = { email: 'nobody@example.com', connection_id: await connect() };
    expect((await api.order(order)).body).toMatchObject({ status: 'no_match' });
  });

  test('is tested, shown and made with what its connector declares', async () => {
    expectProblem(await connectTo(undefined), 400, 'invalid_request');
    expectProblem(await connectTo('nobody'), 400, 'invalid_request');
    const wrongPlan = expectProblem(await connectTo('harbour', { plan: 'business' }), 400, 'invalid_request');
    expect(wrongPlan.errors).toEqual([{ pointer: '/plan', detail: 'must be one of single' }]);
    const created = await connectTo('harbour');
    expect(created.body).toMatchObject({ connector: 'harbour', rate_share: 0.5, status: 'connected' });
    const path = `/v1/connections/${String(bodyOf(created).id)}`;
    expect((await api.call('post', `${path}/test`).send({ user: sam })).body).toMatchObject({
      account: { region: 'harbour' },
      sources: [{ id: 'account' }, { id: 'notes' }],
    });
    const off = await api.call('patch', path).send({ sources: ['user'] });
    expect(expectProblem(off, 400, 'invalid_request').errors?.[0]?.detail).toContain('account, notes');
    expect((await api.call('patch', path).send({ sources: ['notes'] })).status).toBe(200);
  });

  test('takes no source of the other vendor, and the other none of its', async () => {
    const id = await connect();
    const refused = await api.order({ email: sam, connection_id: id, sources: ['user'] });
    const { errors } = expectProblem(refused, 400, 'invalid_request');
    expect(errors).toEqual([{ pointer: '/sources/0', detail: 'must be one of all, core, account, notes' }]);
    const other = await api.order({ email: sam, connection_id: 'default', sources: ['notes'] });
    expect(expectProblem(other, 400, 'invalid_request').errors?.[0]?.detail).toContain('recordings');
  });

  test('may be of an account with the id of an account of the other vendor', async () => {
    const { accountId } = api.installation.simulator.credentials;
    const same = await connectTo('harbour', { account_id: accountId });
    expect(same.status).toBe(201);
    expectProblem(await connectTo('harbour', { account_id: accountId }), 409, 'account_already_connected');
  });

  test('is told by its vendor alone that the account left', async () => {
    const { accountId, clientId } = api.installation.simulator.credentials;
    const made = await connectTo('harbour', { account_id: accountId, client_id: clientId });
    const id = String(bodyOf(made).id);
    const left = JSON.stringify({ left: accountId, client: clientId });
    const moment = String(Math.floor(Date.now() / 1_000));
    const seal = harbour.webhooks.sign('seal-of-harbour', moment, Buffer.from(left));
    const tell = (connector: string) =>
      supertest(api.app)
        .post(`/v1/webhooks/${connector}`)
        .set({ 'content-type': 'application/json', 'x-harbour-seal': seal, 'x-harbour-moment': moment })
        .send(left);
    expectProblem(await tell('zoom'), 401, 'signature_invalid');
    expect((await tell('harbour')).status).toBe(204);
    await service().removedApps.settled();
    expect((await service().connections.find(id))?.status).toBe('reconnect_needed');
    expect((await service().connections.find('default'))?.status).toBe('connected');
  });
});

describe('a connection whose connector is not installed', () => {
  test('waits with a clear sentence, while the others go on; with the connector it goes on', async () => {
    const id = await connect();
    const [installedOne] = beside.splice(0);
    await api.installation.restart();
    const app = createApp(service(), { bootstrapKey: 'bootstrap-key-of-the-tests' });
    const call = (path: string) => supertest(app).get(path).set('Authorization', `Bearer ${api.keys.admin}`);
    const waiting = await service().requests.create({
      ...{ connectionId: id, origin: 'test', email: sam, media: true },
    });
    const stopped = await service().requests.wait(waiting.id, 10_000);
    expect(stopped).toMatchObject({ status: 'paused', problem: { code: 'connector_unknown' } });
    expect(stopped?.problem?.detail).toContain('"harbour"');
    expect(await api.installation.ask(demoEmail, { sources: ['user'] })).toMatchObject({
      status: 'completed',
    });

    // Everything that shows it still answers.
    expect((await call(`/v1/access-requests/${waiting.id}`)).body).toMatchObject({
      status: 'paused',
      sources: [],
    });
    expect((await call('/v1/access-requests')).status).toBe(200);
    expect((await call('/metrics')).status).toBe(200);
    expect((await call(`/v1/connections/${id}`)).body).toMatchObject({ connector: 'harbour' });
    const order = await supertest(app)
      .post('/v1/access-requests')
      .set('Authorization', `Bearer ${api.keys.platform}`)
      .send({ email: sam, connection_id: id });
    expectProblem(order, 409, 'connector_unknown');

    if (installedOne) beside.push(installedOne);
    await api.installation.restart();
    await until(async () => (await service().requests.find(waiting.id))?.status === 'completed');
  });
});

describe('an installation with two connectors', () => {
  const registry = createRegistry([fastZoom, harbour]);

  test('describes the sources of both', () => {
    const document = JSON.stringify(buildOpenApi(registry.all));
    expect(document).toContain('"title":"Zoom and Harbour DSAR Connector"');
    for (const words of ['"recordings"', '"notes"', '"business"', '"single"', '"harbour"'])
      expect(document).toContain(words);
    const lines = registry.all.flatMap(coverageOf);
    expect(lines.filter(({ connector }) => connector === 'harbour').map(({ id }) => id)).toEqual([
      'account',
      'notes',
    ]);
  });

  test('reads the settings of each by its prefix', async () => {
    const environment = {
      ...{
        HARBOUR_API_URL: 'https://book.example.com/v9/',
        HARBOUR_WEBHOOK_SECRET: 's',
        HARBOUR_PLAN: 'single',
      },
      ...{
        HARBOUR_ACCOUNT_ID: 'a',
        HARBOUR_CLIENT_ID: 'c',
        HARBOUR_CLIENT_SECRET: 'x',
        ZOOM_MEDIA_HOSTS: 'm',
      },
    };
    const { vendors, connection } = readConfig(registry, environment);
    expect(vendors.harbour).toMatchObject({ apiUrl: 'https://book.example.com/v9', webhookSecret: 's' });
    expect(vendors.harbour).toMatchObject({ oauthUrl: harbour.settings.oauthUrl, mediaHosts: [] });
    expect(vendors.zoom).toMatchObject({ apiUrl: 'https://api.zoom.us/v2', mediaHosts: ['m'] });
    expect(connection).toMatchObject({
      connector: 'harbour',
      plan: 'single',
      apiUrl: vendors.harbour?.apiUrl,
    });
    const both = { ...environment, ZOOM_ACCOUNT_ID: 'b' };
    expect(() => readConfig(registry, both)).toThrow(/ZOOM_ACCOUNT_ID.*HARBOUR_ACCOUNT_ID/);
    const read = createSecretResolver(registry, { HARBOUR_KEY: 'k', DSAR_MASTER_KEY: 'never' });
    expect(await read('env:HARBOUR_KEY')).toBe('k');
    await expect(read('env:DSAR_MASTER_KEY')).rejects.toThrow(/ZOOM_ or HARBOUR_/);
  });

  test('is refused where two read the same variables, or one those of the service', () => {
    const other = (changes: object) => ({ ...harbour, ...changes });
    const prefixed = (prefix: string) => other({ id: 'other', settings: { ...harbour.settings, prefix } });
    expect(() => createRegistry([harbour, other({})])).toThrow(/Ids/);
    for (const prefix of ['HARBOUR', 'DSAR', 'a b'])
      expect(() => createRegistry([harbour, prefixed(prefix)])).toThrow(/variables/);
    expect(() => createRegistry([])).toThrow(/needs a connector/);
  });
});
