import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientOfTests } from './identity-provider-client.js';

/** A real OpenID provider in a process of its own; prints where it is. The groups of a person are the first part of their name. */
type Maker = new (issuer: string, configuration: object) => { callback: () => RequestListener };

// It has no types of its own.
const name = 'oidc-provider';
const { default: Provider } = (await import(name)) as { default: Maker };
let handle: RequestListener = (_request, response) => void response.end();
const server = createServer((request, response) => handle(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const client = {
  ...{ client_id: clientOfTests.clientId, client_secret: clientOfTests.clientSecret },
  redirect_uris: [process.argv[2]],
};
handle = new Provider(issuer, {
  clients: [client],
  claims: { openid: ['sub'], profile: ['groups'] },
  cookies: { keys: ['a key of the tests'] },
  findAccount: (_context: unknown, id: string) => ({
    accountId: id,
    claims: () => ({ sub: id, groups: [id.split('.')[0]] }),
  }),
}).callback();
process.stdout.write(`${issuer}\n`);
