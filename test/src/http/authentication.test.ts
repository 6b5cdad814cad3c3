import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { createApiKey, identifyCaller } from '../../../src/api/api-key.js';
import { createApp } from '../../../src/http/app.js';
import type { ApiKeyStore } from '../../../src/storage/api-key-store.js';
import { bootstrapKey, expectProblem, startApi, type Api } from '../../support/start-api.js';
import { openTestStore } from '../../support/open-test-store.js';

let api: Api;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

const ask = (authorization?: string) => {
  const request = supertest(api.app).get('/v1/access-requests');
  return authorization === undefined ? request : request.set('Authorization', authorization);
};

describe('a call without a valid key', () => {
  test.each<[string, (key: string) => string | undefined]>([
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['no key', () => 'Bearer'],
    ['another scheme', (key) => `Basic ${Buffer.from(`x:${key}`).toString('base64')}`],
    ['the key alone', (key) => key],
    ['an unknown key', () => `Bearer dsar_00000000_${'A'.repeat(43)}`],
    ['a known id with another secret', (key) => `Bearer ${key.slice(0, 14)}${'A'.repeat(43)}`],
    ['one character more', (key) => `Bearer ${key}A`],
    ['one character less', (key) => `Bearer ${key.slice(0, -1)}`],
    ['another case', (key) => `Bearer ${key.toUpperCase()}`],
    ['two keys', (key) => `Bearer ${key}, Bearer ${key}`],
    ['a key and a comma', (key) => `Bearer ${key},`],
    ['a very long key', () => `Bearer ${'x'.repeat(10_000)}`],
    ['a key that breaks SQL', () => `Bearer dsar_'--_${'A'.repeat(43)}`],
    ['half the bootstrap key', () => `Bearer ${bootstrapKey.slice(0, 8)}`],
    ['an undefined bootstrap key', () => 'Bearer undefined'],
  ])('%s: 401', async (_name, authorization) => {
    const response = await ask(authorization(api.keys.admin));
    expectProblem(response, 401, 'unauthorized');
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.text).not.toContain(api.keys.admin);
  });

  test('a key in the address does not count', async () => {
    const response = await supertest(api.app).get(`/v1/access-requests?access_token=${api.keys.admin}`);
    expectProblem(response, 401, 'unauthorized');
  });

  test('nothing below /v1 answers, also what does not exist; nothing is read and nothing stored', async () => {
    for (const path of ['/v1', '/v1/', '/v1/nothing', '/v1/access-requests/x', '/V1/access-requests'])
      expectProblem(await supertest(api.app).get(path), 401, 'unauthorized');
    const large = await supertest(api.app)
      .post('/v1/access-requests')
      .send({ email: `${'x'.repeat(200_000)}@example.com` });
    expectProblem(large, 401, 'unauthorized');
    expect(await api.stored()).toBe(0);
  });

  test('an installation without a bootstrap key has none', async () => {
    const app = createApp(api.installation.service);
    for (const key of ['', 'undefined', 'null', bootstrapKey])
      expect(
        (await supertest(app).get('/v1/access-requests').set('Authorization', `Bearer ${key}`)).status,
      ).toBe(401);
  });
});

describe('a key', () => {
  test.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])('is taken after %j', async (scheme) => {
    expect((await ask(`${scheme} ${api.keys.auditor}`)).status).toBe(200);
  });

  test('that is revoked answers 401 at once', async () => {
    const { keys } = api.installation.service;
    const { key, secret } = createApiKey({ role: 'admin', label: 'short' }, Date.now());
    await keys.insert(key);
    expect((await ask(`Bearer ${secret}`)).status).toBe(200);
    await keys.revoke(key.id, Date.now());
    expectProblem(await ask(`Bearer ${secret}`), 401, 'unauthorized');
  });

  test('is used at a time that is remembered', async () => {
    await ask(`Bearer ${api.keys.operator}`);
    expect((await api.installation.service.keys.find(api.ids.operator))?.lastUsedAt).toBeGreaterThan(0);
    expect((await api.installation.service.keys.find(api.ids.stranger))?.lastUsedAt).toBeUndefined();
  });

  test('lies in the data folder as a hash only', async () => {
    await ask(`Bearer ${api.keys.admin}`);
    await ask(`Bearer ${bootstrapKey}`);
    const { dataDir } = api.installation;
    for (const file of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      for (const secret of [...Object.values(api.keys), bootstrapKey])
        expect([file.name, bytes.includes(secret)]).toEqual([file.name, false]);
    }
    const hash = createHash('sha256').update(api.keys.admin).digest('hex');
    expect((await api.installation.service.keys.find(api.ids.admin))?.hash).toBe(hash);
  });
});

describe('making and knowing keys', () => {
  const open = async (work: (keys: ApiKeyStore) => Promise<void>) => {
    const opened = await openTestStore();
    try {
      await work(opened.store.keys);
    } finally {
      await opened.close();
    }
  };

  test('keys are long, different and of one form', () => {
    const secrets = Array.from(
      { length: 200 },
      () => createApiKey({ role: 'platform', label: 'l' }, 1).secret,
    );
    expect(new Set(secrets).size).toBe(200);
    for (const secret of secrets) expect(secret).toMatch(/^dsar_[0-9a-f]{8}_[\w-]{43}$/);
  });

  test('a key is known as itself, a revoked or foreign one as nobody', () =>
    open(async (keys) => {
      const [one, other] = [
        createApiKey({ role: 'platform', label: 'l' }, 1),
        createApiKey({ role: 'auditor', label: 'l' }, 1),
      ];
      await keys.insert(one.key);
      expect(await identifyCaller(keys, undefined, one.secret)).toEqual({
        ...{ id: one.key.id, keyId: one.key.id, role: 'platform' },
      });
      expect(await identifyCaller(keys, undefined, other.secret)).toBeUndefined();
      expect(await identifyCaller(keys, 'boot', 'boot')).toEqual({
        ...{ id: 'bootstrap', keyId: 'bootstrap', role: 'admin' },
      });
      expect(await identifyCaller(keys, undefined, 'boot')).toBeUndefined();
      expect(await identifyCaller(keys, 'boot', '')).toBeUndefined();
      await keys.revoke(one.key.id, 2);
      expect(await identifyCaller(keys, undefined, one.secret)).toBeUndefined();
    }));
});
