import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { ChainCheck } from '../../../src/ledger/chain.js';
import { readEntry, type ShownEntry } from '../../../src/ledger/show-entry.js';
import { createApiKey } from '../../../src/api/api-key.js';
import { bodyOf, expectProblem, startApi, type Api, type Caller } from '../../support/start-api.js';
import { startPublicApi } from '../../support/start-public-api.js';
import { filesBelow, placesOf } from '../../support/find-bytes.js';

/** Somebody who is asked about, whom nobody knows, and who must not stand in the ledger. */
const canary = `canary-${randomBytes(8).toString('hex')}@example.com`;

let api: Api;
/** The request about the demo person. */
let id: string;

beforeAll(async () => {
  api = await startApi();
  await api.order({ email: canary, reference: 'canary-reference' });
  const order = {
    email: demoEmail,
    sources: ['user', 'phone-voicemails'],
    due_at: '2027-01-31T12:00:00+01:00',
  };
  id = String(bodyOf(await api.order(order)).id);
  await api.call('get', `/v1/access-requests/${id}/report`, 'auditor').set('Range', 'bytes=0-9');
  await api.call('head', `/v1/access-requests/${id}/report`, 'auditor');
  const gone = String(bodyOf(await api.order({ email: canary })).id);
  await api.call('delete', `/v1/access-requests/${gone}`, 'operator');
}, 60_000);
afterAll(() => api.close());

interface Page {
  items: (ShownEntry & { details: Record<string, unknown> })[];
  head: { sequence: number; hash: string } | null;
  next_after: number | null;
}

async function read(query = '?limit=1000', caller: Caller = 'auditor'): Promise<Page> {
  const response = await api.call('get', `/v1/ledger${query}`, caller);
  expect([response.status, response.headers['cache-control']]).toEqual([200, 'no-store']);
  return response.body as Page;
}
const eventsOf = ({ items }: Page, request = id) =>
  items.filter(({ details }) => details.request === request).map(({ event }) => event);

describe('GET /v1/ledger', () => {
  test('tells who asked, what was called, published, handed out and destroyed', async () => {
    const page = await read();
    expect(eventsOf(page)).toEqual([
      ...['request.accepted', 'calls.made', 'report.published', 'report.download_started'],
    ]);
    const of = (event: string) =>
      page.items.find((entry) => entry.event === event && entry.details.request === id)?.details;
    expect(of('request.accepted')).toMatchObject({
      ...{ by: api.ids.platform, key: api.ids.platform, media: true },
      ...{ sources: ['user', 'phone-voicemails'], due_at: '2027-01-31T11:00:00.000Z' },
      subject: expect.stringMatching(/^[\w-]{43}$/),
    });
    const versions = (await api.call('get', `/v1/access-requests/${id}`)).body as Record<string, unknown[]>;
    const [report] = versions.report_versions as { sha256: string; bytes: number }[];
    expect(of('report.published')).toMatchObject({
      version: 1,
      sha256: report?.sha256,
      bytes: report?.bytes,
    });
    expect(of('report.download_started')).toMatchObject({
      ...{ by: api.ids.auditor, version: 1, sha256: report?.sha256, range: 'bytes=0-9' },
    });
    const destroyed = page.items.find(({ event }) => event === 'report.destroyed')?.details;
    expect(destroyed).toMatchObject({ reason: 'deleted', by: api.ids.operator });
    expect(destroyed?.reports).toMatchObject([
      { version: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test('counts the calls by template and answer exactly as the vendor saw them', async () => {
    const page = await read();
    const made = page.items.find(({ event, details }) => event === 'calls.made' && details.request === id);
    const { calls } = (made?.details ?? {}) as {
      calls: { endpoint: string; status: number; calls: number }[];
    };
    const { simulator } = api.installation;
    const voicemails = simulator.calls.filter(
      ({ operation }) => operation === '/phone/users/{userId}/voice_mails',
    );
    expect(voicemails.length).toBeGreaterThan(0);
    const endpoint = '/phone/users/{subject}/voice_mails';
    const told = calls.filter((call) => call.endpoint === endpoint);
    expect(told).toEqual([{ endpoint, status: 200, calls: voicemails.length }]);
    expect(JSON.stringify(calls)).not.toContain('@');
  });

  test('marks the same person alike, and names nobody', async () => {
    const page = await read();
    const marks = page.items
      .filter(({ event }) => event === 'request.accepted')
      .map(({ details }) => details.subject);
    expect([marks.length, new Set(marks).size, marks[0] === marks[2]]).toEqual([3, 2, true]);
    expect(JSON.stringify(page)).not.toMatch(/canary|@|example/);
    const { dataDir } = api.installation;
    const places = placesOf(canary, filesBelow(dataDir));
    // The search finds it where it belongs: the first request is still kept.
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((name) => name.includes('/ledger/'))).toEqual([]);
  });

  test('comes in pages that join without a gap', async () => {
    const whole = await read();
    const items: Page['items'] = [];
    let after: number | null = 0;
    for (let pages = 0; after !== null; pages += 1) {
      const page: Page = await read(`?limit=3&after=${after}`);
      expect([page.items.length <= 3, page.head]).toEqual([true, whole.head]);
      items.push(...page.items);
      after = page.next_after;
      expect(pages).toBeLessThan(50);
    }
    expect(items).toEqual(whole.items);
    expect(await read(`?after=${whole.head?.sequence ?? 0}`)).toMatchObject({ items: [], next_after: null });
  });

  test('comes whole as NDJSON, and the chain can be checked by who has it', async () => {
    const response = await api
      .call('get', '/v1/ledger?connection_id=default', 'auditor')
      .set('Accept', 'application/x-ndjson')
      .buffer(true)
      .parse((stream, done) => {
        let text = '';
        stream.on('data', (chunk) => (text += String(chunk))).on('end', () => done(null, text));
      });
    expect(response.headers['content-type']).toMatch(/^application\/x-ndjson/);
    const check = new ChainCheck('default');
    const lines = String(response.body).trimEnd().split('\n');
    for (const line of lines) {
      const entry = readEntry(line);
      if (entry) check.add(entry);
    }
    const { head } = await read();
    expect(check.end()).toMatchObject({ head, problems: [] });
    expect(lines).toHaveLength(head?.sequence ?? 0);
  });

  test.each([
    ['?limit=0', '/limit'],
    ['?limit=1001', '/limit'],
    ['?after=-1', '/after'],
    ['?after=x', '/after'],
    ['?page=2', '/page'],
    ['?after=1&after=2', '/after'],
  ])('%s is refused', async (query, pointer) => {
    const problem = expectProblem(await api.call('get', `/v1/ledger${query}`), 400, 'invalid_request');
    expect(problem.errors).toMatchObject([{ pointer }]);
  });

  test.each<[Caller, number]>([
    ['platform', 403],
    ['operator', 403],
    ['auditor', 200],
    ['admin', 200],
  ])('is for %s: %d', async (caller, status) => {
    expect((await api.call('get', '/v1/ledger', caller)).status).toBe(status);
  });

  test('of a connection the key does not reach does not exist', async () => {
    const { key, secret } = createApiKey({ role: 'auditor', label: 'x', connections: ['other'] }, Date.now());
    await api.installation.service.keys.insert(key);
    for (const path of ['/v1/ledger', '/v1/ledger?connection_id=default'])
      expectProblem(await api.call('get', path).set('Authorization', `Bearer ${secret}`), 404, 'not_found');
    expectProblem(await api.call('get', '/v1/ledger?connection_id=other'), 404, 'not_found');
  });
});

describe('the ledger of connections', () => {
  test('tells of a consent', async () => {
    const other = await startPublicApi();
    const connection = await other.connect();
    expect((await other.consent(connection)).status).toBe(200);
    const answer = await other.call('get', `/v1/ledger?connection_id=${connection}`, 'auditor');
    expect((answer.body as Page).items.map(({ event }) => event)).toEqual(
      ['created', 'connected'].map((what) => `connection.${what}`),
    );
    await other.close();
  });

  test('tells who made, changed and removed one, without its secrets or its label', async () => {
    const secrets = {
      client_id: 'canary-client',
      client_secret: 'canary-secret',
      account_id: 'canary-account',
    };
    const order = { label: 'canary-label', plan: 'business', ...secrets };
    const made = await api.call('post', '/v1/connections', 'operator').send(order);
    const path = `/v1/connections/${String(bodyOf(made).id)}`;
    await api.call('patch', path, 'operator').send({ label: 'canary-2', retention_days: 7 });
    expect((await api.call('delete', path, 'operator')).status).toBe(200);
    const page = await read(`?connection_id=${String(bodyOf(made).id)}`);
    expect(page.items.map(({ event, details }) => ({ event, by: details.by }))).toEqual(
      ['created', 'changed', 'removed'].map((what) => ({
        event: `connection.${what}`,
        by: api.ids.operator,
      })),
    );
    expect(page.items[1]?.details).toMatchObject({ fields: ['label', 'retention_days'] });
    expect(JSON.stringify(page)).not.toContain('canary');
  });
});
