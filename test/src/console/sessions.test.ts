import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Sessions } from '../../../src/console/sessions.js';
import type { Caller } from '../../../src/api/caller.js';
import { nobody } from '../../support/start-api.js';
import { startPublicApi, type PublicApi } from '../../support/start-public-api.js';

let api: PublicApi;
beforeAll(async () => {
  api = await startPublicApi({ connection: {} });
});
afterAll(() => api.close());

const own = { 'sec-fetch-site': 'same-origin' };

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = own) {
  return fetch(`${api.address}/console${path}`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
    headers: { accept: 'text/html', ...headers },
  });
}

/** Signs in and gives the cookie as a browser sends it. */
async function cookieFor(key: string): Promise<string> {
  const answer = await post('/sign-in', { key });
  expect(answer.status).toBe(303);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const get = (path: string, cookie: string, accept = 'text/html') =>
  fetch(`${api.address}/console${path}`, { headers: { cookie, accept }, redirect: 'manual' });

describe('a session', () => {
  test('ends by idleness and by age, whatever streams; five of an owner are kept, the oldest goes', async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const { store, keys } = api.installation.service;
    const sessions = new Sessions({ store: store.sessions, keys, clock: clock as never });
    const caller: Caller = { id: api.ids.auditor, keyId: api.ids.auditor, role: 'auditor' };
    const secrets: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      clock.at += 1;
      secrets.push(await sessions.begin(caller, 'test'));
    }
    const found = await Promise.all(secrets.map((one) => sessions.find(one)));
    expect(found.map((one) => one !== undefined)).toEqual([false, true, true, true, true, true]);
    const last = secrets[5] ?? '';
    for (let half = 0; half < 24; half += 1) {
      clock.at += 29 * 60_000;
      const valid = await sessions.find(last);
      if (valid) await sessions.noteActivity(valid.session);
    }
    expect(await sessions.find(last)).toBeDefined();
    clock.at += 31 * 60_000;
    expect(await sessions.find(last)).toBeUndefined();
    const young = await sessions.begin(caller, 'test');
    clock.at += 30 * 60_000;
    expect(await sessions.find(young)).toBeUndefined();
  });

  test('holds nothing by which somebody could go on: neither cookie nor key is in the database', async () => {
    const cookie = await cookieFor(api.keys.operator);
    const rows = JSON.stringify(await api.installation.service.store.sessions.list());
    expect(rows).not.toContain(cookie.split('=')[1]);
    expect(rows).not.toContain(api.keys.operator);
  });

  test('is another one after each sign-in, and ends with "Sign out" for every tab', async () => {
    const before = await cookieFor(api.keys.admin);
    const again = await post('/sign-in', { key: api.keys.admin }, { ...own, cookie: before });
    const after = again.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(after).not.toBe(before);
    expect((await get('/', before)).status).toBe(401);
    const out = await post('/sign-out', {}, { ...own, cookie: after });
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await get('/', after)).status).toBe(401);
  });

  test('that is over gives no stream, and a form sent too late is there after the next sign-in', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await get(`/requests/${id}/events`, '', 'text/event-stream')).status).toBe(204);
    const late = await post('/requests/new', { email: nobody, reference: 'Kept "1"', do: 'start' });
    expect(late.status).toBe(401);
    const kept = [...(await late.text()).matchAll(/name="kept" value="([^"]*)"/g)].map(([, value = '']) =>
      value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    );
    const body = new URLSearchParams([
      ['key', api.keys.operator],
      ['next', '/console/requests/new'],
      ...kept.map((one): [string, string] => ['kept', one]),
    ]);
    const back = await fetch(`${api.address}/console/sign-in`, { method: 'POST', headers: own, body });
    expect(await back.text()).toContain('name="reference" value="Kept &quot;1&quot;"');
    expect(await api.stored()).toBe(0);
  });
});

describe('a call that changes something', () => {
  const refused: [string, Record<string, string>][] = [
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour of the host', { 'sec-fetch-site': 'same-site' }],
    ['that says nothing', {}],
    ['of a foreign origin', { origin: 'https://evil.example.com' }],
    ['whose origin does not help what the browser says', { 'sec-fetch-site': 'cross-site', origin: 'OURS' }],
  ];
  test.each(refused)('%s is refused, also with a session', async (_, headers) => {
    const cookie = await cookieFor(api.keys.operator);
    const own = headers.origin === 'OURS' ? { ...headers, origin: api.address } : headers;
    const answer = await post('/requests/new', { email: nobody, do: 'start' }, { ...own, cookie });
    expect(answer.status).toBe(403);
    expect(await api.stored()).toBe(0);
    expect((await post('/sign-in', { key: api.keys.operator }, own)).status).toBe(403);
  });

  test('of an old browser at our origin passes; no GET does what a POST does', async () => {
    const headers = { origin: api.address };
    expect((await post('/sign-in', { key: api.keys.auditor }, headers)).status).toBe(303);
    const cookie = await cookieFor(api.keys.operator);
    for (const path of ['/sign-out', '/choices', '/find', '/requests/x/remove', '/settings/keys'])
      expect((await get(path, cookie)).status).toBeGreaterThanOrEqual(404);
    expect((await get('/', cookie)).status).toBe(200);
  });

  test('leads nobody to another host', async () => {
    for (const next of ['https://evil.example.com/', '//evil.example.com', '/console/../../x', '/other']) {
      const answer = await post('/sign-in', { key: api.keys.auditor, next });
      expect(answer.headers.get('location')).toBe('/console/');
    }
  });
});

describe('the way in', () => {
  test('says the same of an unknown and a wrong key, and stops who tries many', async () => {
    const known = `dsar_${api.ids.admin}_${'a'.repeat(43)}`;
    const unknown = `dsar_00000000_${'a'.repeat(43)}`;
    const [one, other] = await Promise.all(
      [known, unknown].map(async (key) => {
        const answer = await post('/sign-in', { key });
        return [answer.status, await answer.text()];
      }),
    );
    expect(one).toEqual(other);
    let last = 0;
    for (let count = 0; count < 12; count += 1) last = (await post('/sign-in', { key: unknown })).status;
    expect(last).toBe(429);
  });

  test('is closed where the address is not encrypted', async () => {
    const before = api.publicUrl;
    api.publicUrl = 'http://dsar.example.com';
    const page = await (await get('/sign-in', '')).text();
    const tried = await post('/sign-in', { key: api.keys.admin });
    api.publicUrl = before;
    expect(page).not.toContain('name="key"');
    expect(tried.headers.getSetCookie()).toEqual([]);
  });
});
