import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import got from 'got';
import type { Connection } from '../../../src/connections/connection.js';
import { requestToken, revokeToken, type EndpointNeeds } from '../../../src/connections/token-endpoint.js';
import { ask } from '../../../src/upstream/client.js';
import { walkToFile } from '../../../src/upstream/walk.js';
import { startFakeInternet, type FakeInternet } from '../../support/fake-internet.js';
import { sendText, startOrigin, stopOrigins, type Origin } from '../../support/start-origin.js';
import {
  fastRetry,
  callOf,
  closeUpstreams,
  errorOf,
  upstreamFor,
} from '../../support/upstream-under-test.js';

/** The vendor's own names stand here too: even they get no credential by a redirect of these clients. */
const publicHosts = ['zoom.us', 'api.zoom.us', 'zoom.us.evil.example', 'storage.example'];
const hosts = ['127.0.0.1', 'localhost', ...publicHosts];
const ports = ['', 'vendor', 'other', '443', '8443'];
const users = ['', 'zoom.us@', 'client-1:SECRET@', 'api.zoom.us:443@'];
const statuses = [301, 302, 303, 307, 308];
const targets = ['http', 'https'].flatMap((scheme) =>
  hosts.flatMap((host) => ports.flatMap((port) => users.map((user) => ({ scheme, host, port, user })))),
);

const credentials = { accountId: 'account-1', clientId: 'client-1', clientSecret: 'top-secret-1' };
/** Everything that must stay with the vendor, in the forms in which it travels. */
const secrets = [
  'token-1',
  'top-secret-1',
  btoa('client-1:top-secret-1'),
  'refresh-1',
  'code-1',
  'verifier-1',
];

let vendor: Origin;
let other: Origin;
let internet: FakeInternet;
let answer = { status: 302, location: '' };

beforeAll(async () => {
  vendor = await startOrigin(({ url }, response) =>
    url === '/there'
      ? sendText(response, 200, '{}')
      : sendText(response, answer.status, '', { location: answer.location }),
  );
  other = await startOrigin((_, response) => sendText(response, 200, '{}'));
  // Plain http is served at the real port; https to the same host and port ends at the fake internet.
  internet = await startFakeInternet([...publicHosts, 'localhost'], ({ url }, response) =>
    url === '/there'
      ? sendText(response, 200, '{}')
      : sendText(response, answer.status, '', { location: answer.location }),
  );
});
beforeEach(() => {
  for (const { seen } of [vendor, other, internet]) seen.length = 0;
});
afterAll(async () => {
  closeUpstreams();
  await internet.close();
  await stopOrigins();
});

/** One outbound client: sends one call to the vendor at a base address. */
type Client = (base: string) => Promise<unknown>;

function endpoint(base: string): EndpointNeeds {
  const { connector, send, timeouts, clock } = upstreamFor(base);
  const connection: Connection = {
    ...{ id: 'one', connector: 'zoom', plan: 'pro', rateShare: 0.5, mediaHosts: [], credentials },
    ...{ apiUrl: `${base}/v2`, isApiUrlExplicit: false, oauthUrl: `${base}/oauth` },
  };
  return { connection, connector, send, timeouts, clock };
}

const tokenRequest =
  (form: Record<string, string>): Client =>
  (base) =>
    requestToken(endpoint(base), form);

const once = { ...fastRetry, attempts: 1, atLeastMs: 0 };

const clients: Record<string, Client> = {
  'an API call': (base) => ask(upstreamFor(`${base}/v2`, { policy: once }), callOf()),
  'a token for an account': tokenRequest({ grant_type: 'account_credentials', account_id: 'account-1' }),
  'a refreshed token': tokenRequest({ grant_type: 'refresh_token', refresh_token: 'refresh-1' }),
  'the exchange of a code': tokenRequest({
    ...{ grant_type: 'authorization_code', code: 'code-1', code_verifier: 'verifier-1' },
  }),
  'the revocation of a token': (base) => revokeToken(endpoint(base), 'token-1'),
};

const addressOf = ({ scheme, host, port, user }: (typeof targets)[number]) => {
  const number = { vendor: vendor.port, other: other.port }[port]?.toString() ?? port;
  return `${scheme}://${user}${host}${number && `:${number}`}/there`;
};

/** What was asked beyond the first call. */
const beyond = (first: string) => {
  const all = [...vendor.seen, ...other.seen, ...internet.seen];
  expect(all.filter(({ url }) => url !== '/there')).toHaveLength(1);
  expect(JSON.stringify(all[0])).toContain(first);
  return all.filter(({ url }) => url === '/there');
};

describe.each(Object.entries(clients))('%s', (name, client) => {
  test(`follows none of ${targets.length} redirects`, async () => {
    expect(targets.length).toBeGreaterThanOrEqual(200);
    const wrong: unknown[] = [];
    for (const [index, target] of targets.entries()) {
      for (const { seen } of [vendor, other, internet]) seen.length = 0;
      answer = { status: statuses[index % statuses.length] ?? 302, location: addressOf(target) };
      const error = (await errorOf(client(vendor.origin))) as Error;
      const scheme = name === 'an API call' ? 'Bearer' : 'Basic';
      const asked = beyond(scheme);
      if (asked.length > 0 || !['Refusal', 'Transient'].includes(error.name))
        wrong.push({ ...answer, asked, error });
      const told = `${error.message} ${JSON.stringify(error)}`;
      if (secrets.some((secret) => told.includes(secret))) wrong.push({ ...answer, told });
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test.each(statuses)('does not go from https to http of the same host and port (%d)', async (status) => {
    answer = { status, location: `http://localhost:${vendor.port}/there` };
    await errorOf(client(`https://localhost:${vendor.port}`));
    expect(internet.seen).toHaveLength(1);
    expect(internet.seen[0]?.headers.authorization).toBeDefined();
    expect(vendor.seen).toEqual([]);
  });
});

describe('a download', () => {
  const walk = (mediaHosts: string[] = []) => {
    const upstream = upstreamFor(`https://localhost:${vendor.port}/v2`, { mediaHosts });
    const url = `https://localhost:${vendor.port}/rec`;
    return walkToFile(upstream, { url, endpoint: '/files', headers: {}, meter: { calls: 0 } });
  };

  test.each(statuses)('does not go from https to http of the same host and port (%d)', async (status) => {
    answer = { status, location: `http://localhost:${vendor.port}/there` };
    expect(await errorOf(walk())).toMatchObject({ reason: 'address_refused' });
    expect(vendor.seen).toEqual([]);
  });

  test.each(statuses)(
    'goes there without the token where the operator named the host (%d)',
    async (status) => {
      answer = { status, location: `http://localhost:${vendor.port}/there` };
      const { answer: end } = await walk([`localhost:${vendor.port}`]);
      end.body.destroy();
      expect(internet.seen[0]?.headers.authorization).toBe('Bearer token-1');
      expect(vendor.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
        ['/there', undefined],
      ]);
    },
  );

  test('takes an address that starts out as http of the API host for no address of the API', async () => {
    const upstream = upstreamFor(`https://localhost:${vendor.port}/v2`);
    const url = `http://localhost:${vendor.port}/there`;
    const walking = walkToFile(upstream, { url, endpoint: '/files', headers: {}, meter: { calls: 0 } });
    expect(await errorOf(walking)).toMatchObject({ reason: 'address_refused' });
    expect(vendor.seen).toEqual([]);
  });
});

describe('the danger', () => {
  test('is real: got alone keeps Authorization from https to http of the same host and port', async () => {
    answer = { status: 302, location: `http://localhost:${vendor.port}/there` };
    const headers = { authorization: 'Bearer token-1' };
    await got(`https://localhost:${vendor.port}/rec`, { headers, retry: { limit: 0 } });
    expect(vendor.seen.map(({ headers: seen }) => seen.authorization)).toEqual(['Bearer token-1']);
  });
});
