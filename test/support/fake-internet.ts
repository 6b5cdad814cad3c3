import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';

/** One request that reached the fake internet. */
export interface InternetRequest {
  /** Name and port the client wanted to reach. */
  host: string;
  url: string;
  headers: IncomingMessage['headers'];
}

/** All https hosts there are: they end at one server of the test, which remembers what it saw. */
export interface FakeInternet {
  seen: InternetRequest[];
  close(): Promise<void>;
}

// A pre-shared key needs no certificate, so that no test file holds one that expires.
const cipher = { ciphers: 'PSK', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
const psk = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

/**
 * Leads every https connection to a host of the list to a server of the test. All others go where they would.
 * What is told about a host by its name (own, named, public) can so be tried on the wire.
 */
export async function startFakeInternet(
  hosts: readonly string[],
  answer: (request: InternetRequest, response: ServerResponse) => void,
): Promise<FakeInternet> {
  const seen: InternetRequest[] = [];
  const server = createServer({ ...cipher, pskCallback: () => psk }, (request, response) => {
    const entry = { host: request.headers.host ?? '', url: request.url ?? '', headers: request.headers };
    seen.push(entry);
    answer(entry, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const real = tls.connect;
  const redirected = {
    ...cipher,
    ...{ host: '127.0.0.1', port, lookup: undefined, checkServerIdentity: () => undefined },
    pskCallback: () => ({ psk, identity: 'test' }),
  };
  tls.connect = ((options: ConnectionOptions, listener?: () => void): TLSSocket =>
    hosts.includes(options.host ?? '')
      ? real({ ...options, ...redirected }, listener)
      : real(options, listener)) as typeof tls.connect;
  return {
    seen,
    close: async () => {
      tls.connect = real;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
