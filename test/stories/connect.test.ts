import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { bodyOf, expectProblem } from '../support/start-api.js';
import { startPublicApi, type PublicApi } from '../support/start-public-api.js';

let api: PublicApi;

beforeEach(async () => (api = await startPublicApi()));
afterEach(() => api.close());

describe('an account connected by consent', () => {
  test('is used for reports, and its credentials come out nowhere', async () => {
    const id = await api.connect();
    expect(await api.show(id)).toMatchObject({ status: 'not_connected' });
    const browser = new Browser();
    const consent = await browser.start(await api.link(id));
    expect(consent.url).toContain('code_challenge_method=S256');
    const done = await browser.open(`${consent.url}&auto=allow`);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Zoom is connected')]);
    expect(await api.show(id)).toMatchObject({ status: 'connected', kind: 'oauth' });
    const order = await api.order({ email: 'alex.demo@example.com', sources: ['user'], connection_id: id });
    expect(bodyOf(order)).toMatchObject({ status: 'completed' });
  });

  test('declined: said in words, and the link cannot be used again', async () => {
    const id = await api.connect();
    const link = await api.link(id);
    const browser = new Browser();
    const consent = await browser.start(link);
    const done = await browser.open(`${consent.url}&auto=deny`);
    expect([done.status, done.text]).toEqual([400, expect.stringContaining('declined')]);
    const again = await browser.open(link);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('declined')]);
    const other = await new Browser().open(link);
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('used already')]);
  });

  test('a request that waits for it goes on when it is connected', async () => {
    const id = await api.connect();
    const order = await api.order({ email: 'alex.demo@example.com', sources: ['user'], connection_id: id });
    expect(bodyOf(order)).toMatchObject({ status: 'paused', problem: { code: 'reconnect_needed' } });
    await api.consent(id);
    const request = await api.installation.service.requests.wait(String(bodyOf(order).id), 20_000);
    expect(request?.status).toBe('completed');
  });
});

describe('a server-to-server connection', () => {
  test('is tested source by source', async () => {
    const { accountId } = api.installation.simulator.credentials;
    const id = await api.connect({ account_id: accountId });
    expect(await api.test(id)).toMatchObject({ status: 'ok', account: { id: accountId } });
    const second = await api.call('post', '/v1/connections', 'operator').send({
      ...{ label: 'Twice', plan: 'business', account_id: accountId, client_id: 'a', client_secret: 'b' },
    });
    expectProblem(second, 409, 'account_already_connected');
  });
});

test('a wrong client secret can be replaced, and a request that waited is not lost', async () => {
  const id = await api.connect({ client_secret: 'mistyped' });
  const order = await api.order({ email: 'alex.demo@example.com', sources: ['user'], connection_id: id });
  expect(bodyOf(order)).toMatchObject({ status: 'paused' });
  const declined = await new Browser().open(
    `${(await new Browser().start(await api.link(id))).url}&auto=deny`,
  );
  expect(declined.status).toBe(403);
  const { clientSecret: right } = api.installation.simulator.credentials;
  const patched = await api.call('patch', `/v1/connections/${id}`, 'operator').send({ client_secret: right });
  expect([patched.status, patched.text]).toEqual([200, expect.not.stringContaining(right)]);
  const browser = new Browser();
  const consent = await browser.start(await api.link(id));
  expect((await browser.open(`${consent.url}&auto=allow`)).status).toBe(200);
  const request = await api.installation.service.requests.wait(String(bodyOf(order).id), 20_000);
  expect(request?.status).toBe('completed');
});
