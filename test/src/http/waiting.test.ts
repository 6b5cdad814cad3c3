import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readWait } from '../../../src/http/prefer.js';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../../support/start-api.js';

describe('the header Prefer', () => {
  test.each<[string | string[] | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['wait=30', 30],
    ['wait=0', 0],
    ['wait=60', 60],
    ['wait=61', 60],
    ['wait=999999', 60],
    ['wait=99999999999', 60],
    ['wait=030', 30],
    ['WAIT=5', 5],
    ['wait = 5', 5],
    ['wait="5"', 5],
    ['respond-async, wait=10', 10],
    ['wait=10, respond-async', 10],
    ['wait=10; foo=bar', 10],
    ['return=minimal,wait=7', 7],
    [['respond-async', 'wait=8'], 8],
    ['wait=3, wait=9', 3],
    ['wait', undefined],
    ['wait=', undefined],
    ['wait=-5', undefined],
    ['wait=1.5', undefined],
    ['wait=5s', undefined],
    ['wait=five', undefined],
    ['nowait=5', undefined],
    ['wait=5 6', undefined],
    ['wait=١', undefined],
    [`${' '.repeat(5_000)}wait=x`, undefined],
  ])('%j means %j seconds', (header, seconds) => {
    expect(readWait(header)).toBe(seconds);
  });
});

describe('waiting for a request', () => {
  let api: Api;
  beforeAll(async () => (api = await startApi()));
  afterAll(() => api.close());
  const zoom = () => api.installation.simulator.faults;
  /** Zoom keeps silent for a while. */
  const stall = () => zoom().add({ operation: '/users/{userId}', respond: 'stall-headers', times: Infinity });
  afterEach(() => zoom().clear());

  test('one that ends in time: 200 with its end, its address, and the wait that was granted', async () => {
    const response = await api.order({ email: nobody }, 'platform', 'wait=30');
    expect(response.status).toBe(200);
    expect(bodyOf(response)).toMatchObject({ status: 'no_match', email: nobody });
    expect(response.headers).toMatchObject({
      'preference-applied': 'wait=30',
      location: `/v1/access-requests/${String(bodyOf(response).id)}`,
    });
    expect(response.headers['retry-after']).toBeUndefined();
    expect(bodyOf(response).report_url).toBe(`/v1/access-requests/${String(bodyOf(response).id)}/report`);
    expect((await api.call('get', String(bodyOf(response).report_url))).status).toBe(200);
  });

  test('one that does not: 202 after the wait, to be asked for again', async () => {
    stall();
    const start = performance.now();
    const response = await api.order({ email: nobody }, 'platform', 'wait=1');
    const took = performance.now() - start;
    expect([took > 900, took < 4_000]).toEqual([true, true]);
    expect(response.status).toBe(202);
    expect(response.headers['preference-applied']).toBe('wait=1');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(['queued', 'running']).toContain(bodyOf(response).status);
    expect(bodyOf(response).report_url).toBeUndefined();
  });

  test('without Prefer, and with one that means nothing: 202 at once', async () => {
    stall();
    for (const prefer of ['', 'wait=soon', 'respond-async', 'wait=0']) {
      const start = performance.now();
      const request = api.call('post', '/v1/access-requests').send({ email: nobody });
      const response = await (prefer ? request.set('Prefer', prefer) : request);
      expect([prefer, response.status]).toEqual([prefer, 202]);
      expect(response.headers['preference-applied']).toBe(prefer === 'wait=0' ? 'wait=0' : undefined);
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });

  test('a wait over 60 is cut to 60, and says so', async () => {
    const response = await api.order({ email: nobody }, 'platform', 'wait=3600');
    expect([response.status, response.headers['preference-applied']]).toEqual([200, 'wait=60']);
  });

  test('GET waits too, and answers at the end', async () => {
    const fault = stall();
    const created = await api.order({ email: nobody }, 'platform', 'wait=0');
    setTimeout(() => fault.remove(), 300);
    const path = `/v1/access-requests/${String(bodyOf(created).id)}`;
    const response = await api.call('get', path).set('Prefer', 'wait=30');
    expect([response.status, bodyOf(response).status]).toEqual([200, 'no_match']);
    const again = await api.call('get', path).set('Prefer', 'wait=30');
    expect(again.headers['preference-applied']).toBe('wait=30');
  });

  test('ten who wait for the same request are all answered', async () => {
    const fault = stall();
    const created = await api.order({ email: nobody }, 'platform', 'wait=0');
    const path = `/v1/access-requests/${String(bodyOf(created).id)}`;
    const waiting = Array.from({ length: 10 }, () =>
      api
        .call('get', path)
        .set('Prefer', 'wait=20')
        .then((response) => bodyOf(response).status),
    );
    setTimeout(() => fault.remove(), 200);
    expect(await Promise.all(waiting)).toEqual(Array(10).fill('no_match'));
  });

  // The daily limit stays in the pace of this installation, so this comes last.
  test('one that pauses ends the wait: 202 with the time at which it goes on', async () => {
    zoom().add({
      operation: '/users/{userId}',
      respond: { kind: '429-daily', retryAfter: 'seconds', resumesInSeconds: 3_000 },
    });
    const response = await api.order({ email: nobody }, 'platform', 'wait=30');
    expect(response.status).toBe(202);
    expect(bodyOf(response).status).toBe('paused');
    const resume = Date.parse(String(bodyOf(response).resume_at));
    expect(resume).toBeGreaterThan(Date.now());
    expect(Math.abs(Number(response.headers['retry-after']) - (resume - Date.now()) / 1_000)).toBeLessThan(5);
    const id = String(bodyOf(response).id);
    const read = await api.call('get', `/v1/access-requests/${id}`);
    expect(Number(read.headers['retry-after'])).toBeGreaterThan(60);
    expectProblem(await api.call('get', `/v1/access-requests/${id}/report`), 409, 'report_not_ready');
  });
});
