import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import supertest, { type Response } from 'supertest';
import { parse } from 'yaml';
import { createApiKey } from '../../../src/api/api-key.js';
import { packageFolder } from '../../../src/package.js';
import { roles, type Role } from '../../../src/storage/api-key-store.js';
import { bodyOf, nobody, startApi, type Api } from '../../support/start-api.js';

/** What each role may do; `own` only to requests of its own key. The rule of the issue, written down once more. */
const rights: Record<Role, Record<string, 'all' | 'own'>> = {
  platform: { create: 'own', read: 'own', cancel: 'own', report: 'own', callbacks: 'own' },
  operator: {
    ...{ create: 'all', read: 'all', cancel: 'all' },
    ...{ connections: 'all', metrics: 'all', callbacks: 'all' },
  },
  auditor: { read: 'all', report: 'all', ledger: 'all', link: 'all', key: 'all' },
  admin: {
    ...{ create: 'all', read: 'all', cancel: 'all', report: 'all' },
    ...{ connections: 'all', ledger: 'all', metrics: 'all', link: 'all', key: 'all' },
    ...{ callbacks: 'all', keys: 'all' },
  },
};

/** An operation as a caller with every right finds it; `default` is of the environment, `another` waits for a consent. */
interface Row {
  /** Absent: needs no key. */
  right?: string;
  /** What its id names. */
  of?: 'request' | 'connection' | 'callback';
  status: number | { default: number; another: number };
  body?: object;
  path?: string;
  query?: string;
  idPrefix?: string;
}

const table: Record<string, Row> = {
  createAccessRequest: { right: 'create', status: 202, body: { email: nobody, connection_id: 'default' } },
  listAccessRequests: { right: 'read', status: 200 },
  planAccessRequest: { right: 'create', status: 200, body: { email: nobody, connection_id: 'default' } },
  followAccessRequest: { right: 'read', of: 'request', status: 200 },
  searchAccessRequests: { right: 'read', status: 200, body: { text: 'x' } },
  getAccessRequest: { right: 'read', of: 'request', status: 200 },
  // Tried on requests that are cancelled already, because it leaves nothing to try again.
  cancelAccessRequest: { right: 'cancel', of: 'request', status: 409, idPrefix: 'gone ' },
  getReport: { right: 'report', of: 'request', status: 200 },
  getEncryptedReport: {
    ...{ right: 'report', of: 'request', status: 200 },
    body: { recipients: [await identityToRecipient(await generateIdentity())] },
  },
  retryAccessRequest: { right: 'cancel', of: 'request', status: 409 },
  readRecords: { right: 'report', of: 'request', status: 200 },
  listSources: { right: 'read', status: 200 },
  getSourceSchema: { right: 'read', status: 200, path: '/v1/sources/user/schema' },
  readLedger: { right: 'ledger', status: 200, query: '?connection_id=default' },
  checkLedger: { right: 'ledger', status: 200, query: '?connection_id=default' },
  listApiKeys: { right: 'keys', status: 200 },
  makeApiKey: { right: 'keys', status: 201, body: { role: 'platform' } },
  rotateApiKey: { right: 'keys', status: 404, path: '/v1/api-keys/none/rotate' },
  revokeApiKey: { right: 'keys', status: 404, path: '/v1/api-keys/none' },
  createReportLink: { right: 'link', of: 'request', status: 201, body: {} },
  readPseudonymKey: { right: 'key', of: 'request', status: 409 },
  listSigningKeys: { right: 'any', status: 200 },
  showReportLink: { status: 410, path: '/reports/none' },
  useReportLink: { status: 410, path: '/reports/none/download' },
  readMetrics: { right: 'metrics', status: 200 },
  listConnections: { right: 'connections', status: 200 },
  createConnection: {
    ...{ right: 'connections', status: 201 },
    body: { label: 'x', plan: 'pro', client_id: 'a', client_secret: 'b' },
  },
  getConnection: { right: 'connections', of: 'connection', status: 200 },
  listConnectionScopes: { right: 'connections', of: 'connection', status: 200 },
  changeConnection: { right: 'connections', of: 'connection', status: 200, body: { label: 'New' } },
  removeConnection: { right: 'connections', of: 'connection', status: 409 },
  authorizeConnection: { right: 'connections', of: 'connection', status: { default: 400, another: 200 } },
  testConnection: { right: 'connections', of: 'connection', status: 200 },
  listCallbacks: { right: 'callbacks', status: 200 },
  createCallback: { right: 'callbacks', status: 201, body: { url: 'https://hooks.example.com/dsar' } },
  getCallback: { right: 'callbacks', of: 'callback', status: 200 },
  changeCallback: { right: 'callbacks', of: 'callback', status: 200, body: { label: 'New' } },
  removeCallback: { right: 'callbacks', of: 'callback', status: 204 },
  rotateCallbackSecret: { right: 'callbacks', of: 'callback', status: 200, body: {} },
  testCallback: { right: 'callbacks', of: 'callback', status: 202 },
  listCallbackDeliveries: { right: 'callbacks', of: 'callback', status: 200 },
  resendCallback: { right: 'callbacks', of: 'callback', status: 202 },
  receiveVendorCall: { status: 401, path: '/v1/webhooks/zoom' },
  receiveVendorCallOfConnection: { status: 401, path: '/v1/webhooks/zoom/default' },
  showConsentStart: { status: 403, path: '/oauth/start/none' },
  startConsent: { status: 403, path: '/oauth/start/none' },
  finishConsent: { status: 403 },
  livez: { status: 200 },
  readyz: { status: 200 },
};

const reaches = ['all', 'default', 'another'] as const;
const keys = roles.flatMap((role) => reaches.map((reach) => ({ role, reach })));
type Key = (typeof keys)[number];

/** Ids that an operation on requests or connections is tried with. */
const targets = {
  request: ['own', 'foreign', 'unknown'],
  connection: ['default', 'another', 'unknown'],
  callback: ['own', 'foreign', 'unknown'],
};
const targetsOf = ({ of }: Row) => (of ? targets[of] : ['none']);

function expectedOf(row: Row, { role, reach }: Key, target: string): number {
  const { right, of, status } = row;
  const found = typeof status === 'number' ? status : status[target as 'default' | 'another'];
  if (right === undefined) return found;
  const covers = right === 'any' ? 'all' : rights[role][right];
  if (!covers || (right === 'keys' && reach !== 'all')) return 403;
  if (of === 'request')
    return target === 'unknown' || reach === 'another' || (covers === 'own' && target === 'foreign')
      ? 404
      : found;
  // One of another key tells of all connections of that key.
  if (of === 'callback')
    return target === 'own' || (target === 'foreign' && covers === 'all' && reach === 'all') ? found : 404;
  if (of === 'connection') return target === 'unknown' || ![target, 'all'].includes(reach) ? 404 : found;
  if (
    (row === table.createAccessRequest ||
      row === table.planAccessRequest ||
      row === table.readLedger ||
      row === table.checkLedger) &&
    reach === 'another'
  )
    return 404;
  if (row === table.createConnection && reach !== 'all') return 403;
  return found;
}

interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  operationId: string;
  security?: unknown[];
}

const description = parse(readFileSync(join(packageFolder(), 'openapi.yaml'), 'utf8')) as {
  paths: Record<string, Record<string, Pick<Operation, 'operationId' | 'security'>>>;
};
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method }) as Operation),
);

let api: Api;
const secrets = new Map<string, string>();
const ids = new Map<string, string>([['unknown', randomUUID()]]);
const nameOf = ({ role, reach }: Key) => `${role} of ${reach}`;

beforeAll(async () => {
  api = await startApi({ webhookSecret: 'webhook-secret-of-the-tests' });
  const { service } = api.installation;
  const another = await service.connections.create({
    ...{ connector: 'zoom', label: 'Another', kind: 'oauth', plan: 'pro', rateShare: 0.5 },
    credentials: { clientId: 'a', clientSecret: 'b' },
  });
  ids.set('default', 'default').set('another', another.id);
  const make = async (origin: string, connectionId: string) => {
    const { id } = await service.requests.create({ email: nobody, media: false, origin, connectionId });
    await service.requests.wait(id, 20_000);
    return id;
  };
  const makeGone = async (origin: string) => {
    const { id } = await service.requests.create({
      ...{ email: nobody, media: false, origin, connectionId: 'default' },
    });
    await service.requests.remove(id, { by: 'test' });
    return id;
  };
  // It waits for a consent, so that the connection cannot be removed.
  await make('somebody', another.id);
  ids.set('foreign', await make('somebody', 'default'));
  ids.set('gone foreign', await makeGone('somebody'));
  for (const key of keys) {
    const connections = key.reach === 'all' ? undefined : [ids.get(key.reach) ?? ''];
    const made = createApiKey({ role: key.role, label: nameOf(key), connections }, Date.now());
    await service.keys.insert(made.key);
    secrets.set(nameOf(key), made.secret);
    ids.set(`owner ${nameOf(key)}`, made.key.owner);
    ids.set(`own ${nameOf(key)}`, await make(made.key.owner, 'default'));
    ids.set(`gone own ${nameOf(key)}`, await makeGone(made.key.owner));
  }
});
afterAll(() => api.close());

async function call({ method, path, operationId }: Operation, key: Key | undefined, target: string) {
  const row = table[operationId];
  const name = target === 'own' && key ? `own ${nameOf(key)}` : target;
  if (row?.of === 'callback' && target !== 'unknown') return callOnCallback(row, method, path, key, target);
  const id = ids.get(`${row?.idPrefix ?? ''}${name}`) ?? ids.get(name) ?? '';
  const request = supertest(api.app)[method]((row?.path ?? path.replace('{id}', id)) + (row?.query ?? ''));
  if (key) void request.set('Authorization', `Bearer ${secrets.get(nameOf(key)) ?? ''}`);
  return row?.body ? request.send(row.body) : request;
}

/** A callback is made for each call: some calls end it. */
async function callOnCallback(
  row: Row,
  method: Operation['method'],
  path: string,
  key: Key | undefined,
  target: string,
) {
  const { callbacks } = api.installation.service;
  const owner = target === 'own' && key ? (ids.get(`owner ${nameOf(key)}`) ?? '') : 'somebody';
  const order = { owner, label: 'x', url: 'https://localhost/hooks', ed25519: false };
  const { receiver } = await callbacks.create(order, { by: 'test' });
  const sent = await callbacks.test(receiver);
  const address = path.replace('{id}', receiver.id).replace('{delivery}', sent.id);
  const request = supertest(api.app)[method](address);
  if (key) void request.set('Authorization', `Bearer ${secrets.get(nameOf(key)) ?? ''}`);
  const answer = await (row.body ? request.send(row.body) : request);
  await callbacks.remove(receiver, { by: 'test' });
  return answer;
}

/** An answer without what differs from call to call. */
function comparable({ status, body, headers }: Response) {
  const { request_id: _id, ...problem } = body as Record<string, unknown>;
  const {
    'x-request-id': _request,
    date: _date,
    ratelimit: _left,
    ...others
  } = headers as Record<string, string>;
  return { status, problem, headers: others };
}

test('the table names every operation of the API, and no other', () => {
  expect(Object.keys(table).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  for (const { operationId, security } of operations)
    expect([operationId, security === undefined]).toEqual([
      operationId,
      table[operationId]?.right !== undefined,
    ]);
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (id, operation) => {
    const row = table[id] ?? { status: 0 };

    test.each(keys.map((key) => [nameOf(key), key] as const))('a key with the role %s', async (_, key) => {
      for (const target of targetsOf(row)) {
        const response = await call(operation, key, target);
        expect([target, response.status]).toEqual([target, expectedOf(row, key, target)]);
      }
    });

    test('no key', async () => {
      for (const target of targetsOf(row)) {
        const expected = row.right === undefined ? row.status : 401;
        expect([target, (await call(operation, undefined, target)).status]).toEqual([target, expected]);
      }
    });

    const hidden = row.of === 'connection' ? 'default' : 'foreign';
    if (row.of)
      test('what a key does not reach is for it exactly like what does not exist', async () => {
        for (const key of keys.filter((one) => expectedOf(row, one, hidden) === 404))
          expect(comparable(await call(operation, key, hidden))).toEqual(
            comparable(await call(operation, key, 'unknown')),
          );
      });
  },
);

describe('a list', () => {
  const items = (response: Response) => bodyOf(response).items as { id: string; connection_id?: string }[];
  const listOf = (operationId: string) =>
    operations.find((one) => one.operationId === operationId) as Operation;

  test.each(keys.map((key) => [nameOf(key), key] as const))('of a key with the role %s', async (_, key) => {
    const { read, connections } = rights[key.role];
    if (read) {
      const seen = items(await call(listOf('listAccessRequests'), key, 'none'));
      const places = new Set(seen.map((one) => one.connection_id));
      const other = ids.get('another') ?? '';
      const reached = { all: [other, 'default'], default: ['default'], another: [other] }[key.reach];
      if (read === 'all') expect([...places].sort()).toEqual([...reached].sort());
      else if (key.reach === 'another') expect(seen).toEqual([]);
      else expect(seen.map(({ id }) => id)).toContain(ids.get(`own ${nameOf(key)}`));
      expect(seen.some(({ id }) => id === ids.get('foreign'))).toBe(
        read === 'all' && key.reach !== 'another',
      );
    }
    if (connections && key.reach !== 'all') {
      const seen = items(await call(listOf('listConnections'), key, 'none'));
      expect(seen.map(({ id }) => id)).toEqual([ids.get(key.reach)]);
    }
  });
});
