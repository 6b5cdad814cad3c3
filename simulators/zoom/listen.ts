import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendReply } from './send-reply.js';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A listening server. */
export interface Listening {
  /** `127.0.0.1:PORT` */
  host: string;
  /** Sets what answers; a fault of the simulator itself becomes a 500 with its message. */
  serve(handle: Handler): void;
  /** Stops, cutting open connections. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 takes any free one. */
export async function listen(port: number): Promise<Listening> {
  const server = createServer();
  // Longer than clients keep idle connections, so that none is closed under a request.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (handle) => {
      server.on('request', (request, response) => {
        handle(request, response).catch((error: unknown) => {
          if (response.headersSent) response.destroy();
          else sendReply(response, { status: 500, body: { code: 500, message: String(error) } });
        });
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
