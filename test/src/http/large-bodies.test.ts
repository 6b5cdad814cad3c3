import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { continueLater } from '../../../src/http/raw-body.js';
import { hasTool } from '../../support/outside-tools.js';
import { nobody, startApi, type Api, type Problem } from '../../support/start-api.js';

let api: Api;
let server: Server;
let port: number;
beforeAll(async () => {
  api = await startApi({ webhookSecret: 'webhook-secret-of-the-tests' });
  server = createServer(api.app).on('checkContinue', continueLater(api.app));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

/** A client of its own making, which sends what it wants and notes what comes. */
class RawClient {
  readonly socket: Socket = connect(port, '127.0.0.1');
  answer = '';
  error: Error | undefined;
  readonly closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));

  constructor() {
    this.socket.on('data', (chunk) => (this.answer += chunk.toString()));
    this.socket.on('error', (error) => (this.error = error));
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  async until(word: RegExp, withinMs = 5_000): Promise<void> {
    const end = performance.now() + withinMs;
    while (!word.test(this.answer)) {
      if (performance.now() > end) throw new Error(`not answered: ${JSON.stringify(this.answer)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** The last answer, once it is whole. */
  async problem(): Promise<{ status: number; code: string; head: string }> {
    await this.until(/\r\n\r\n\{.*\}$/s);
    const [head = '', body = ''] = this.answer.slice(this.answer.lastIndexOf('HTTP/1.1')).split('\r\n\r\n');
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    return { status: Number(head.split(' ')[1]), code: (JSON.parse(body) as Problem).code, head };
  }
}

const head = (length: string, path = '/v1/access-requests', key = api.keys.platform) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n${length}\r\n`;
const announced = (bytes: number) => `Content-Length: ${bytes}\r\n`;
const chunked = 'Transfer-Encoding: chunked\r\n';
const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`;
const refused = { status: 413, code: 'body_too_large' };

describe.each(['/v1/access-requests', '/v1/webhooks/zoom'])('a body for %s that is too large', (path) => {
  test('is refused by its announced length, before any of it comes', async () => {
    const client = new RawClient().send(head(announced(1e10), path));
    const problem = await client.problem();
    expect(problem).toMatchObject(refused);
    expect(problem.head).toContain('Connection: close');
    await client.closed;
    expect(client.error).toBeUndefined();
  });

  test('is refused while it comes in chunks, before its end', async () => {
    const client = new RawClient().send(head(chunked, path)).send(chunk(65_536));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(client.answer).toBe('');
    client.send(chunk(1));
    expect(await client.problem()).toMatchObject(refused);
    await client.closed;
  });

  test('is refused to a client that sends all before it reads', async () => {
    const client = new RawClient();
    client.socket.pause();
    client.send(head(announced(8_000_000), path));
    for (let sent = 0; sent < 8; sent += 1) client.send('x'.repeat(1_000_000));
    await new Promise((resolve) => setTimeout(resolve, 300));
    client.socket.resume();
    expect(await client.problem()).toMatchObject(refused);
    await client.closed;
    expect(client.error).toBeUndefined();
  });
});

describe('a client that is refused for its body', () => {
  test('and sends on without end is cut off', async () => {
    const client = new RawClient().send(head(chunked)).send(chunk(70_000));
    const sending = setInterval(() => client.socket.writable && client.send(chunk(1_000)), 20);
    const started = performance.now();
    expect(await client.problem()).toMatchObject(refused);
    await client.closed;
    clearInterval(sending);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('is free as soon as it has sent the rest', async () => {
    const client = new RawClient().send(head(chunked)).send(chunk(70_000)).send('0\r\n\r\n');
    const started = performance.now();
    await client.closed;
    expect(await client.problem()).toMatchObject(refused);
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  test('by another reason hears that at once', async () => {
    const client = new RawClient().send(head(announced(1e10), undefined, 'wrong'));
    expect(await client.problem()).toMatchObject({ status: 401, code: 'unauthorized' });
    client.socket.destroy();
  });

  test('may be a usual program', async () => {
    const url = `http://127.0.0.1:${port}/v1/access-requests`;
    const headers = { Authorization: `Bearer ${api.keys.platform}`, 'Content-Type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: 'x'.repeat(3_000_000) });
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([413, 'body_too_large']);
    if (!hasTool('curl')) return;
    const folder = mkdtempSync(join(tmpdir(), 'dsar-body-'));
    const file = join(folder, 'body');
    writeFileSync(file, 'x'.repeat(3_000_000));
    for (const more of [[], ['-H', 'Transfer-Encoding: chunked'], ['-H', 'Expect:']]) {
      const all = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
      const { stdout } = await promisify(execFile)('curl', [
        '-sS',
        ...all,
        ...more,
        '--data-binary',
        `@${file}`,
        url,
      ]);
      expect((JSON.parse(stdout) as Problem).code).toBe('body_too_large');
    }
    rmSync(folder, { recursive: true });
  });
});

describe('a client that asks before it sends its body', () => {
  const body = JSON.stringify({ email: nobody });
  const asking = (bytes: number) => `${announced(bytes)}Expect: 100-continue\r\n`;

  test('is let on when the body will be read', async () => {
    const client = new RawClient().send(head(asking(body.length)));
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    client.send(body);
    await client.until(/HTTP\/1\.1 202 /);
    client.socket.destroy();
  });

  test.each<[what: string, bytes: number, key: string | undefined, status: number]>([
    ['too large', 1e10, undefined, 413],
    ['from nobody', 10, 'wrong', 401],
  ])('is refused without it when it is %s', async (_, bytes, key, status) => {
    const client = new RawClient().send(head(asking(bytes), undefined, key));
    const problem = await client.problem();
    expect([problem.status, client.answer.includes('100 Continue')]).toEqual([status, false]);
    expect(problem.head).toContain('Connection: close');
    await client.closed;
  });
});

test('a body that breaks off is an order of nobody', async () => {
  const before = await api.stored();
  const client = new RawClient().send(head(announced(500))).send('{"email":');
  await new Promise((resolve) => setTimeout(resolve, 100));
  client.socket.destroy();
  await client.closed;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await api.stored()).toBe(before);
});
