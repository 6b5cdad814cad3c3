import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import got from 'got';
import { Refusal, Transient } from '../../../src/upstream/refusal.js';
import { readText } from '../../../src/upstream/read-body.js';
import { walkToFile, type Walk } from '../../../src/upstream/walk.js';
import { startFakeInternet, type FakeInternet } from '../../support/fake-internet.js';
import { sendText, startOrigin, stopOrigins, type Handle } from '../../support/start-origin.js';
import {
  closeUpstreams,
  errorOf,
  upstreamFor,
  type UpstreamUnderTest,
} from '../../support/upstream-under-test.js';

const internets: FakeInternet[] = [];

afterEach(async () => {
  closeUpstreams();
  await Promise.all(internets.splice(0).map((internet) => internet.close()));
  await stopOrigins();
});

const walkTo = (url: string, changes: Partial<Walk> = {}): Walk => ({
  ...{ url, endpoint: '/files', headers: {}, meter: { calls: 0 } },
  ...changes,
});

/** An API that answers every file with a redirect, and a storage host that has it. */
async function apiAndStorage(redirect: (storage: string) => { status: number; location?: string }) {
  const storage = await startOrigin((_, response) => sendText(response, 200, 'the file'));
  const api = await startOrigin((_, response) => {
    const { status, location } = redirect(storage.origin);
    sendText(response, status, 'see elsewhere', location === undefined ? {} : { location });
  });
  const upstream = upstreamFor(`${api.origin}/v2`, { mediaHosts: [storage.host] });
  return { api, storage, upstream };
}

const bodyAt = async (upstream: UpstreamUnderTest, walk: Walk) =>
  readText((await walkToFile(upstream, walk)).answer.body, 500);

describe('the walk to a file', () => {
  test.each([301, 302, 303, 307, 308])(
    'follows a %d: the token goes to the API, never to the storage host',
    async (status) => {
      const { api, storage, upstream } = await apiAndStorage((origin) => ({
        ...{ status, location: `${origin}/media?signature=x` },
      }));
      expect(await bodyAt(upstream, walkTo(`${api.origin}/rec`))).toBe('the file');
      expect(api.seen[0]?.headers.authorization).toBe('Bearer token-1');
      expect(storage.seen).toHaveLength(1);
      expect(storage.seen[0]?.headers.authorization).toBeUndefined();
      expect(JSON.stringify(storage.seen)).not.toContain('token-1');
      expect(storage.seen[0]).toMatchObject({ method: 'GET', url: '/media?signature=x' });
    },
  );

  test('needs no redirect', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, 'at once'));
    expect(await bodyAt(upstreamFor(origin.origin), walkTo(`${origin.origin}/rec`))).toBe('at once');
  });

  test('asks for unpacked bytes and passes Range and If-Range on to the last hop', async () => {
    const { api, storage, upstream } = await apiAndStorage((origin) => ({ status: 302, location: origin }));
    const headers = { range: 'bytes=5-', 'if-range': '"v1"' };
    await bodyAt(upstream, walkTo(`${api.origin}/rec`, { headers }));
    for (const seen of [api.seen[0], storage.seen[0]])
      expect(seen?.headers).toMatchObject({ ...headers, 'accept-encoding': 'identity' });
  });

  test('sends the storage host nothing that tells about the API', async () => {
    const { api, storage, upstream } = await apiAndStorage((origin) => ({ status: 302, location: origin }));
    await bodyAt(upstream, walkTo(`${api.origin}/rec?access=1`));
    const names = Object.keys(storage.seen[0]?.headers ?? {});
    expect(names).toContain('host');
    for (const name of ['referer', 'cookie', 'origin', 'authorization']) expect(names).not.toContain(name);
  });

  test.each([
    ['a path', '/there?x=1', '/there?x=1'],
    ['a relative path', 'there', '/a/there'],
    ['a path one up', '../there', '/there'],
    ['a query', '?x=1', '/a/b?x=1'],
    ['nothing but a scheme-less host of its own', '//HOST/there', '/there'],
  ])('follows a relative Location: %s', async (_, location, expected) => {
    const origin = await startOrigin((request, response, index) => {
      const to = location.replace('HOST', request.headers.host ?? '');
      if (index === 0) sendText(response, 302, '', { location: to });
      else sendText(response, 200, 'there');
    });
    expect(await bodyAt(upstreamFor(origin.origin), walkTo(`${origin.origin}/a/b`))).toBe('there');
    expect(origin.seen[1]).toMatchObject({ url: expected, headers: { authorization: 'Bearer token-1' } });
  });

  test('gives the token back to the API when a storage host leads there', async () => {
    const storage = await startOrigin((request, response) =>
      sendText(response, 302, '', { location: request.headers['x-api'] as string }),
    );
    const api = await startOrigin((request, response) =>
      request.url === '/rec'
        ? sendText(response, 302, '', { location: `${storage.origin}/` })
        : sendText(response, 200, 'back'),
    );
    const upstream = upstreamFor(api.origin, { mediaHosts: [storage.host] });
    const walk = walkTo(`${api.origin}/rec`, { headers: { 'x-api': `${api.origin}/back` } });
    expect(await bodyAt(upstream, walk)).toBe('back');
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ]);
    expect(storage.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('counts one call and one turn of the label, however many redirects there are', async () => {
    const { api, upstream } = await apiAndStorage((origin) => ({ status: 302, location: origin }));
    const walk = walkTo(`${api.origin}/rec`, { rateLimit: { family: 'phone', label: 'medium' } });
    await bodyAt(upstream, walk);
    expect([walk.meter.calls, upstream.pace.runs]).toEqual([1, ['medium']]);
    expect(upstream.observed).toEqual([{ endpoint: '/files', status: 302 }]);
  });

  test('of an unlabelled file takes no turn', async () => {
    const { api, upstream } = await apiAndStorage((origin) => ({ status: 302, location: origin }));
    await bodyAt(upstream, walkTo(`${api.origin}/rec`));
    expect(upstream.pace.runs).toEqual([]);
  });

  test.each([300, 304, 305, 306])('does not follow a %d', async (status) => {
    const { api, storage, upstream } = await apiAndStorage((location) => ({ status, location }));
    expect((await walkToFile(upstream, walkTo(`${api.origin}/rec`))).answer.status).toBe(status);
    expect(storage.seen).toHaveLength(0);
  });
});

describe('a walk that leads nowhere', () => {
  const loop: Handle = (request, response) =>
    sendText(response, 302, '', { location: `${request.url ?? ''}x` });

  test('ends after five redirects', async () => {
    const origin = await startOrigin(loop);
    const error = await errorOf(walkToFile(upstreamFor(origin.origin), walkTo(`${origin.origin}/`)));
    expect(error).toMatchObject({ name: 'Transient', reason: 'file_broken' });
    expect(origin.seen).toHaveLength(6);
  });

  test('of five redirects is still walked', async () => {
    const origin = await startOrigin((request, response, index) =>
      index < 5 ? loop(request, response, index) : sendText(response, 200, 'there'),
    );
    expect(await bodyAt(upstreamFor(origin.origin), walkTo(`${origin.origin}/`))).toBe('there');
  });

  test('by a redirect without an address may heal', async () => {
    const { api, upstream } = await apiAndStorage(() => ({ status: 302 }));
    expect(await errorOf(walkToFile(upstream, walkTo(`${api.origin}/`)))).toBeInstanceOf(Transient);
  });

  test.each(['http://', 'https://[::1', 'http://a:b:c/', 'https://%00/', '//'])(
    'by an address that is none (%s) is refused',
    async (location) => {
      const { api, upstream } = await apiAndStorage(() => ({ status: 302, location }));
      const error = await errorOf(walkToFile(upstream, walkTo(`${api.origin}/`)));
      expect(error).toMatchObject({ name: 'Refusal', reason: 'address_refused' });
    },
  );

  test.each(['', 'not an address', 'https://', '/rec/download'])(
    'from a record whose address is %j is refused, and nothing is sent',
    async (url) => {
      const error = await errorOf(walkToFile(upstreamFor('https://api.zoom.us/v2'), walkTo(url)));
      expect(error).toMatchObject({ name: 'Refusal', reason: 'address_refused' });
    },
  );

  test('tells nobody the address it was led to', async () => {
    const { api, upstream } = await apiAndStorage(() => ({
      ...{ status: 302, location: 'http://storage.example/?signature=secret' },
    }));
    const error = await errorOf(walkToFile(upstream, walkTo(`${api.origin}/`)));
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secret');
  });
});

describe('an address on a private network', () => {
  test.each<[string, (port: number) => string]>([
    ['http, another port of this machine', (port) => `http://127.0.0.1:${port}/`],
    ['http, by name', (port) => `http://localhost:${port}/`],
    ['https, by number', (port) => `https://127.0.0.1:${port}/`],
    ['https, by name', (port) => `https://localhost:${port}/`],
    ['https, in another notation', (port) => `https://0x7f000001:${port}/`],
    ['https, IPv6', (port) => `https://[::1]:${port}/`],
    ['https, mapped', (port) => `https://[::ffff:127.0.0.1]:${port}/`],
    ['https, cloud metadata', () => 'https://169.254.169.254/latest/meta-data'],
    ['http, cloud metadata', () => 'http://169.254.169.254/latest/meta-data'],
  ])('that the operator did not name is refused, and nothing reaches it: %s', async (_, address) => {
    const inside = await startOrigin((_request, response) => sendText(response, 200, 'inside'));
    const { api, upstream } = await apiAndStorage(() => ({ status: 302, location: address(inside.port) }));
    const error = await errorOf(walkToFile(upstream, walkTo(`${api.origin}/rec`)));
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ outcome: 'failed', reason: 'address_refused' });
    expect(inside.seen).toHaveLength(0);
  });

  test('may be named by the operator', async () => {
    const { api, storage, upstream } = await apiAndStorage((origin) => ({ status: 302, location: origin }));
    await bodyAt(upstream, walkTo(`${api.origin}/rec`));
    expect(storage.seen).toHaveLength(1);
  });
});

describe('why redirects are walked by hand', () => {
  test('got would keep the Authorization header from https to plain http of the same host', async () => {
    const plain = await startOrigin((_, response) => sendText(response, 200, 'plain'));
    const internet = await startFakeInternet(['zoom.us'], (_, response) =>
      sendText(response, 302, '', { location: 'http://zoom.us/rec' }),
    );
    internets.push(internet);
    const http = new HttpAgent();
    http.createConnection = () => connect(plain.port, '127.0.0.1');
    const headers = { authorization: 'Bearer token-1' };
    await got('https://zoom.us/rec', { headers, agent: { http, https: new HttpsAgent() } });
    expect(plain.seen[0]?.headers.authorization).toBe('Bearer token-1');
  });

  test('and the walk refuses that address', async () => {
    const internet = await startFakeInternet(['zoom.us'], (_, response) =>
      sendText(response, 302, '', { location: 'http://zoom.us/rec' }),
    );
    internets.push(internet);
    const upstream = upstreamFor('https://api.zoom.us/v2');
    const error = await errorOf(walkToFile(upstream, walkTo('https://zoom.us/rec')));
    expect(error).toMatchObject({ name: 'Transient', reason: 'vendor_unreachable' });
    expect(internet.seen).toHaveLength(1);
    expect(internet.seen[0]?.headers.authorization).toBe('Bearer token-1');
  });
});
