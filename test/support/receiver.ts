import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that a receiver got. */
export interface ReceivedCall {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

/** What a receiver does with a call: a status, headers with it, or anything of its own. */
export type Reaction =
  | number
  | { status: number; headers: Record<string, string> }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** Somebody who is told of events, on a port of their own. */
export interface TestReceiver {
  url: string;
  host: string;
  calls: ReceivedCall[];
  /** Tests change it at any time. */
  reaction: Reaction;
  /** Most calls that were open at once. */
  mostOpen: number;
  close(): Promise<void>;
}

/** Starts one; it answers 204. */
export async function startReceiver(): Promise<TestReceiver> {
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    receiver.mostOpen = Math.max(receiver.mostOpen, open);
    response.once('close', () => (open -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      receiver.calls.push({ url: request.url ?? '', headers: request.headers, body, at: Date.now() });
      const { reaction } = receiver;
      if (typeof reaction === 'function') reaction(request, response);
      else if (typeof reaction === 'number') response.writeHead(reaction).end();
      else response.writeHead(reaction.status, reaction.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: TestReceiver = {
    ...{ url: `http://${host}/hooks`, host, calls: [], reaction: 204, mostOpen: 0 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
