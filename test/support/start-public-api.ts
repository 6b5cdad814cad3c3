import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { Browser, type Visit } from './browser.js';
import { bodyOf, startApi, type Api, type ApiOptions } from './start-api.js';

/** The service at an address that browsers reach, with no connection in its environment. */
export interface PublicApi extends Api {
  /** Where it really listens. */
  address: string;
  /** How it tells browsers to reach it; tests change it. */
  publicUrl: string;
  /** Connects the simulated account and tells the id; without `account_id` it still needs a consent. */
  connect(changes?: object): Promise<string>;
  /** A link for a browser. */
  link(id: string): Promise<string>;
  /** Opens a link and chooses Allow; resolves with the page at the end. */
  consent(id: string, browser?: Browser): Promise<Visit>;
  /** Opens a link, chooses Allow, and tells the address Zoom sends the browser back to, unopened. */
  callback(id: string, browser: Browser): Promise<string>;
  show(id: string): Promise<Record<string, unknown>>;
  /** The test of a connection. */
  test(id: string): Promise<ShownTest>;
}

/** The parts of a connection test that tests look at. */
export interface ShownTest {
  status: string;
  account: { id: string | null; region: string | null };
  clock_skew_seconds: number | null;
  next_step: string;
  budgets: { id: string; our_calls_today: number; left: number | null }[];
  sources: {
    id: string;
    verdict: string;
    next_step: string;
    missing_scopes: { granular: string[]; classic: string[] }[];
  }[];
}

/** Starts it on a free port. */
export async function startPublicApi(options: ApiOptions = {}): Promise<PublicApi> {
  const place = { publicUrl: '' };
  const api = await startApi({ connection: null, ...options, publicUrl: () => place.publicUrl });
  const server = createServer(api.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  place.publicUrl = address;
  const { clientId, clientSecret } = api.installation.simulator.credentials;
  const path = (id: string) => `/v1/connections/${id}`;
  const link = async (id: string) => {
    const response = await api.call('post', `${path(id)}/authorize`, 'operator');
    expect(response.status).toBe(200);
    return String(bodyOf(response).start_url);
  };
  const allow = async (id: string, browser: Browser) => {
    const page = await browser.start(await link(id));
    return `${page.url}&auto=allow`;
  };
  const more = {
    address,
    link,
    connect: async (changes: object = {}) => {
      const credentials = { client_id: clientId, client_secret: clientSecret };
      const order = { label: 'Example', plan: 'business', ...credentials, ...changes };
      const response = await api.call('post', '/v1/connections', 'operator').send(order);
      expect(response.status).toBe(201);
      return String(bodyOf(response).id);
    },
    consent: async (id: string, browser = new Browser()) => browser.open(await allow(id, browser)),
    callback: async (id: string, browser: Browser) => browser.next(await allow(id, browser)),
    show: async (id: string) => bodyOf(await api.call('get', path(id), 'operator')),
    test: async (id: string) => {
      const response = await api.call('post', `${path(id)}/test`, 'operator');
      expect(response.status).toBe(200);
      return response.body as ShownTest;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await api.close();
    },
  };
  return Object.assign(place, api, more);
}
