import { afterEach, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { expectProblem, startApi, type Api } from '../../support/start-api.js';

let api: Api;
afterEach(() => api.close());

describe('the calls a key may make in a minute', () => {
  test('are told with every answer; above them it is said when to come again', async () => {
    api = await startApi({ callsPerMinute: 3 });
    const list = () => api.call('get', '/v1/access-requests', 'platform');
    const answers = [await list(), await list(), await list()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const left = answers.map(({ headers }) => /;\s*r=(\d+)/.exec(String(headers.ratelimit))?.[1]);
    expect(left).toEqual(['2', '1', '0']);
    expect(answers[0]?.headers['ratelimit-policy']).toMatch(/q=3;\s*w=60/);

    const refused = await list();
    const problem = expectProblem(refused, 429, 'rate_limited');
    expect(problem.detail).toContain('3 calls a minute');
    const seconds = Number(refused.headers['retry-after']);
    expect([seconds >= 1, seconds <= 60]).toEqual([true, true]);
    expect(refused.headers.ratelimit).toMatch(/r=0/);
  });

  test('are its own: other keys, and those who need none, are not held up', async () => {
    api = await startApi({ callsPerMinute: 1 });
    const list = (caller: 'platform' | 'stranger') => api.call('get', '/v1/access-requests', caller);
    expect([(await list('platform')).status, (await list('platform')).status]).toEqual([200, 429]);
    expect((await list('stranger')).status).toBe(200);
    for (const path of ['/livez', '/readyz']) expect((await supertest(api.app).get(path)).status).toBe(200);
  });

  test('above them nothing is stored', async () => {
    api = await startApi({ callsPerMinute: 1 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.order(undefined, 'platform', 'wait=0')),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
    expect(await api.stored()).toBe(1);
  });
});
