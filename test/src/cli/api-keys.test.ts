import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { killClis, runCli } from '../../support/run-cli.js';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../../support/start-api.js';

let api: Api;
let environment: Record<string, string>;

beforeAll(async () => {
  api = await startApi();
  environment = { DSAR_DATA_DIR: api.installation.dataDir };
});
afterAll(async () => {
  await killClis();
  await api.close();
});

interface Made {
  id: string;
  role: string;
  connections: string[] | null;
  key: string;
}

const cli = (...args: string[]) => runCli(['api-keys', ...args], environment);

async function make(...args: string[]): Promise<Made> {
  const { code, stdout } = await cli(...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Made;
}

const ask = (key: string, path = '/v1/access-requests') =>
  supertest(api.app).get(path).set('Authorization', `Bearer ${key}`);

async function order(key: string): Promise<string> {
  const request = supertest(api.app).post('/v1/access-requests').set('Authorization', `Bearer ${key}`);
  const response = await request.set('Prefer', 'wait=20').send({ email: nobody });
  expect([200, 202]).toContain(response.status);
  return String(bodyOf(response).id);
}

/** The line of a key in the list. */
async function lineOf(id: string): Promise<string> {
  const { stdout } = await cli('list');
  return stdout.split('\n').find((line) => line.startsWith(id)) ?? '';
}

describe('an API key', () => {
  test('works at once, is shown once, and its last use is remembered', async () => {
    const { id, key } = await make('create', '--role', 'auditor', '--label', 'for the audit');
    expect(await lineOf(id)).toMatch(/auditor +for the audit +all +\S+ +never +active/);
    expect((await ask(key)).status).toBe(200);
    expect(await lineOf(id)).toMatch(/auditor +for the audit +all +\S+ +\d{4}-\S+Z +active/);
    const { stdout } = await cli('list');
    expect(stdout).not.toContain(key.slice(-20));
  });

  test('ends at once when it is revoked, and cannot be revoked or rotated again', async () => {
    const { id, key } = await make('create', '--role', 'operator');
    expect((await cli('revoke', id)).code).toBe(0);
    expectProblem(await ask(key), 401, 'unauthorized');
    expect(await lineOf(id)).toMatch(/revoked$/);
    for (const command of ['revoke', 'rotate']) {
      const { code, stderr } = await cli(command, id);
      expect([code, stderr]).toEqual([2, expect.stringContaining('no active key with this id')]);
    }
  });

  test('of an unknown role is not made', async () => {
    const { code, stdout, stderr } = await cli('create', '--role', 'owner');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('platform, operator, auditor')]);
  });
});

describe('keys that are rotated', () => {
  test('two work at a time, a third is refused, and the owner keeps seeing its requests', async () => {
    const first = await make('create', '--role', 'platform', '--label', 'app');
    const made = await order(first.key);
    const second = await make('rotate', first.id);
    expect(second).toMatchObject({ role: 'platform', connections: null });
    expect(second.key).not.toBe(first.key);
    for (const { key } of [first, second])
      expect((await ask(key, `/v1/access-requests/${made}`)).status).toBe(200);
    for (const { id } of [first, second]) {
      const { code, stdout, stderr } = await cli('rotate', id);
      expect([code, stdout, stderr]).toEqual([
        expect.any(Number),
        '',
        expect.stringContaining('revoke the old one'),
      ]);
      expect(code).not.toBe(0);
    }

    await cli('revoke', first.id);
    expectProblem(await ask(first.key), 401, 'unauthorized');
    expect((await ask(second.key, `/v1/access-requests/${made}`)).status).toBe(200);
    const third = await make('rotate', second.id);
    await cli('revoke', second.id);
    expect((await ask(third.key, `/v1/access-requests/${made}/report`)).status).toBe(200);
    const listed = bodyOf(await ask(third.key)).items as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual([made]);
    expect((await ask(await order(third.key).then(() => third.key))).status).toBe(200);
  });

  test('of another owner do not count', async () => {
    const one = await make('create', '--role', 'platform');
    const other = await make('create', '--role', 'platform');
    await make('rotate', one.id);
    const next = await make('rotate', other.id);
    const made = await order(one.key);
    expectProblem(await ask(next.key, `/v1/access-requests/${made}`), 404, 'not_found');
  });
});

describe('a key that is limited to connections', () => {
  test('sees those alone, and so does the key it is rotated to', async () => {
    const { id: other } = await api.installation.service.connections.create({
      ...{ connector: 'zoom', label: 'Other', kind: 'oauth', plan: 'pro', rateShare: 0.5 },
      credentials: { clientId: 'a', clientSecret: 'b' },
    });
    const limited = await make('create', '--role', 'operator', '--connection', `default, ${other}`);
    expect(limited.connections).toEqual(['default', other]);
    expect(await lineOf(limited.id)).toContain(`default, ${other}`);
    expect((await make('rotate', limited.id)).connections).toEqual(['default', other]);
    expect((await ask(limited.key, '/v1/connections/default')).status).toBe(200);
    const elsewhere = await make('create', '--role', 'operator', '--connection', other);
    expectProblem(await ask(elsewhere.key, '/v1/connections/default'), 404, 'not_found');
  });

  test.each(['', ' ', ',', 'default,', 'nothing'])(
    'a name among them that is none (%j) is refused',
    async (connection) => {
      const { code, stdout, stderr } = await cli('create', '--role', 'operator', '--connection', connection);
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('--connection')]);
    },
  );
});
