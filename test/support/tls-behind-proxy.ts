import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer as createPlain,
  request as requestPlain,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../../simulators/zoom/index.js';

/** Names and an address that lead nowhere from here: only the proxy of the test knows the way. */
export const hosts = {
  api: 'api.vendor.example',
  oauth: 'login.vendor.example',
  /** A public address, so that a file host is judged and then asked for by it. It is never really reached. */
  files: '8.8.8.8',
  namedFiles: 'files.storage.example',
};

/** What a proxy was asked for, and what it let through. */
export interface AskedTunnel {
  authority: string;
  authorization?: string;
}

/** A simulated Zoom that speaks TLS under a private authority, and a proxy that is the only way to it. */
export interface TlsBehindProxy {
  /** With user and password. */
  proxyUrl: string;
  /** File with the certificate of the authority. */
  authority: string;
  asked: AskedTunnel[];
  /** Requests that came through, with what they were sent to. */
  came: { host: string; url: string; hasToken: boolean }[];
  /** Answers in place of a tunnel; undefined: it is made. */
  refuse: (authority: string, socket: Socket) => boolean;
  close(): Promise<void>;
}

/** Starts both; files are served from `fileHost`. */
export async function startTlsBehindProxy(simulator: Simulator, fileHost: string): Promise<TlsBehindProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-authority-'));
  const { key, cert, authority } = makeCertificates(folder);
  const came: TlsBehindProxy['came'] = [];
  const front = createSecure({ key, cert }, (request, response) => {
    const host = request.headers.host ?? '';
    came.push({ host, url: request.url ?? '', hasToken: request.headers.authorization !== undefined });
    const isFile = host === fileHost;
    const target = new URL(isFile ? `http://${simulator.mediaHost}` : simulator.apiUrl).host;
    const asked = requestPlain(`http://${target}${request.url ?? ''}`, {
      method: request.method,
      headers: { ...request.headers, host: target },
    });
    asked.on('error', () => response.destroy());
    asked.on('response', (answer) => {
      const { location, ...headers } = answer.headers;
      const there = location === undefined ? {} : { location: toNames(location) };
      if (isFile) {
        response.writeHead(answer.statusCode ?? 500, { ...headers, ...there });
        answer.pipe(response);
        return;
      }
      void textOf(answer).then((text) => {
        const body = Buffer.from(toNames(text));
        const { 'transfer-encoding': _chunked, ...rest } = headers;
        response.writeHead(answer.statusCode ?? 500, { ...rest, ...there, 'content-length': body.length });
        response.end(body);
      });
    });
    request.pipe(asked);
  });
  const api = new URL(simulator.apiUrl).host;
  const toNames = (text: string) =>
    text
      .replaceAll(`http://${simulator.mediaHost}`, `https://${fileHost}`)
      .replaceAll(`http://${api}`, `https://${hosts.api}`);

  const sockets = new Set<Socket>();
  const proxy = createPlain((_request, response) => void response.writeHead(405).end());
  const state: TlsBehindProxy = {
    ...{ proxyUrl: '', authority, asked: [], came, refuse: () => false },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([stop(proxy), stop(front)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  proxy.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
    state.asked.push({ authority: url, authorization: headers['proxy-authorization'] });
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (state.refuse(url, socket)) return;
    const through = connect(portOf(front), '127.0.0.1');
    sockets.add(through);
    through.on('error', () => socket.destroy()).on('close', () => sockets.delete(through));
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(through).pipe(socket);
  });
  await Promise.all([listen(proxy), listen(front)]);
  state.proxyUrl = `http://user:p%40ss@127.0.0.1:${portOf(proxy)}`;
  return state;
}

/** An authority of our own, and a certificate of it for all hosts. */
function makeCertificates(folder: string): { key: Buffer; cert: Buffer; authority: string } {
  const file = (name: string) => join(folder, name);
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const names = [hosts.api, hosts.oauth, hosts.namedFiles].map((name) => `DNS:${name}`);
  writeFileSync(file('san'), `subjectAltName=${[...names, `IP:${hosts.files}`].join(',')}\n`);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  run(
    ...['req', '-x509', ...curve, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '2'],
    ...['-subj', '/CN=Authority of the tests'],
  );
  run('req', ...curve, '-keyout', file('key'), '-out', file('csr'), '-subj', '/CN=vendor');
  run(
    ...['x509', '-req', '-in', file('csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key')],
    ...['-CAcreateserial', '-out', file('cert'), '-days', '2', '-extfile', file('san')],
  );
  return { key: readFileSync(file('key')), cert: readFileSync(file('cert')), authority: file('ca.pem') };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const listen = (server: Server) =>
  new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const stop = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
