import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readChunks, readText } from '../../../src/upstream/read-body.js';
import { Refusal, Transient } from '../../../src/upstream/refusal.js';
import { createSend, type Outgoing } from '../../../src/upstream/send.js';
import { sendText, startOrigin, stopOrigins } from '../../support/start-origin.js';
import { errorOf, fastTimeouts } from '../../support/upstream-under-test.js';

const sends: { close(): void }[] = [];
const servers: Server[] = [];

afterEach(async () => {
  for (const send of sends.splice(0)) send.close();
  for (const server of servers.splice(0)) server.close();
  await stopOrigins();
});

function newSend(timeouts = fastTimeouts) {
  const send = createSend(timeouts);
  sends.push(send);
  return send;
}

/** A server that answers every connection with raw bytes, as no HTTP library would. */
async function rawOrigin(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const get = (url: string, more: Partial<Outgoing> = {}): Outgoing => ({ url: new URL(url), ...more });

describe('sending', () => {
  test('gives status, headers and body, whatever the status', async () => {
    const origin = await startOrigin((request, response) => {
      const status = Number(request.url?.slice(1));
      sendText(response, status, status === 304 ? '' : `status ${status}`, { 'x-test': 'yes' });
    });
    const send = newSend();
    for (const status of [200, 206, 301, 304, 307, 400, 401, 403, 404, 429, 500, 503]) {
      const answer = await send(get(`${origin.origin}/${status}`));
      expect(answer).toMatchObject({ status, headers: { 'x-test': 'yes' } });
      expect(await readText(answer.body, 200)).toBe(status === 304 ? '' : `status ${status}`);
    }
    expect(origin.seen).toHaveLength(12);
  });

  test.each([301, 302, 303, 307, 308])('never follows a %d', async (status) => {
    const other = await startOrigin((_, response) => sendText(response, 200, ''));
    const origin = await startOrigin((_, response) =>
      sendText(response, status, '', { location: other.origin }),
    );
    const answer = await newSend()(get(origin.origin, { headers: { authorization: 'Bearer x' } }));
    expect(answer.status).toBe(status);
    expect(other.seen).toHaveLength(0);
  });

  test('never tries again by itself', async () => {
    const origin = await startOrigin((request, response, index) =>
      index % 2 ? request.socket.resetAndDestroy() : sendText(response, 503, '', { 'retry-after': '0' }),
    );
    const send = newSend();
    expect((await send(get(origin.origin))).status).toBe(503);
    expect(await errorOf(send(get(origin.origin)))).toBeInstanceOf(Transient);
    expect(origin.seen).toHaveLength(2);
  });

  test('posts a form', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, ''));
    await newSend()(get(origin.origin, { method: 'POST', form: { a: 'ä &+', b: '1' } }));
    expect(origin.seen[0]).toMatchObject({
      method: 'POST',
      body: 'a=%C3%A4+%26%2B&b=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  });

  test('unpacks a compressed answer, except where the raw bytes are wanted', async () => {
    const packed = gzipSync('{"a":1}');
    const origin = await startOrigin((_, response) =>
      sendText(response, 200, packed, { 'content-encoding': 'gzip' }),
    );
    const send = newSend();
    expect(await readText((await send(get(origin.origin))).body, 200)).toBe('{"a":1}');
    const chunks: Buffer[] = [];
    for await (const chunk of readChunks((await send(get(origin.origin, { raw: true }))).body, 200))
      chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(packed)).toBe(true);
  });

  test('puts the encoded path on the wire as it is', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, ''));
    for (const path of ['/a%2Fb', '/%252Fabc%253D', '/a%2Bb%40c', '/a//b'])
      await newSend()(get(`${origin.origin}${path}`));
    expect(origin.seen.map(({ url }) => url)).toEqual(['/a%2Fb', '/%252Fabc%253D', '/a%2Bb%40c', '/a//b']);
  });
});

describe('a network fault is transient', () => {
  test('nobody listens', async () => {
    const origin = await startOrigin(() => undefined);
    await origin.close();
    expect(await errorOf(newSend()(get(origin.origin)))).toMatchObject({
      ...{ name: 'Transient', reason: 'vendor_unreachable' },
    });
  });

  test.each<[string, (socket: Socket) => void]>([
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['an end before any answer', (socket) => socket.end()],
    ['something that is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n')],
    ['a head that breaks off', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    [
      'two lengths that differ',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'),
    ],
    [
      'a head of a megabyte',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`),
    ],
  ])('%s', async (_, answer) => {
    const url = await rawOrigin(answer);
    expect(await errorOf(newSend()(get(url)))).toBeInstanceOf(Transient);
  });

  test('a name that nobody knows', async () => {
    const error = await errorOf(newSend()(get('http://nobody.invalid/')));
    expect(error).toBeInstanceOf(Transient);
  });

  test('no first byte in time', async () => {
    const origin = await startOrigin(() => undefined);
    const started = performance.now();
    expect(await errorOf(newSend()(get(origin.origin)))).toMatchObject({ reason: 'vendor_unreachable' });
    expect(performance.now() - started).toBeLessThan(fastTimeouts.firstByteMs + 500);
  });

  test('its message holds no address and no header', async () => {
    const url = await rawOrigin((socket) => socket.resetAndDestroy());
    const request = get(`${url}secret-path?token=secret`, { headers: { authorization: 'Bearer secret' } });
    const error = await errorOf(newSend()(request));
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secret');
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('a body', () => {
  const bodyOf = async (answer: (socket: Socket) => void) =>
    readText((await newSend()(get(await rawOrigin(answer)))).body, 150);

  test.each<[string, (socket: Socket) => void]>([
    ['shorter than its length', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello')],
    [
      'whose last chunk is missing',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    ],
    [
      'with a broken chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n'),
    ],
    [
      'that is no gzip although it says so',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello'),
    ],
    ['that stays silent', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello')],
    ['that never begins', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n')],
  ])('%s is a transient fault', async (_, answer) => {
    expect(await errorOf(bodyOf(answer))).toBeInstanceOf(Transient);
  });

  test('longer than its length never gives more than that, and the next call is not disturbed', async () => {
    const url = await rawOrigin((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\nsmuggled'),
    );
    const send = newSend();
    for (let call = 0; call < 3; call += 1) {
      const end = await send(get(url))
        .then(({ body }) => readText(body, 150))
        .catch((error: unknown) => error);
      expect(end === 'hello' || end instanceof Transient).toBe(true);
    }
  });

  test('that drips is not silent', async () => {
    const answer = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n');
      'hello'.split('').forEach((letter, index) => setTimeout(() => socket.write(letter), 300 * (index + 1)));
    };
    // In all it lasts longer than the silence that is allowed.
    const { body } = await newSend()(get(await rawOrigin(answer)));
    expect(await readText(body, 1_200)).toBe('hello');
  });

  test('that unpacks beyond the limit is broken, and is not read to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const origin = await startOrigin((_, response) =>
      sendText(response, 200, bomb, { 'content-encoding': 'gzip' }),
    );
    const { body } = await newSend()(get(origin.origin));
    expect(await errorOf(readText(body, 200, 1_000_000))).toMatchObject({ reason: 'broken_answer' });
  });

  test('of exactly the limit is read', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, 'x'.repeat(1_000)));
    const send = newSend();
    expect(await readText((await send(get(origin.origin))).body, 200, 1_000)).toHaveLength(1_000);
    expect(await errorOf(readText((await send(get(origin.origin))).body, 200, 999))).toBeInstanceOf(
      Transient,
    );
  });

  test('whose characters are torn between chunks is whole', async () => {
    const answer = (socket: Socket) => {
      const text = Buffer.from('ü😀');
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n`);
      text.forEach((_byte, index) =>
        setTimeout(() => socket.write(text.subarray(index, index + 1)), 10 * index),
      );
    };
    expect(await bodyOf(answer)).toBe('ü😀');
  });

  test('that fails while nobody reads it does not end the process', async () => {
    const url = await rawOrigin((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello');
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    const { body } = await newSend()(get(url));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await errorOf(readText(body, 150))).toBeInstanceOf(Transient);
  });
});

describe('where only public addresses are allowed', () => {
  const hosts = [
    '127.0.0.1',
    '2130706433',
    '0',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::]',
    'localhost',
  ];
  const more = [
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '[fe80::1]',
    '[fc00::1]',
  ];

  test.each([...hosts, ...more])('https://%s is refused before anything is sent', async (host) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const error = await errorOf(newSend()(get(`https://${host}:${port}/`, { publicOnly: true })));
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ outcome: 'failed', reason: 'address_refused' });
    expect(connections).toBe(0);
  });

  test('plain http to this machine is refused too', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, ''));
    expect(await errorOf(newSend()(get(origin.origin, { publicOnly: true })))).toBeInstanceOf(Refusal);
    expect(origin.seen).toHaveLength(0);
  });

  test('a connection that was opened for an allowed address is not used for it', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, 'x'));
    const send = newSend();
    await readText((await send(get(origin.origin))).body, 200);
    expect(await errorOf(send(get(origin.origin, { publicOnly: true })))).toBeInstanceOf(Refusal);
    expect(origin.seen).toHaveLength(1);
  });
});

describe('an abort', () => {
  const reason = new Error('cancelled');

  test('before sends nothing', async () => {
    const origin = await startOrigin((_, response) => sendText(response, 200, ''));
    const error = await errorOf(newSend()(get(origin.origin, { signal: AbortSignal.abort(reason) })));
    expect(error).toBe(reason);
    expect(origin.seen).toHaveLength(0);
  });

  test('while waiting gives its reason', async () => {
    const controller = new AbortController();
    const origin = await startOrigin(() => controller.abort(reason));
    expect(await errorOf(newSend()(get(origin.origin, { signal: controller.signal })))).toBe(reason);
  });
});
