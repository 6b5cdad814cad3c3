import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { walkToFile } from '../../../src/upstream/walk.js';
import { startFakeInternet, type FakeInternet } from '../../support/fake-internet.js';
import { sendText, startOrigin, stopOrigins, type Origin } from '../../support/start-origin.js';
import { closeUpstreams, upstreamFor, type UpstreamUnderTest } from '../../support/upstream-under-test.js';

const publicHosts = [
  'zoom.us',
  'us02web.zoom.us',
  'api.zoomgov.com',
  'zoom.com',
  'evilzoom.us',
  'zoom.us.evil.example',
  'storage.example',
  'named.example',
];
const schemes = ['http', 'https'];
const hosts = ['127.0.0.1', 'localhost', '[::1]', ...publicHosts];
const ports = ['', 'api', 'named', 'other', '443', '8443'];
const users = ['', 'zoom.us@', 'user:TOKEN@', 'api.zoom.us:443@'];
const statuses = [301, 302, 303, 307, 308];

let api: Origin;
let named: Origin;
let other: Origin;
let internet: FakeInternet;
let upstream: UpstreamUnderTest;
let location = '';
let status = 302;

beforeAll(async () => {
  named = await startOrigin((_, response) => sendText(response, 200, 'named'));
  other = await startOrigin((_, response) => sendText(response, 200, 'other'));
  api = await startOrigin((request, response) =>
    request.url === '/rec'
      ? sendText(response, status, '', { location })
      : sendText(response, 200, 'the API itself'),
  );
  internet = await startFakeInternet(publicHosts, (_, response) => sendText(response, 200, 'internet'));
  upstream = upstreamFor(`${api.origin}/v2`, { mediaHosts: [named.host, 'named.example'] });
});

afterAll(async () => {
  closeUpstreams();
  await internet.close();
  await stopOrigins();
});

interface Combination {
  scheme: string;
  host: string;
  port: string;
  user: string;
}

const combinations = schemes.flatMap((scheme) =>
  hosts.flatMap((host) =>
    ports.flatMap((port) => users.map((user): Combination => ({ scheme, host, port, user }))),
  ),
);

/** The rule of the issue, written down once more: who may see the token. */
function maySeeToken({ scheme, host, port, user }: Combination): boolean {
  if (user !== '') return false;
  if (scheme === 'http') return host === '127.0.0.1' && port === 'api';
  const isOwn = ['zoom.us', 'us02web.zoom.us', 'api.zoomgov.com', 'zoom.com'].includes(host);
  return isOwn && (port === '' || port === '443');
}

/** Whether anything may be asked there at all. */
function mayBeAsked(combination: Combination): boolean {
  const { scheme, host, port, user } = combination;
  if (user !== '') return false;
  if (maySeeToken(combination)) return true;
  if (scheme === 'http') return host === '127.0.0.1' && port === 'named';
  return publicHosts.includes(host);
}

const portNumber = (port: string) =>
  ({ api: api.port, named: named.port, other: other.port })[port]?.toString() ?? port;

/** Walks to one combination; what any server but the API’s first address saw. */
async function walkTo({ scheme, host, port, user }: Combination) {
  for (const { seen } of [api, named, other, internet]) seen.length = 0;
  const number = portNumber(port);
  location = `${scheme}://${user}${host}${number && `:${number}`}/there`;
  const walk = { url: `${api.origin}/rec`, endpoint: '/files', headers: {}, meter: { calls: 0 } };
  const end = await walkToFile(upstream, walk).then(
    ({ answer }) => {
      answer.body.destroy();
      return 'arrived' as const;
    },
    (error: unknown) => (error as Error).name,
  );
  const back = api.seen.slice(1);
  return { end, reached: [...back, ...named.seen, ...other.seen, ...internet.seen] };
}

describe('redirects to every kind of address', () => {
  test(`${combinations.length} of them: the token is seen only where it may be`, async () => {
    expect(combinations.length).toBeGreaterThanOrEqual(500);
    const wrong: unknown[] = [];
    const count = { arrived: 0, withToken: 0, refused: 0 };
    for (const [index, combination] of combinations.entries()) {
      status = statuses[index % statuses.length] ?? 302;
      const { end, reached } = await walkTo(combination);
      const carries = reached.map(({ headers }) => headers.authorization !== undefined);
      const sawToken = JSON.stringify(reached).includes('token-1');
      const isRight =
        reached.length === (mayBeAsked(combination) ? 1 : 0) &&
        carries.every((carried) => carried === maySeeToken(combination)) &&
        sawToken === maySeeToken(combination) &&
        (end === 'arrived') === mayBeAsked(combination);
      if (!isRight) wrong.push({ location, status, end, reached });
      if (end === 'arrived') count.arrived += 1;
      else count.refused += 1;
      if (sawToken) count.withToken += 1;
    }
    expect(wrong).toEqual([]);
    expect(count).toEqual({ arrived: 50, withToken: 9, refused: combinations.length - 50 });
  });

  test('with redirects in a row the token is never carried over', async () => {
    const chain = [
      'https://zoom.us/1',
      'https://storage.example/2',
      'https://us02web.zoom.us/3',
      'https://zoom.us.evil.example/4',
      `http://${named.host}/5`,
    ];
    await internet.close();
    internet = await startFakeInternet(publicHosts, ({ url }, response) =>
      sendText(response, 307, '', { location: chain[Number(url.slice(1))] ?? '' }),
    );
    [location, status] = [chain[0] ?? '', 308];
    named.seen.length = 0;
    const walk = { url: `${api.origin}/rec`, endpoint: '/files', headers: {}, meter: { calls: 0 } };
    (await walkToFile(upstream, walk)).answer.body.destroy();
    const carried = internet.seen.map(({ host, headers }) => [host, headers.authorization]);
    expect(carried).toEqual([
      ['zoom.us', 'Bearer token-1'],
      ['storage.example', undefined],
      ['us02web.zoom.us', 'Bearer token-1'],
      ['zoom.us.evil.example', undefined],
    ]);
    expect(named.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([['/5', undefined]]);
  });
});
