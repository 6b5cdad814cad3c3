import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSources, type Connector, type Source, type VendorRecord } from '../../src/contract/index.js';
import { silentLogger } from '../../src/logger.js';
import type { AccessRequest, RequestOrder } from '../../src/model/access-request.js';
import { createService, type Service } from '../../src/service.js';
import { openDataFolder } from '../../src/files/data-folder.js';
import { farZoom, hurriedRetry, hurriedTimeouts } from './fast-zoom.js';
import { installed } from './start-service.js';
import { reportFileIn } from './data-paths.js';
import { readReport, type ReadReport } from './read-report.js';
import { startOrigin } from './start-origin.js';

/** What a vendor answers: a body, or more than that. */
export type Answered = VendorRecord | Reply;

/** An answer with its status, headers or bytes. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body: VendorRecord | string,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** The vendor's word that nothing may be read here. */
export const refusal = (code: number, message: string, status = 400) => new Reply(status, { code, message });

/** Answers a call; undefined: there is no such path. */
export type Handler = (path: string, query: URLSearchParams) => Answered | undefined;

/** A vendor with a handful of operations, and a service that reads it, both on real sockets. */
export interface SmallVendor {
  /** Calls of operations, as path and query, in their order. */
  calls: string[];
  /** What the vendor answers from now on. */
  answer(handler: Handler): void;
  grant(scopes: readonly string[]): void;
  service: Service;
  dataDir: string;
  origin: string;
  ask(order?: Partial<RequestOrder>): Promise<AccessRequest>;
  retry(id: string): Promise<AccessRequest>;
  open(request: AccessRequest): Promise<ReadReport>;
  /** Ends the service, lets something happen to its data folder, and starts it again. */
  restart(meanwhile?: () => void): Promise<void>;
  close(): Promise<void>;
}

const unknown = refusal(2300, 'This API endpoint is not recognized.', 404);

/** The person that everything is about. */
export const person = {
  id: 'u1',
  email: 'robin@example.com',
  account_id: 'a1',
  created_at: '2020-01-01T00:00:00Z',
};

/** A connector of these sources, with the wire habits of Zoom. */
export function connectorOf(sources: readonly Source[]): Connector {
  checkSources(sources);
  return { ...farZoom, sources, notRead: [] };
}

/** Starts both on free ports. */
export async function startSmallVendor(sources: readonly Source[], handler: Handler): Promise<SmallVendor> {
  let current = handler;
  let scopes: readonly string[] | undefined;
  const calls: string[] = [];
  const origin = await startOrigin(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://vendor.example.com');
    const send = ({ status, body, headers }: Reply) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (pathname === '/oauth/token')
      send(
        new Reply(200, { access_token: 't', expires_in: 3600, ...(scopes && { scope: scopes.join(' ') }) }),
      );
    else if (pathname === `/v2/users/${encodeURIComponent(person.email)}`) send(new Reply(200, person));
    else {
      calls.push(url.replace('/v2', ''));
      const found = current(decodeURIComponent(pathname.replace('/v2', '')), searchParams) ?? unknown;
      send(found instanceof Reply ? found : new Reply(200, found));
    }
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'dsar-small-'));
  const vendor = {
    ...{ rateShare: 0.75, isApiUrlExplicit: true, mediaHosts: [origin.host] },
    ...{ apiUrl: `${origin.origin}/v2`, oauthUrl: `${origin.origin}/oauth` },
  };
  const credentials = { accountId: 'account-one', clientId: 'client', clientSecret: 'secret' };
  const start = () =>
    createService({
      folder: openDataFolder(dataDir),
      ...installed({ connector: connectorOf(sources), settings: vendor }),
      logger: silentLogger,
      tuning: { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts },
      connection: { ...{ id: 'default', connector: 'zoom', plan: 'business' }, ...vendor, credentials },
    });
  let service = await start();
  const ended = async (id: string) => {
    const request = await service.requests.wait(id, 60_000);
    if (!request) throw new Error('The request is gone.');
    return request;
  };
  return {
    calls,
    dataDir,
    origin: origin.origin,
    get service() {
      return service;
    },
    answer: (next) => (current = next),
    grant: (next) => (scopes = next),
    ask: async (order) => {
      const { id } = await service.requests.create({
        ...{ connectionId: 'default', origin: 'test', media: true, email: person.email },
        ...order,
      });
      return ended(id);
    },
    retry: async (id) => {
      await service.requests.retry(id, { by: 'test' });
      return ended(id);
    },
    open: ({ id, report }) => readReport(reportFileIn(service.folder, id, report?.version)),
    restart: async (meanwhile) => {
      await service.close();
      meanwhile?.();
      service = await start();
      await service.start();
    },
    close: async () => {
      await service.close();
      await origin.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
