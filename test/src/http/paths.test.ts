import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import supertest from 'supertest';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../../support/start-api.js';

let api: Api;
let id: string;
beforeAll(async () => {
  api = await startApi();
  id = String(bodyOf(await api.order()).id);
});
afterAll(() => api.close());

const list = '/v1/access-requests';

describe('an unknown address', () => {
  test.each([
    ...[
      '/v1',
      '/v1/',
      '/v1/other',
      '/v1/access-requests/',
      '/v2/access-requests',
      '/',
      '/index.html',
      '/favicon.ico',
    ],
    ...[
      '/v1/access-requests/x/report/y',
      '/v1/connections',
      '/v1/access-requests//report',
      '/docs/x',
      '/openapi.json',
    ],
    ...['/.env', '/..%2f..%2fetc/passwd', '/v1/../livez', '/docs/../package.json', '/openapi.yaml/x'],
  ])('%s is answered by a problem or by what it means, never by an error', async (path) => {
    const response = await api.call('get', path);
    if (response.status !== 200) expectProblem(response, 404, 'not_found');
    expect(response.text).not.toContain('"dependencies"');
  });

  test('an unknown id is not found, whatever it looks like', async () => {
    const ids = [
      'x',
      '0',
      '00000000-0000-0000-0000-000000000000',
      id.toUpperCase(),
      `${id}x`,
      "'--",
      'a%2Fb',
      '..%2F..',
      '%F0%9F%98%80',
      'x'.repeat(5_000),
      'constructor',
      '__proto__',
    ];
    for (const unknown of ids)
      for (const suffix of ['', '/report'])
        expectProblem(await api.call('get', `${list}/${unknown}${suffix}`), 404, 'not_found');
    for (const unknown of ids)
      expectProblem(await api.call('delete', `${list}/${unknown}`), 404, 'not_found');
  });

  test.each(['%', '%E0%A4%A', '%zz', '%c0%80', '%ff'])('a wrong percent-encoding (%s): 400', async (part) => {
    expectProblem(await api.call('get', `${list}/${part}`), 400, 'invalid_request');
    expectProblem(await api.call('get', `${list}/${part}/report`), 400, 'invalid_request');
    expectProblem(await api.call('delete', `${list}/${part}`), 400, 'invalid_request');
  });
});

describe('a wrong method', () => {
  test.each<['put' | 'patch' | 'post' | 'delete', string, string]>([
    ['put', list, 'GET, HEAD, POST'],
    ['delete', list, 'GET, HEAD, POST'],
    ['patch', `${list}/${'0'.repeat(8)}`, 'GET, HEAD, DELETE'],
    ['post', `${list}/x`, 'GET, HEAD, DELETE'],
    ['put', `${list}/x/report`, 'GET, HEAD, POST'],
    ['delete', `${list}/x/report`, 'GET, HEAD, POST'],
    ['post', '/livez', 'GET, HEAD'],
    ['post', '/readyz', 'GET, HEAD'],
    ['delete', '/openapi.yaml', 'GET, HEAD'],
    ['post', '/docs', 'GET, HEAD'],
  ])('%s %s: 405 with Allow', async (method, path, allow) => {
    const response = await api.call(method, path);
    expectProblem(response, 405, 'method_not_allowed');
    expect(response.headers.allow).toBe(allow);
  });

  test('below /v1 the key comes first', async () => {
    expectProblem(await supertest(api.app).put(list), 401, 'unauthorized');
  });

  test('OPTIONS tells the methods and changes nothing', async () => {
    const response = await supertest(api.app).options(list).set('Authorization', `Bearer ${api.keys.admin}`);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.allow).toMatch(/GET/);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a wrong question for a list', () => {
  test.each([
    ...[
      'limit=0',
      'limit=201',
      'limit=-1',
      'limit=1.5',
      'limit=x',
      'limit=',
      'limit=1&limit=2',
      'limit=NaN',
      'limit=1e99',
    ],
    ...['status=done', 'status=', 'status=completed&status=failed', 'status=constructor', 'reference='],
    ...[
      'reference=a%00b',
      `reference=${'x'.repeat(201)}`,
      'reference=a&reference=b',
      'colour=red',
      'limit[]=5',
    ],
    ...['__proto__=x', 'constructor=x', '__proto__[limit]=5', 'status[$ne]=x', 'origin=bootstrap', 'Limit=5'],
    ...[
      'cursor=x',
      'cursor=',
      'cursor=AAAA',
      `cursor=${'x'.repeat(300)}`,
      'cursor=MSB4Ow',
      'cursor=%00',
      'cursor=a&cursor=b',
    ],
  ])('%s: 400', async (query) => {
    const problem = expectProblem(await api.call('get', `${list}?${query}`), 400, 'invalid_request');
    expect(problem.errors?.length).toBeGreaterThan(0);
  });

  test('a cursor of ours with something at its end is not ours', async () => {
    const cursor = Buffer.from(`1 ${id}`).toString('base64url');
    expect((await api.call('get', `${list}?cursor=${cursor}`)).status).toBe(200);
    for (const changed of [
      `${cursor}!!`,
      `${cursor}%3D%3D%3D%3D`,
      `%20${cursor}`,
      Buffer.from(`1 ${id}`).toString('base64') + '%0a',
    ])
      expectProblem(await api.call('get', `${list}?cursor=${changed}`), 400, 'invalid_request');
  });

  test('a cursor cannot break into the query', async () => {
    for (const text of ["1 ' OR 1=1 --", '1 x; DROP TABLE api_keys', '99999999999999999 x', '-1 x', '1e9 x'])
      expectProblem(
        await api.call('get', `${list}?cursor=${Buffer.from(text).toString('base64url')}`),
        400,
        'invalid_request',
      );
  });
});

describe('what is no proper HTTP', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer(api.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const send = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(text));
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer)).on('error', reject);
    });
  const headers = () => `Host: x\r\nAuthorization: Bearer ${api.keys.admin}\r\nConnection: close\r\n`;

  test.each<[string, (head: string) => string, number]>([
    [
      'an absolute address',
      (head) => `GET http://other.example/v1/access-requests HTTP/1.1\r\n${head}\r\n`,
      200,
    ],
    ['an unknown method', (head) => `BREW /v1/access-requests HTTP/1.1\r\n${head}\r\n`, 400],
    [
      'a body shorter than announced',
      (head) =>
        `POST /v1/access-requests HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"email":`,
      400,
    ],
    ['no address', (head) => `GET  HTTP/1.1\r\n${head}\r\n`, 400],
  ])('%s is answered in the 200s or 400s', async (_name, text, status) => {
    const answer = await send(text(headers()));
    expect(answer === '' ? 400 : Number(answer.split(' ')[1])).toBe(status);
  });

  test('the service goes on', async () => {
    expect((await supertest(api.app).get('/livez')).status).toBe(200);
    expect((await api.order({ email: nobody }, 'platform', 'wait=0')).status).toBe(202);
  });
});
