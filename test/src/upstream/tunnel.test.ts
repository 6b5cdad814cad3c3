import { createServer as createHttp } from 'node:http';
import { hostname } from 'node:os';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { networkRemedy } from '../../../src/upstream/network-remedy.js';
import { proxyFor, type ProxySettings } from '../../../src/upstream/outgoing-proxy.js';
import { isPublicAddress, refusePrivate } from '../../../src/upstream/public-address.js';
import type { Refusal } from '../../../src/upstream/refusal.js';
import { createSend } from '../../../src/upstream/send.js';
import { errorOf } from '../../support/upstream-under-test.js';

const timeouts = { connectMs: 1_000, firstByteMs: 1_000, silenceMs: 1_000 };

let asked: { path: string; authorization?: string }[];
let reply: (socket: Socket) => void;
const proxy = createHttp((_request, response) => void response.writeHead(405).end());
proxy.on('connect', ({ url = '', headers }, socket: Socket) => {
  asked.push({ path: url, authorization: headers['proxy-authorization'] });
  socket.on('error', () => undefined);
  reply(socket);
});

beforeEach(async () => {
  asked = [];
  reply = (socket) => void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  if (!proxy.listening) await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
});
afterEach(() => {
  proxy.closeAllConnections();
  proxy.close();
});

const settings = (more: Partial<ProxySettings> = {}): ProxySettings => ({
  url: `http://user:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}/`,
  ...{ exceptions: [], trustedNames: [], ...more },
});

async function failOf(url: string, publicOnly: boolean, more?: Partial<ProxySettings>): Promise<Refusal> {
  const send = createSend(timeouts, settings(more));
  try {
    return (await errorOf(send({ url: new URL(url), publicOnly }))) as Refusal;
  } finally {
    send.close();
  }
}

describe('a call through a proxy', () => {
  test('asks for the name of the API, with user and password', async () => {
    await failOf('https://api.vendor.invalid/v2/users', false);
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(asked).toEqual([{ path: 'api.vendor.invalid:443', authorization: basic }]);
  });

  test.each([200.5, 302, 401, 403, 404, 407, 429, 502].filter(Number.isInteger))(
    'that is refused with %d and words like the vendor’s is no answer of the vendor',
    async (status) => {
      const body = '{"code":1001,"message":"User does not exist"}';
      reply = (socket) =>
        void socket.end(
          `HTTP/1.1 ${status} No\r\nlocation: https://evil.example/\r\nretry-after: 9\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      const error = await failOf('https://api.vendor.invalid/', false);
      expect(error).toMatchObject({ name: 'Transient', reason: 'vendor_unreachable' });
      expect(error.remedy).toMatch(/proxy 127\.0\.0\.1:\d+/);
      expect(error.remedy).toMatch(status === 407 ? /user and a password/ : new RegExp(`status ${status}`));
      expect(error.remedy).not.toContain('p@ss');
    },
  );

  test('that never gets an answer ends with the time limit', async () => {
    reply = () => undefined;
    const error = await failOf('https://api.vendor.invalid/', false);
    expect(error.remedy).toMatch(/ETIMEDOUT/);
  });

  test('of a file asks for no private address, whatever its form', async () => {
    for (const host of [
      '10.0.0.1',
      '[::1]',
      '[64:ff9b::a00:1]',
      '[::ffff:10.0.0.1]',
      '169.254.169.254',
      hostname(),
    ])
      expect(await failOf(`https://${host}/f`, true)).toMatchObject({ reason: 'address_refused' });
    expect(asked).toEqual([]);
  });

  test('of a file asks for a judged address, and for a name only where the operator named its suffix', async () => {
    await failOf('https://8.8.8.8/f', true);
    await failOf('https://[64:ff9b::808:808]/f', true);
    await failOf('https://files.storage.invalid/f', true, { trustedNames: ['storage.invalid'] });
    expect(asked.map(({ path }) => path)).toEqual([
      '8.8.8.8:443',
      '[64:ff9b::808:808]:443',
      'files.storage.invalid:443',
    ]);
    expect(
      await failOf('https://files.otherstorage.invalid/f', true, { trustedNames: ['storage.invalid'] }),
    ).toMatchObject({
      reason: 'vendor_unreachable',
    });
    expect(asked).toHaveLength(3);
  });

  test('carries what the other end says', async () => {
    const target = createHttp().on('connection', (socket) => void socket.end('x'));
    await new Promise<void>((done) => target.listen(0, '127.0.0.1', done));
    reply = (socket) => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      const through = connect((target.address() as AddressInfo).port, '127.0.0.1');
      through.on('error', () => undefined);
      socket.pipe(through).pipe(socket);
    };
    // The tunnel stands; what speaks at its end is no TLS.
    const error = await failOf('https://api.vendor.invalid/', false);
    expect(error.remedy).not.toMatch(/The proxy/);
    target.close();
  });
});

describe('which calls go through it', () => {
  test.each<[string, string, boolean]>([
    ['', 'https://api.example.com/', true],
    ['api.example.com', 'https://api.example.com/', false],
    ['example.com', 'https://api.example.com/', true],
    ['.example.com', 'https://api.example.com/', false],
    ['*.example.com', 'https://api.example.com/', false],
    ['.example.com', 'https://example.com/', true],
    ['.example.com', 'https://notexample.com/', true],
    ['api.example.com', 'https://api.example.com./', false],
    ['API.Example.COM', 'https://api.example.com/', false],
    ['api.example.com:443', 'https://api.example.com/', false],
    ['api.example.com:8443', 'https://api.example.com/', true],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', false],
    ['2001:db8::1', 'https://[2001:db8::1]/', false],
    ['*', 'https://api.example.com/', false],
    ['', 'http://127.0.0.1:80/', false],
    ['', 'https://localhost/', false],
  ])('NO_PROXY=%j, %s: %p', (exception, url, isThrough) => {
    const exceptions = exception === '' ? [] : [exception];
    const via = proxyFor(new URL(url), { url: 'http://p.example.com:3128', exceptions, trustedNames: [] });
    expect(via !== undefined).toBe(isThrough);
  });
});

describe('an address', () => {
  test.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['64:ff9b::808:808', true],
    ['64:ff9b::a00:1', false],
    ['64:ff9b::7f00:1', false],
    ['64:ff9b::a9fe:a9fe', false],
    ['64:ff9b:1::808:808', false],
    ['::ffff:8.8.8.8', false],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['fd00::1', false],
    ['::', false],
    ['not an address', false],
  ])('%s is public: %p', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
    if (!isPublic && address !== 'not an address') expect(() => refusePrivate(`[${address}]`)).toThrow();
  });

  test.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ])('with an unknown certificate (%s) has a remedy that names the setting', (code) => {
    expect(networkRemedy('api.example.com', code)).toContain('NODE_EXTRA_CA_CERTS');
  });
});
