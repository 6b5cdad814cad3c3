import { describe, expect, it } from '@jest/globals';
import type { FaultResponse } from '../../../simulators/zoom/index.js';
import { allRows, day, fetchAnswer, noon, rowsOf, simulate, type ZoomUnderTest } from './zoom-under-test.js';

const path = '/users/alex.demo@example.com';
const template = '/users/{userId}';

async function withFault(respond: FaultResponse): Promise<ZoomUnderTest> {
  const zoom = await simulate();
  zoom.simulator.faults.add({ operation: template, respond });
  return zoom;
}

describe('a fault', () => {
  it('skips, answers its number of requests, and lets the others pass', async () => {
    const { simulator, get } = await simulate();
    const fault = simulator.faults.add({ operation: template, skip: 1, times: 2, respond: { status: 503 } });
    const statuses = [];
    for (let call = 0; call < 5; call += 1) statuses.push((await get(path)).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect(fault.hits).toBe(2);
    expect((await get('/users')).status).toBe(200);
  });

  it.each([
    ['a template', template],
    ['a raw path', `/v2${path}`],
    ['a raw path with its query', `/v2${path}?login_type=1`],
    ['a pattern of the template, even a global one', /\{userId\}$/g],
    ['a pattern of the path', /alex\.demo/],
    ['nothing', undefined],
  ])('matches by %s', async (_, operation) => {
    const { simulator, get } = await simulate();
    simulator.faults.add({ ...(operation ? { operation } : {}), times: Infinity, respond: { status: 500 } });
    expect((await get(`${path}?login_type=1`)).status).toBe(500);
    expect((await get(`${path}?login_type=1`)).status).toBe(500);
    simulator.faults.clear();
    expect((await get(`${path}?login_type=1`)).status).toBe(200);
  });

  it('can be removed, and the first of several answers', async () => {
    const { simulator, get } = await simulate();
    const first = simulator.faults.add({ times: Infinity, respond: { status: 500 } });
    simulator.faults.add({ times: Infinity, respond: { status: 502 } });
    expect((await get(path)).status).toBe(500);
    first.remove();
    expect((await get(path)).status).toBe(502);
  });

  it('answers a given body as JSON or as it is', async () => {
    const { get, simulator } = await withFault({
      status: 409,
      headers: { 'X-Test': 'yes' },
      body: { code: 1 },
    });
    expect(await get(path)).toMatchObject({ status: 409, text: '{"code":1}' });
    simulator.faults.add({ respond: { status: 502, body: 'Bad gateway' } });
    expect(await get(path)).toMatchObject({ status: 502, text: 'Bad gateway' });
  });

  it('resets the connection', async () => {
    const { get, simulator } = await withFault('reset');
    await expect(get(path)).rejects.toThrow('fetch failed');
    expect(simulator.calls.at(-1)?.status).toBe(0);
    expect((await get(path)).status).toBe(200);
  });

  it('never answers, or stops in the middle of the body', async () => {
    const { simulator } = await withFault('stall-headers');
    const url = `${simulator.apiUrl}${path}`;
    const headers = { authorization: `Bearer ${simulator.issueToken()}` };
    await expect(fetch(url, { headers, signal: AbortSignal.timeout(80) })).rejects.toThrow('timeout');
    simulator.faults.add({ operation: template, respond: 'stall-body' });
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(80) });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('breaks off a body before its announced length', async () => {
    const { get } = await withFault({ kind: 'truncate', afterBytes: 10 });
    await expect(get(path)).rejects.toThrow('terminated');
  });

  it('answers a login page, or half of the JSON', async () => {
    const { get, simulator } = await withFault('html-200');
    const page = await get(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
    simulator.faults.add({ operation: template, respond: 'malformed-json' });
    const broken = await get(path);
    expect(broken.status).toBe(200);
    expect(broken.text).toMatch(/^\{"id":/);
    expect(() => JSON.parse(broken.text) as unknown).toThrow(SyntaxError);
  });

  it('changes the proper answer', async () => {
    const { get, simulator } = await simulate();
    simulator.faults.add({
      operation: '/users/{userId}/meetings',
      times: Infinity,
      respond: {
        transform: (body, { query }) => ({
          ...body,
          meetings: [],
          asked: query.get('type'),
          next_page_token: 'again',
        }),
      },
    });
    expect((await get(`${path}/meetings?type=live`)).body).toMatchObject({
      meetings: [],
      asked: 'live',
      next_page_token: 'again',
      total_records: 1,
    });
  });

  it('lets a page token expire in the middle of a list', async () => {
    const zoom = await simulate();
    const list = `/phone${path}/call_history?from=${day(30)}&to=${day(0)}&page_size=5`;
    const fault = zoom.simulator.faults.add({ respond: 'expire-page-token' });
    const first = await zoom.get(list);
    expect([first.status, fault.hits]).toEqual([200, 0]);
    await expect(allRows(zoom, list, 'call_elements')).rejects.toThrow(
      '400 {"code":400,"message":"The next page token is',
    );
    expect(await allRows(zoom, list, 'call_elements')).toHaveLength(first.body.total_records as number);
  });

  it('gives the first page with one and the same token, whatever page is asked for', async () => {
    const { simulator, get } = await simulate();
    const list = `/phone${path}/call_history?from=${day(30)}&to=${day(0)}&page_size=2`;
    const proper = rowsOf(await get(list), 'call_elements');
    simulator.faults.add({ respond: 'repeat-page-token', times: Infinity });
    for (const asked of [list, `${list}&next_page_token=the-same-token`]) {
      const answer = await get(asked);
      expect([answer.status, answer.body.next_page_token]).toEqual([200, 'the-same-token']);
      expect(rowsOf(answer, 'call_elements')).toEqual(proper);
    }
  });

  it('resets the connection in the middle of the body', async () => {
    const { get } = await withFault('reset-body');
    await expect(get(path)).rejects.toThrow('terminated');
    expect((await get(path)).status).toBe(200);
  });

  it('brings others along', async () => {
    const { simulator, get } = await simulate();
    const onHit = () => simulator.faults.add({ operation: '/users', respond: { status: 503 } });
    simulator.faults.add({ operation: template, respond: { status: 500 }, onHit });
    expect((await get('/users')).status).toBe(200);
    expect((await get(path)).status).toBe(500);
    expect((await get('/users')).status).toBe(503);
  });

  it('reaches the token endpoint, downloads and the media origin', async () => {
    const { simulator, get, person } = await simulate();
    simulator.faults.add({ operation: 'token', respond: { status: 503 } });
    expect((await fetchAnswer(`${simulator.oauthUrl}/token`, { method: 'POST' })).status).toBe(503);
    simulator.world.media.set('m', { id: 'm', contentType: 'video/mp4', bytes: 3_000_000 });
    person.recordings.unshift({ uuid: 'm', recording_files: [{ download_url: 'media:m' }] });
    const [file] = rowsOf(await get('/meetings/m/recordings'), 'recording_files');
    const authorization = `Bearer ${simulator.issueToken()}`;
    const fetchFile = () => fetchAnswer(file?.download_url as string, { headers: { authorization } });
    simulator.faults.add({ operation: 'download', respond: { status: 401 } });
    expect((await fetchFile()).status).toBe(401);
    const location = (await fetchFile()).headers.get('location') ?? '';
    simulator.faults.add({ operation: 'media', respond: { kind: 'truncate', afterBytes: 2_000_000 } });
    const reader = (await fetch(location)).body?.getReader();
    let received = 0;
    const read = async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        received += (part.value as Uint8Array).length;
      }
    };
    await expect(read()).rejects.toThrow('terminated');
    expect(received).toBe(2_000_000);
    simulator.faults.add({ operation: 'media', respond: 'reset' });
    await expect(fetchAnswer(location)).rejects.toThrow('fetch failed');
    expect(simulator.calls.map(({ operation }) => operation)).toContain('media');
  });
});

describe('a rate limit by fault', () => {
  it.each([
    ['none', null],
    ['seconds', '90'],
    ['http-date', 'Mon, 15 Jun 2026 12:01:30 GMT'],
    ['iso', '2026-06-15T12:01:30Z'],
  ] as const)('says when to come back as %s', async (retryAfter, expected) => {
    for (const kind of ['429-second', '429-daily'] as const) {
      const { get, simulator } = await withFault({ kind, retryAfter, resumesInSeconds: 90 });
      const { status, headers, body } = await get(path);
      expect([status, body.code, headers.get('retry-after')]).toEqual([429, 429, expected]);
      expect(headers.get('x-ratelimit-type')).toBe(kind === '429-second' ? 'QPS' : 'Daily-limit');
      expect(simulator.rateLimited).toBe(0);
    }
  });

  it('by name has no Retry-After for the second, and the next midnight for the day', async () => {
    const { get, simulator } = await withFault('429-second');
    expect((await get(path)).headers.get('retry-after')).toBeNull();
    simulator.faults.add({ operation: template, respond: '429-daily' });
    expect((await get(path)).headers.get('retry-after')).toBe('2026-06-16T00:00:00Z');
    expect(noon.toISOString()).toContain('2026-06-15');
  });
});
