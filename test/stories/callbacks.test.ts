import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import { readMessage, type Message } from '../support/independent-webhook.js';
import { startReceiver, type TestReceiver } from '../support/receiver.js';
import { until } from '../support/run-cli.js';
import { bodyOf, expectProblem, nobody, startApi, type Api, type Caller } from '../support/start-api.js';

let api: Api;
let receiver: TestReceiver;
let offset: number;
beforeEach(async () => {
  offset = 0;
  receiver = await startReceiver();
  const clock = {
    now: () => Date.now() + offset,
    monotonic: () => performance.now() + offset,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }),
  };
  api = await startApi({ service: { clock, callbacks: { hosts: [receiver.host] } } });
  await api.installation.service.start();
});
afterEach(async () => {
  await api.close();
  await receiver.close();
});

interface Made {
  id: string;
  secret: string;
}

const make = async (order: object = {}, caller: Caller = 'platform') => {
  const made = await api.call('post', '/v1/callbacks', caller).send({ url: receiver.url, ...order });
  expect(made.status).toBe(201);
  return made.body as Made;
};
const told = ({ secret }: Made) => receiver.calls.map((call) => readMessage(secret, call));
const typesOf = (messages: Message[]) => messages.map(({ type }) => type);
const deliveriesOf = async ({ id }: Made) =>
  bodyOf(await api.call('get', `/v1/callbacks/${id}/deliveries`)).items as {
    id: string;
    event: string;
    state: string;
    attempts: number;
    last_status?: number;
    last_fault?: string;
    next_at?: string;
  }[];

describe('whoever asked to be told', () => {
  test('hears of the end of each request of the same key, in a message without personal data', async () => {
    const made = await make();
    const order = { email: demoEmail, sources: ['user'], reference: 'case-17' };
    const { id } = bodyOf(await api.order(order));
    await api.order({ email: nobody }, 'stranger');
    await api.order({ email: nobody, reference: nobody });
    await until(() => receiver.calls.length === 2);
    const [first, second] = told(made);
    expect(first).toEqual({
      ...{ type: 'access_request.completed', timestamp: expect.any(String) as unknown },
      data: {
        ...{ id, reference: 'case-17', connection_id: 'default', status: 'completed' },
        outcomes: { complete: 1, not_requested: expect.any(Number) as unknown },
        ...{
          url: `/v1/access-requests/${String(id)}`,
          report_url: `/v1/access-requests/${String(id)}/report`,
        },
      },
    });
    expect([second?.type, second?.data.reference]).toEqual(['access_request.no_match', undefined]);
    expect(JSON.stringify(receiver.calls)).not.toMatch(/@example\.com/);
    await until(async () => (await deliveriesOf(made)).every(({ state }) => state === 'delivered'));
    const ledger = await api.call('get', '/v1/ledger?limit=1000').set('Accept', 'application/json');
    const entries = (bodyOf(ledger).items as { event: string; details: { attempts: object[] } }[]).filter(
      ({ event }) => event === 'callbacks.sent',
    );
    expect(entries.flatMap(({ details }) => details.attempts)).toMatchObject([
      { callback: made.id, event: 'access_request.completed', about: id, attempt: 1, status: 204 },
      { callback: made.id, event: 'access_request.no_match', attempt: 1, status: 204 },
    ]);
  });

  test('is told at an address of the request itself, where it lies below their own', async () => {
    const made = await make();
    await api.order({ email: nobody, callback_url: `${receiver.url}/case/9` });
    await until(() => receiver.calls.length === 1);
    expect([receiver.calls[0]?.url, typesOf(told(made))]).toEqual([
      '/hooks/case/9',
      ['access_request.no_match'],
    ]);
    for (const callback_url of [`http://${receiver.host}/other`, 'https://elsewhere.example.com/', 'nothing'])
      expectProblem(await api.order({ email: nobody, callback_url }), 400, 'invalid_request');
    expectProblem(
      await api.order({ email: nobody, callback_url: receiver.url }, 'stranger'),
      400,
      'invalid_request',
    );
  });

  test('of a connection hears of pauses, of going on, and that the vendor does not answer', async () => {
    const { simulator } = api.installation;
    const made = await make({ connection_id: 'default' }, 'operator');
    expectProblem(
      await api
        .call('post', '/v1/callbacks', 'platform')
        .send({ url: receiver.url, connection_id: 'default' }),
      403,
      'forbidden',
    );
    const fault = simulator.faults.add({
      ...{ operation: '/users/{userId}', times: Infinity },
      respond: { status: 500, body: { code: 500, message: 'no' } },
    });
    const { id } = bodyOf(await api.order({ email: demoEmail, sources: ['user'] }, 'platform', 'wait=0'));
    await until(async () => (await api.installation.service.requests.find(String(id)))?.status === 'paused');
    fault.remove();
    await api.installation.service.requests.goOn(String(id));
    await until(() => receiver.calls.length >= 4);
    const types = typesOf(told(made));
    expect(types.filter((type) => type.startsWith('access_request'))).toEqual([
      ...['access_request.paused', 'access_request.resumed', 'access_request.completed'],
    ]);
    expect(types.filter((type) => type.startsWith('connection'))).toEqual(['connection.degraded']);
  });

  test('is told again until they take it: under the same id, freshly signed, as late as they ask', async () => {
    const made = await make();
    receiver.reaction = { status: 503, headers: { 'Retry-After': '3600' } };
    await api.order();
    await until(async () => (await deliveriesOf(made))[0]?.attempts === 1);
    const [delivery] = await deliveriesOf(made);
    expect([delivery?.state, delivery?.last_status]).toEqual(['pending', 503]);
    expect(Date.parse(delivery?.next_at ?? '') - Date.now()).toBeGreaterThan(3_590_000);
    receiver.reaction = 200;
    offset = 3_601_000;
    await api.installation.restart();
    await until(() => receiver.calls.length === 2);
    const ids = receiver.calls.map(({ headers }) => headers['webhook-id']);
    const stamps = receiver.calls.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect([ids[1], (stamps[1] ?? 0) - (stamps[0] ?? 0) >= 3_600]).toEqual([ids[0], true]);
  });

  test('who answers 410 is told nothing more, until they are active again: then what they missed', async () => {
    const made = await make();
    receiver.reaction = 410;
    await api.order();
    const path = `/v1/callbacks/${made.id}`;
    await until(async () => bodyOf(await api.call('get', path, 'platform')).status === 'disabled');
    await api.order();
    expectProblem(await api.call('post', `${path}/test`, 'platform'), 409, 'callback_disabled');
    expect(receiver.calls).toHaveLength(1);
    receiver.reaction = 200;
    await api.call('patch', path, 'platform').send({ status: 'active' });
    await until(() => receiver.calls.length === 2);
    const [missed, refused] = await deliveriesOf(made);
    expect([missed?.event, refused?.state]).toEqual(['access_request.no_match', 'failed']);
    await api.call('post', `${path}/deliveries/${String(refused?.id)}/resend`, 'platform');
    await until(() => receiver.calls.length === 3);
    expect(receiver.calls[2]?.headers['webhook-id']).toBe(receiver.calls[0]?.headers['webhook-id']);
  });

  test('who moves is told at the new address also of what waits, and their calls need not end first', async () => {
    const made = await make();
    const path = `/v1/callbacks/${made.id}`;
    receiver.reaction = () => undefined; // never answers
    await api.order();
    await until(() => receiver.calls.length === 1);
    const url = `http://${receiver.host}/elsewhere`;
    const begun = Date.now();
    await api.call('patch', path, 'platform').send({ url });
    expect(Date.now() - begun).toBeLessThan(5_000);
    receiver.reaction = 204;
    await api.order();
    await until(() => receiver.calls.length === 2);
    expect(receiver.calls[1]?.url).toBe('/elsewhere');
    const [, first] = await deliveriesOf(made);
    await api.call('post', `${path}/deliveries/${String(first?.id)}/resend`, 'platform');
    await api.installation.restart();
    await until(() => receiver.calls.length === 3);
    expect([receiver.calls[2]?.url, receiver.calls[2]?.headers['webhook-id']]).toEqual([
      ...['/elsewhere', receiver.calls[0]?.headers['webhook-id']],
    ]);
  });

  test('hears of an end also where the report is destroyed before anybody could tell it', async () => {
    const made = await make();
    const path = `/v1/callbacks/${made.id}`;
    await api.call('patch', path, 'platform').send({ status: 'disabled' });
    await api.call('patch', path, 'platform').send({ status: 'active' });
    const { store } = api.installation.service;
    const { id } = bodyOf(await api.order());
    await until(() => receiver.calls.length === 1);
    await api.call('delete', `/v1/access-requests/${String(id)}`, 'platform');
    await until(() => receiver.calls.length === 2);
    expect(typesOf(told(made))).toEqual(['access_request.no_match', 'report.expired']);
    // What no cursor has passed is not forgotten.
    const last = await store.events.last();
    const news = { at: Date.now(), subject: 'request' as const, id: 'r', connectionId: 'c' };
    await store.events.append({ ...news, status: 'cancelled' });
    await store.events.forget('request', 'r');
    expect(await store.events.after(last, 10)).toMatchObject([{ id: 'r', status: 'cancelled' }]);
  });

  test('can try it, and change the secret without losing a message', async () => {
    const made = await make({ ed25519: true });
    const path = `/v1/callbacks/${made.id}`;
    const rotated = bodyOf(await api.call('post', `${path}/rotate`, 'platform')) as unknown as Made;
    await api.call('post', `${path}/test`, 'platform');
    await until(() => receiver.calls.length === 1);
    for (const secret of [made.secret, rotated.secret])
      expect(typesOf(told({ id: made.id, secret }))).toEqual(['callback.test']);
    expect(String(receiver.calls[0]?.headers['webhook-signature'])).toMatch(/^v1,\S+ v1,\S+ v1a,\S+$/);
    expect(JSON.stringify(bodyOf(await api.call('get', path)))).not.toContain('whsec_');
    expectProblem(await api.call('get', path, 'stranger'), 404, 'not_found');
    await api.call('delete', path, 'platform');
    expectProblem(await api.call('get', path, 'platform'), 404, 'not_found');
  });

  test('who redirects, hangs up or answers without end is not followed, and holds up nobody', async () => {
    const made = await make();
    const other = await startReceiver();
    receiver.reaction = { status: 302, headers: { location: other.url } };
    await api.order();
    await until(async () => (await deliveriesOf(made))[0]?.last_status === 302);
    receiver.reaction = (request) => request.socket.destroy();
    await api.order();
    await until(async () => (await deliveriesOf(made))[0]?.last_fault === 'no_answer');
    receiver.reaction = (_request, response) => {
      response.writeHead(200);
      const endless = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.once('close', () => clearInterval(endless));
    };
    await api.order();
    await until(async () => (await deliveriesOf(made))[0]?.state === 'delivered');
    expect(other.calls).toEqual([]);
    await other.close();
  });
});

test('an address that leads into the network behind us is refused when it is connected to', async () => {
  const { service } = api.installation;
  const made = await make({ url: 'https://localhost/hooks' });
  await service.requests.create({
    connectionId: 'default',
    origin: api.ids.platform,
    media: true,
    email: nobody,
  });
  await until(async () => (await deliveriesOf(made))[0]?.attempts === 1);
  expect(await deliveriesOf(made)).toMatchObject([{ state: 'pending', last_fault: 'address_refused' }]);
});
