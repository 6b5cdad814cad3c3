import { expect } from '@jest/globals';
import type { Express } from 'express';
import supertest, { type Response, type Test } from 'supertest';
import { ProgressFeed } from '../../src/api/progress-feed.js';
import { createApiKey } from '../../src/api/api-key.js';
import { consoleRoutes, type ConsoleOptions } from '../../src/console/console-routes.js';
import { Deliveries } from '../../src/http/deliveries.js';
import { createApp, type AppOptions } from '../../src/http/app.js';
import { roles, type Role } from '../../src/storage/api-key-store.js';
import { startInstallation, type Installation, type InstallationOptions } from './start-service.js';

/** Callers of the API: one key per role, and a second platform. */
export type Caller = Role | 'stranger';

/** The HTTP service in front of a simulated Zoom. */
export interface Api {
  installation: Installation;
  app: Express;
  /** Secrets of the keys. */
  keys: Record<Caller, string>;
  ids: Record<Caller, string>;
  call(method: 'get' | 'post' | 'delete' | 'head' | 'put' | 'patch', path: string, caller?: Caller): Test;
  /** Posts an order and waits for its end. */
  order(order?: object, caller?: Caller, prefer?: string): Promise<Response>;
  /** How many requests are stored. */
  stored(): Promise<number>;
  close(): Promise<void>;
}

export const bootstrapKey = 'bootstrap-key-of-the-tests';

/** Somebody Zoom does not know: the quickest request that ends with a report. */
export const nobody = 'nobody@example.com';

/** Settings that tests change. */
export type ApiOptions = InstallationOptions &
  Pick<AppOptions, 'publicUrl' | 'callsPerMinute'> &
  Pick<ConsoleOptions, 'oneTimeCodes' | 'openId'>;

/** Starts the service; requests go to it without a port of its own. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const installation = await startInstallation(options);
  const { service } = installation;
  const { publicUrl = () => '', callsPerMinute, oneTimeCodes, openId } = options;
  const deliveries = new Deliveries();
  const feed = new ProgressFeed(service);
  const shared = { service, publicUrl, bootstrapKey, deliveries, feed };
  const pages = consoleRoutes({ ...shared, oneTimeCodes, openId });
  const app = createApp(service, { bootstrapKey, publicUrl, callsPerMinute, deliveries, pages, feed });
  const make = async (caller: Role | 'stranger') => {
    const role = caller === 'stranger' ? 'platform' : caller;
    const { key, secret } = createApiKey({ role, label: caller }, Date.now());
    await service.keys.insert(key);
    return { caller, secret, id: key.id };
  };
  const made = await Promise.all([...roles, 'stranger' as const].map(make));
  const keys = Object.fromEntries(made.map(({ caller, secret }) => [caller, secret])) as Api['keys'];
  const ids = Object.fromEntries(made.map(({ caller, id }) => [caller, id])) as Api['ids'];
  const call: Api['call'] = (method, path, caller = 'admin') =>
    supertest(app)[method](path).set('Authorization', `Bearer ${keys[caller]}`);
  return {
    ...{ installation, app, keys, ids, call },
    order: (order = { email: nobody }, caller = 'platform', prefer = 'wait=30') =>
      call('post', '/v1/access-requests', caller).set('Prefer', prefer).send(order),
    stored: async () => (await service.requests.list({ limit: 10_000 })).length,
    close: () => installation.close(),
  };
}

/** The parts of a problem that tests look at. */
export interface Problem {
  code: string;
  detail: string;
  status: number;
  request_id: string;
  errors?: { pointer: string; detail: string }[];
}

/** Checks that an answer is a problem of this status and code, as RFC 9457 has it. */
export function expectProblem(response: Response, status: number, code: string): Problem {
  const problem = response.body as Problem;
  expect([response.status, problem.code]).toEqual([status, code]);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(problem).toMatchObject({ type: `urn:problem:${code}`, status });
  expect(problem.request_id).toBe(response.headers['x-request-id']);
  expect(problem.detail.length).toBeGreaterThan(10);
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.[jt]s:\d+|at Object/);
  return problem;
}

/** The JSON of an answer. */
export const bodyOf = (response: Response) => response.body as Record<string, unknown>;
