import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A reverse proxy below whose prefix a service is reached. */
export interface PrefixProxy {
  url: string;
  close(): void;
}

/** Starts one that takes the prefix off; with key and certificate it speaks TLS. */
export async function startPrefixProxy(
  target: string,
  prefix: string,
  tls?: { key: string; cert: string },
): Promise<PrefixProxy> {
  const handle = (from: IncomingMessage, to: ServerResponse) => {
    const path = from.url ?? '/';
    if (!path.startsWith(`${prefix}/`)) {
      to.writeHead(404).end();
      return;
    }
    const { method, headers } = from;
    const call = request(target + path.slice(prefix.length), { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    from.pipe(call.on('error', () => to.destroy()));
  };
  const server = tls ? createSecureServer(tls, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
