import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Answers one request; `index` counts from 0. */
export type Handle = (request: IncomingMessage, response: ServerResponse, index: number) => void;

/** A server of a test's own, that remembers what it saw. */
export interface Origin {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** `127.0.0.1:PORT` */
  host: string;
  port: number;
  seen: SeenRequest[];
  close(): Promise<void>;
}

const started: Origin[] = [];

/** Starts a server on a free port of 127.0.0.1. */
export async function startOrigin(handle: Handle): Promise<Origin> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const entry = { method, url, headers, body: '' };
    const index = seen.push(entry) - 1;
    request.setEncoding('utf8').on('data', (chunk: string) => (entry.body += chunk));
    request.once('end', () => handle(request, response, index));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const origin = { origin: `http://${host}`, host, port, seen, close };
  started.push(origin);
  return origin;
}

/** Stops every server of this test file; to be called in `afterEach` or `afterAll`. */
export async function stopOrigins(): Promise<void> {
  await Promise.all(started.splice(0).map((origin) => origin.close()));
}

/** An answer with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  sendText(response, status, typeof body === 'string' ? body : JSON.stringify(body), {
    'content-type': 'application/json;charset=UTF-8',
    ...headers,
  });
}

/** An answer with any text and a matching length. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers }).end(body);
}
