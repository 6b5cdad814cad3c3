import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import express from 'express';
import type { ReportVersion } from '../../../src/storage/report-store.js';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { sendReport } from '../../../src/http/send-report.js';
import { hasTool } from '../../support/outside-tools.js';
import { bodyOf, nobody, startApi, type Api, type Problem } from '../../support/start-api.js';
import { reportFileIn } from '../../support/data-paths.js';

let api: Api;
let server: Server;
let url: string;
let whole: Buffer;
let etag: string;
beforeAll(async () => {
  api = await startApi();
  const id = String(bodyOf(await api.order({ email: nobody })).id);
  whole = readFileSync(reportFileIn(api.installation.service.folder, id));
  server = createServer(api.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/access-requests/${id}/report`;
  etag = (await get({})).headers.get('etag') ?? '';
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

const authorization = () => ({ Authorization: `Bearer ${api.keys.auditor}` });
const get = (headers: Record<string, string>, method = 'GET') =>
  fetch(url, { method, headers: { ...authorization(), ...headers } });
const runCurl = async (args: string[]) => (await promisify(execFile)('curl', args)).stdout;
const bodyBytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
const problemOf = async (response: Response) => (await response.json()) as Problem;

describe('a part of a report (RFC 9110, section 14)', () => {
  const size = () => whole.length;

  test.each<[range: string, part: () => [start: number, end: number]]>([
    ['bytes=0-0', () => [0, 0]],
    ['bytes=10-19', () => [10, 19]],
    ['bytes=0010-0019', () => [10, 19]],
    ['bytes=0-', () => [0, size() - 1]],
    ['bytes=100-99999999999999999999', () => [100, size() - 1]],
    ['bytes=-1', () => [size() - 1, size() - 1]],
    ['bytes=-99999999', () => [0, size() - 1]],
    ['Bytes= 5-9', () => [5, 9]],
    ['bytes=0-9,10-19', () => [0, 19]],
    ['bytes=20-29, 10-25,', () => [10, 29]],
    ['bytes=0-4,99999999-', () => [0, 4]],
  ])('%s is that part', async (range, part) => {
    const response = await get({ Range: range });
    const [start, end] = part();
    expect([response.status, response.headers.get('content-range')]).toEqual([
      206,
      `bytes ${start}-${end}/${size()}`,
    ]);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect(await bodyBytes(response)).toEqual(whole.subarray(start, end + 1));
  });

  test.each(['bytes=0-1,5-6', 'bytes=5-2', 'bytes=', 'bytes=a-b', 'bytes=-', 'bytes=1', 'items=0-5', '0-5'])(
    '%s is answered with the whole',
    async (range) => {
      const response = await get({ Range: range });
      expect([response.status, response.headers.get('content-range')]).toEqual([200, null]);
      expect(await bodyBytes(response)).toEqual(whole);
    },
  );

  test('beyond the end is refused with the size there is', async () => {
    for (const range of [`bytes=${size()}-`, 'bytes=99999999-100000000', 'bytes=-0', `bytes=${size()}-,-0`]) {
      const response = await get({ Range: range });
      expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${size()}`]);
      expect((await problemOf(response)).code).toBe('range_not_satisfiable');
    }
  });

  test('is given only of the report that If-Range names, by its strong validator', async () => {
    const given = async (ifRange: string) => (await get({ Range: 'bytes=0-9', 'If-Range': ifRange })).status;
    expect(await given(etag)).toBe(206);
    expect(await given(`W/${etag}`)).toBe(200);
    expect(await given('"other"')).toBe(200);
    expect(await given(new Date(Date.now() + 86_400_000).toUTCString())).toBe(200);
    // Of another report than the caller has, no range is out of bounds.
    expect((await get({ Range: 'bytes=99999999-', 'If-Range': '"other"' })).status).toBe(200);
  });

  test('is nothing that HEAD has, and it says what GET would', async () => {
    const head = await get({ Range: 'bytes=0-9' }, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size())]);
    expect([head.headers.get('accept-ranges'), head.headers.get('etag')]).toEqual(['bytes', etag]);
  });

  test('breaks off when the file ends before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dsar-part-'));
    writeFileSync(join(folder, 'short'), 'abc');
    const report = { requestId: 'r', version: 1, bytes: 10, sha256: '0'.repeat(64) } as ReportVersion;
    const app = express().get('/', (request, response) =>
      sendReport(new DiskFiles(folder), 'short', report, [request, response], {
        begin: () => Promise.resolve(() => undefined),
        onDamage: () => Promise.resolve(),
      }),
    );
    const place = createServer(app);
    await new Promise<void>((resolve) => place.listen(0, '127.0.0.1', resolve));
    const { port } = place.address() as AddressInfo;
    const headers = { Range: 'bytes=2-9' };
    const cut = fetch(`http://127.0.0.1:${port}`, { headers }).then(bodyBytes);
    await expect(cut).rejects.toThrow();
    place.close();
    rmSync(folder, { recursive: true });
  });
});

describe('conditions on a report (RFC 9110, section 13)', () => {
  test.each<[headers: (tag: string) => Record<string, string>, status: number]>([
    [(tag) => ({ 'If-None-Match': tag }), 304],
    [(tag) => ({ 'If-None-Match': `"x", W/${tag}` }), 304],
    [() => ({ 'If-None-Match': '*' }), 304],
    [() => ({ 'If-None-Match': '"x"' }), 200],
    [(tag) => ({ 'If-Match': `"x", ${tag}` }), 200],
    [() => ({ 'If-Match': '*' }), 200],
    [(tag) => ({ 'If-Match': `W/${tag}` }), 412],
    [() => ({ 'If-Match': '"x"', Range: 'bytes=99999999-' }), 412],
    [() => ({ 'If-Modified-Since': new Date(Date.now() + 86_400_000).toUTCString() }), 200],
    [() => ({ 'If-Unmodified-Since': new Date(0).toUTCString() }), 200],
  ])('%j is answered with %d', async (headers, status) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await get(headers(etag), method);
      expect([method, response.status]).toEqual([method, status]);
      const body = await bodyBytes(response);
      if (status === 304) expect([response.headers.get('etag'), body.length]).toEqual([etag, 0]);
      if (status === 412 && method === 'GET')
        expect((JSON.parse(body.toString()) as Problem).code).toBe('not_as_expected');
    }
  });
});

describe('curl -C -', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-curl-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([0, 1, 1_000, -1])('goes on after %d bytes and fetches no more than the rest', async (at) => {
    if (!hasTool('curl')) return;
    const file = join(folder, 'report.zip');
    const had = at < 0 ? whole.length + at : at;
    writeFileSync(file, whole.subarray(0, had));
    const args = ['-sS', '--fail', '-C', '-', '-o', file, '-w', '%{http_code} %{size_download}'];
    const told = await runCurl([...args, '-H', `Authorization: Bearer ${api.keys.auditor}`, url]);
    expect(told).toBe(had === 0 ? `200 ${whole.length}` : `206 ${whole.length - had}`);
    expect(readFileSync(file)).toEqual(whole);
  });

  test('of what is whole already changes nothing', async () => {
    if (!hasTool('curl')) return;
    const file = join(folder, 'whole.zip');
    writeFileSync(file, whole);
    const args = ['-sS', '-C', '-', '-o', file, '-w', '%{http_code}'];
    expect(await runCurl([...args, '-H', `Authorization: Bearer ${api.keys.auditor}`, url])).toBe('416');
    expect(readFileSync(file)).toEqual(whole);
  });
});
