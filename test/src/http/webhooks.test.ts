import { createHmac } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { bodyOf, expectProblem, startApi } from '../../support/start-api.js';
import { startPublicApi, type PublicApi } from '../../support/start-public-api.js';
import { gather } from '../../../src/storage/rows.js';
import { reportFileIn } from '../../support/data-paths.js';

const secret = 'webhook-secret-of-the-tests';
const person = 'alex.demo@example.com';
let api: PublicApi;

beforeEach(async () => (api = await startPublicApi({ webhookSecret: secret })));
afterEach(() => api.close());

const now = () => Math.floor(Date.now() / 1_000);
const sign = (timestamp: string | number, body: string, key = secret) =>
  `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`;

interface Delivery {
  timestamp?: string | number;
  signature?: string;
  connector?: string;
  type?: string;
}

function deliver(body: string, delivery: Delivery = {}): Promise<Response> {
  const timestamp = delivery.timestamp ?? now();
  return supertest(api.app)
    .post(`/v1/webhooks/${delivery.connector ?? 'zoom'}`)
    .set('Content-Type', delivery.type ?? 'application/json')
    .set('x-zm-request-timestamp', String(timestamp))
    .set('x-zm-signature', delivery.signature ?? sign(timestamp, body))
    .send(body);
}

let events = 0;
const event = (name = 'meeting.ended', more: object = {}) =>
  JSON.stringify({ event: name, event_ts: (events += 1), payload: { object: { id: '1' } }, ...more });

describe('a call of the vendor', () => {
  test('that nothing is done about is taken with 204 and no body', async () => {
    const { status, text } = await deliver(event());
    expect([status, text]).toEqual([204, '']);
  });

  test('is judged by the bytes it came in, not by what they mean', async () => {
    const body =
      '{ "payload" : {"object":{"topic":"\\u00e4 \\/ ä"}},\r\n"event":"meeting.ended" , "n":1.0 }\n';
    expect((await deliver(body)).status).toBe(204);
    const timestamp = now();
    const rewritten = sign(timestamp, JSON.stringify(JSON.parse(body)));
    expectProblem(await deliver(body, { timestamp, signature: rewritten }), 401, 'signature_invalid');
  });

  test.each(['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded'])(
    'is read whatever type it names (%s)',
    async (type) => {
      expect((await deliver(event(), { type })).status).toBe(204);
    },
  );

  test.each<[string, (right: string, timestamp: number, body: string) => Delivery]>([
    ['no signature', () => ({ signature: '' })],
    ['another secret', (_, timestamp, body) => ({ signature: sign(timestamp, body, 'another') })],
    ['another body', (_, timestamp) => ({ signature: sign(timestamp, event()) })],
    ['another time', (_, timestamp, body) => ({ signature: sign(timestamp - 1, body) })],
    ['another version', (right) => ({ signature: right.replace('v0=', 'v1=') })],
    ['capitals', (right) => ({ signature: right.toUpperCase() })],
    ['no version', (right) => ({ signature: right.slice(3) })],
    ['one digit less', (right) => ({ signature: right.slice(0, -1) })],
    ['one digit more', (right) => ({ signature: `${right}0` })],
    ['another last digit', (right) => ({ signature: right.replace(/.$/, (d) => (d === '0' ? '1' : '0')) })],
    ['two signatures', (right) => ({ signature: `${right}, ${right}` })],
  ])('with %s is refused, and the right one still counts', async (_, wrong) => {
    const [timestamp, body] = [now(), event()];
    const right = sign(timestamp, body);
    expectProblem(
      await deliver(body, { timestamp, ...wrong(right, timestamp, body) }),
      401,
      'signature_invalid',
    );
    expect((await deliver(body, { timestamp })).status).toBe(204);
  });

  test.each<[string, () => string | number, number]>([
    ['4 min 50 s old', () => now() - 290, 204],
    ['5 min 5 s old', () => now() - 305, 401],
    ['4 min 50 s ahead', () => now() + 290, 204],
    ['5 min 5 s ahead', () => now() + 305, 401],
    ['in milliseconds', () => Date.now(), 401],
    ['not a number', () => 'now', 401],
    ['absent', () => '', 401],
    ['with a fraction', () => `${now()}.5`, 401],
    ['in another notation', () => `${now() / 1_000}e3`, 401],
    ['hexadecimal', () => `0x${now().toString(16)}`, 401],
  ])('whose time is %s', async (_, timestamp, status) => {
    expect((await deliver(event(), { timestamp: timestamp() })).status).toBe(status);
  });

  test('that comes again is taken, so that the vendor stops, also at the same time', async () => {
    const [timestamp, body] = [now(), event()];
    const answers = await Promise.all([1, 2, 3].map(() => deliver(body, { timestamp })));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await deliver(body, { timestamp })).status).toBe(204);
    expectProblem(
      await deliver(body, { timestamp, signature: sign(timestamp, body, 'x') }),
      401,
      'signature_invalid',
    );
  });

  test.each(['', '{', '[]x', '"text"', 'null', '12'])(
    'that is signed but no JSON object (%j): 400',
    async (body) => {
      expectProblem(await deliver(body), 400, 'invalid_request');
    },
  );

  test.each([
    '[]',
    '{}',
    '{"event":1}',
    '{"event":"app_deauthorized"}',
    '{"event":"app_deauthorized","payload":[]}',
  ])('of an unknown shape (%s) is taken and nothing is done', async (body) => {
    expect((await deliver(body)).status).toBe(204);
  });

  test('that is too large: 413', async () => {
    expectProblem(await deliver(event('x'.repeat(70_000))), 413, 'body_too_large');
  });

  test('for another connector: 404, whatever its signature', async () => {
    expectProblem(await deliver(event(), { connector: 'nothing' }), 404, 'not_found');
  });

  test('needs no key of ours, and a key does not help', async () => {
    const request = supertest(api.app)
      .post('/v1/webhooks/zoom')
      .set('Authorization', `Bearer ${api.keys.admin}`);
    expectProblem(await request.send('{}'), 401, 'signature_invalid');
  });

  test('is refused where no secret is configured, also with the signature of an empty one', async () => {
    const bare = await startApi();
    const [timestamp, body] = [now(), event()];
    const answer = await supertest(bare.app)
      .post('/v1/webhooks/zoom')
      .set('x-zm-request-timestamp', String(timestamp))
      .set('x-zm-signature', sign(timestamp, body, ''))
      .send(body);
    expectProblem(answer, 404, 'not_found');
    await bare.close();
  });
});

describe('the validation of the address', () => {
  const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'plain-1' } });

  test('is answered with the encrypted token, as often as it comes', async () => {
    const timestamp = now();
    const encryptedToken = createHmac('sha256', secret).update('plain-1').digest('hex');
    for (const _ of [1, 2]) {
      const answer = await deliver(body, { timestamp });
      expect([answer.status, answer.body]).toEqual([200, { plainToken: 'plain-1', encryptedToken }]);
    }
  });

  test('is not answered when it is not signed: the answer is a signature of any text', async () => {
    expectProblem(await deliver(body, { signature: 'v0=' }), 401, 'signature_invalid');
  });
});

describe('an account that removes the app', () => {
  const removed = (accountId: string, clientId?: string) =>
    JSON.stringify({
      event: 'app_deauthorized',
      payload: { account_id: accountId, client_id: clientId, user_id: 'u', event_ts: String((events += 1)) },
    });
  /** Delivers it, and waits until nothing is done about it any more. */
  const tell = async (body: string, delivery?: Delivery) => {
    const answer = await deliver(body, delivery);
    await api.installation.service.removedApps.settled();
    return answer;
  };
  const account = () => api.installation.simulator.credentials.accountId;

  async function connected(): Promise<{ id: string; report: string; requestId: string }> {
    const id = await api.connect();
    await api.consent(id);
    const order = await api.order({ email: person, connection_id: id, sources: ['user'] });
    const requestId = String(bodyOf(order).id);
    const report = reportFileIn(api.installation.service.folder, requestId);
    expect(existsSync(report)).toBe(true);
    return { id, report, requestId };
  }

  test('loses its tokens, its reports and what was read; what others have stays', async () => {
    const { id, report, requestId } = await connected();
    const { service, simulator } = api.installation;
    const other = await api.connect({ account_id: 'another-account', client_secret: 'x' });
    const failed = await api.order({ email: person, connection_id: other, sources: ['user'] });
    // One request fails after its lookup, one is under way.
    const broken = simulator.faults.add({
      ...{ operation: '/users/{userId}/settings', times: Infinity, respond: 'stall-headers' },
    });
    const running = await api.order({ email: person, connection_id: id }, 'platform', 'wait=0');
    expect((await tell(removed(account(), simulator.credentials.clientId))).status).toBe(204);
    broken.remove();

    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    expect(existsSync(report)).toBe(false);
    expect(readdirSync(service.folder.path + '/requests')).toEqual([]);
    const ended = await Promise.all(
      [requestId, String(bodyOf(running).id)].map((one) => service.requests.find(one)),
    );
    expect(ended.map((one) => [one?.status, one?.report, one?.lookup, one?.outcomes])).toEqual([
      ['expired', undefined, undefined, undefined],
      ['cancelled', undefined, undefined, undefined],
    ]);
    const gone = await api.call('get', `/v1/access-requests/${requestId}/report`);
    expectProblem(gone, 410, 'report_expired');
    expect(await api.show(other)).toMatchObject({ status: 'connected' });
    expect((await service.requests.find(String(bodyOf(failed).id)))?.status).toBe('failed');
    // It can be connected again.
    expect(await api.consent(id)).toMatchObject({ status: 200 });
    expect(bodyOf(await api.order({ email: person, connection_id: id, sources: ['user'] })).status).toBe(
      'completed',
    );
  });

  test('another account, or another app of the account: nothing is deleted', async () => {
    const { id, report } = await connected();
    expect((await tell(removed('another-account'))).status).toBe(204);
    expect((await tell(removed(account(), 'another-app'))).status).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    expect(existsSync(report)).toBe(true);
  });

  test('without the name of the app: all connections of the account', async () => {
    const { id, report } = await connected();
    expect((await tell(removed(account()))).status).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    expect(existsSync(report)).toBe(false);
  });

  const entriesOf = async (id: string) =>
    (await gather(api.installation.service.ledger.entries(id))).filter(
      (one) => one.event === 'connection.disconnected',
    );

  test('twice: it is acted on once', async () => {
    const { id } = await connected();
    const [timestamp, body] = [now(), removed(account())];
    expect((await tell(body, { timestamp })).status).toBe(204);
    expect(await api.consent(id)).toMatchObject({ status: 200 });
    expect((await tell(body, { timestamp })).status).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test.each([400, 3_600, 86_400 * 3])('while the service was down, told %d s late', async (ageSeconds) => {
    const { id, report } = await connected();
    const timestamp = now() - ageSeconds;
    const body = removed(account());
    // The tokens are of a consent before the call.
    const { store, tokens } = await tokensOf(id);
    await store.keep({ ...tokens, issuedAt: (timestamp - 60) * 1_000 });
    expect((await tell(body, { timestamp })).status).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    expect(existsSync(report)).toBe(false);
    expect((await entriesOf(id))[0]?.details).toContain(
      new Date(timestamp * 1_000).toISOString().slice(0, 10),
    );
  });

  test('long before it was connected again: what is connected now stays', async () => {
    const { id, report } = await connected();
    expect((await tell(removed(account()), { timestamp: now() - 3_600 })).status).toBe(204);
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
    expect(existsSync(report)).toBe(true);
  });

  test('late, with a wrong signature: nothing is deleted', async () => {
    const { id } = await connected();
    const answer = await tell(removed(account()), {
      timestamp: now() - 3_600,
      signature: sign(now(), 'x'),
    });
    expectProblem(answer, 401, 'signature_invalid');
    expect(await api.show(id)).toMatchObject({ status: 'connected' });
  });

  const tokensOf = async (id: string) => {
    const { kept } = await api.installation.service.connections.open(id);
    const tokens = await kept.read();
    if (!tokens) throw new Error('There are no tokens.');
    return { store: kept, tokens };
  };

  describe('that could not be named when somebody consented', () => {
    const { faults } = { faults: () => api.installation.simulator.faults };
    const nameless = {
      transform: (body: Record<string, never>) => ({ ...body, account_id: undefined as never }),
    };
    const refusal = { status: 403, body: { code: 200, message: 'No permission.' } };
    const consentUnnamed = async (respond: typeof nameless | typeof refusal) => {
      const fault = faults().add({
        operation: '/users/{userId}',
        times: Infinity,
        respond: respond as never,
      });
      const id = await api.connect();
      await api.consent(id);
      expect(await api.show(id)).toMatchObject({ status: 'connected', account_known: false });
      return { id, fault };
    };
    const clientId = () => api.installation.simulator.credentials.clientId;

    test('is named when the token first works', async () => {
      const { id, fault } = await consentUnnamed(refusal);
      fault.remove();
      await api.order({ email: person, connection_id: id, sources: ['user'] });
      expect(await api.show(id)).toMatchObject({ account_known: true });
      expect((await tell(removed(account()))).status).toBe(204);
      expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    });

    test('is named by a test, which says so where it cannot be', async () => {
      const { id, fault } = await consentUnnamed(nameless);
      expect((await api.test(id)).next_step).toContain('does not tell which account');
      fault.remove();
      expect((await api.test(id)).next_step).not.toContain('does not tell which account');
      expect(await api.show(id)).toMatchObject({ account_known: true });
    });

    test('is found by who consented, also without the name of the app', async () => {
      const { id } = await consentUnnamed(nameless);
      const owner = api.installation.simulator.world.users.find(
        ({ email }) => email === api.installation.simulator.world.account.ownerEmail,
      );
      const body = (userId: string) =>
        JSON.stringify({ event: 'app_deauthorized', payload: { account_id: 'unknown', user_id: userId } });
      expect((await tell(body('somebody-else'))).status).toBe(204);
      expect(await api.show(id)).toMatchObject({ status: 'connected' });
      expect((await tell(body(owner?.id ?? ''))).status).toBe(204);
      expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    });

    test('is disconnected by the app alone, while nobody can tell', async () => {
      const { id } = await consentUnnamed(refusal);
      expect((await tell(removed('any-account', 'another-app'))).status).toBe(204);
      expect(await api.show(id)).toMatchObject({ status: 'connected' });
      expect((await tell(removed('any-account', clientId()))).status).toBe(204);
      expect(await api.show(id)).toMatchObject({ status: 'reconnect_needed' });
    });

    test('is asked once more before: what turns out to be another account stays', async () => {
      const { id, fault } = await consentUnnamed(refusal);
      fault.remove();
      expect((await tell(removed('any-account', clientId()))).status).toBe(204);
      expect(await api.show(id)).toMatchObject({ status: 'connected', account_known: true });
    });
  });
});
