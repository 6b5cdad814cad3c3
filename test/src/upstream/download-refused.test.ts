import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PauseUntil, Refusal } from '../../../src/upstream/refusal.js';
import {
  breakOff,
  downloadServedBy as from,
  removeDownloads,
  serveFile,
  sha256,
  videoOf,
} from '../../support/download-under-test.js';
import { sendJson, sendText, startOrigin, stopOrigins } from '../../support/start-origin.js';
import { closeUpstreams, errorOf } from '../../support/upstream-under-test.js';

afterEach(async () => {
  closeUpstreams();
  await stopOrigins();
  removeDownloads();
});

const video = videoOf(20_000);
const etag = '"v1"';
const page = '<!DOCTYPE html><html><body>Sign in</body></html>';
const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };
const octets = { 'content-type': 'application/octet-stream' };
const phone = { rateLimit: { family: 'phone', label: 'medium' } };

type Answer = Parameters<typeof sendText> extends [unknown, ...infer Rest] ? Rest : never;

describe('a page that comes instead of the file', () => {
  const pages: [what: string, extension: string, answer: Answer][] = [
    ['HTML with 200', 'mp4', [200, page, html]],
    ['HTML that says it is a video', 'mp4', [200, page, { 'content-type': 'video/mp4' }]],
    [
      'XML of a storage host with 200',
      'mp4',
      [200, '<Error><Code>x</Code></Error>', { 'content-type': 'text/xml' }],
    ],
    ['XML without a type', 'm4a', [200, '<?xml version="1.0"?><Error/>', octets]],
    ['JSON with 200', 'mp4', [200, '{"code":124,"message":"Invalid access token."}', json]],
    ['JSON that says it is audio', 'mp3', [200, '{"code":124}', { 'content-type': 'audio/mpeg' }]],
    ['HTML where captions were expected', 'vtt', [200, page, octets]],
    ['HTML where a chat was expected', 'txt', [200, page, html]],
    ['HTML where JSON was expected', 'json', [200, page, json]],
    ['an empty HTML page', 'mp4', [200, '', html]],
    [
      'a refusal in JSON where JSON was expected',
      'json',
      [200, '{"code":12002,"message":"in progress"}', json],
    ],
    [
      'a dead token in JSON where JSON was expected',
      'json',
      [200, '{"code":124,"message":"Invalid access token."}', json],
    ],
  ];

  test.each(pages)('is no file: %s', async (_, extension, answer) => {
    const { file } = await from((_request, response) => sendText(response, ...answer), { extension });
    expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', outcome: 'failed' });
    expect(file.left()).toEqual([]);
    expect(file.refreshes).toBeGreaterThanOrEqual(1);
    expect(file.refreshes).toBeLessThanOrEqual(3);
  });

  test('leads to a fresh address, where the file is', async () => {
    const { file, origin } = await from((request, response) => {
      if (request.url === '/fresh') serveFile(request, response, video);
      else sendText(response, 200, page, html);
    });
    file.wanted.refresh = () => {
      file.refreshes += 1;
      return Promise.resolve({ url: `${origin.origin}/fresh`, bytes: video.length });
    };
    expect(await file.run()).toMatchObject({ bytes: 20_000, sha256: sha256(video), sizeDiffers: false });
    expect([file.refreshes, origin.seen.map(({ url }) => url)]).toEqual([1, ['/file', '/fresh']]);
  });

  test('is seen also when it comes letter by letter', async () => {
    const { file } = await from((_, response) => {
      response.writeHead(200, octets).write(page.slice(0, 1));
      setTimeout(() => response.end(page.slice(1)), 15);
    });
    expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', outcome: 'failed' });
  });

  test('when the transfer goes on never becomes part of the file', async () => {
    const { file } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else if (index === 1) sendText(response, 200, page, { ...html, etag });
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
  });

  test('packed bytes are not the file: what was asked for is unpacked', async () => {
    const { file } = await from((request, response, index) =>
      index === 0
        ? sendText(response, 200, Buffer.from([0x1f, 0x8b, 8]), { 'content-encoding': 'gzip' })
        : serveFile(request, response, video),
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
  });
});

describe('a refused file', () => {
  test.each<[number, unknown, string, string]>([
    [403, { code: 200, message: 'No permission' }, 'file_refused', 'without permission'],
    [400, { code: 300, message: 'Validation Failed' }, 'file_refused', 'by a validation'],
    [
      404,
      { code: 3301, message: 'There is no recording for this meeting' },
      'file_missing',
      'of no recording',
    ],
    [404, { code: 3001, message: 'Meeting does not exist' }, 'file_missing', 'of no meeting'],
  ])('with %d %j is %s, after one look at a fresh address: %s', async (status, body, reason) => {
    const { file, origin } = await from((_, response) => sendJson(response, status, body));
    file.wanted.refresh = () => {
      file.refreshes += 1;
      return Promise.resolve({ url: `${origin.origin}/fresh` });
    };
    expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', outcome: 'failed', reason });
    expect([file.refreshes, origin.seen.map(({ url }) => url)]).toEqual([1, ['/file', '/fresh']]);
    expect(file.left()).toEqual([]);
  });

  test.each<[number, string, string]>([
    [403, 'AccessDenied', 'file_refused'],
    [400, 'ExpiredToken', 'file_refused'],
    [404, 'NoSuchKey', 'file_missing'],
    [410, 'Gone', 'file_missing'],
  ])('by its storage host with %d %s is %s', async (status, code, reason) => {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
    const storage = await startOrigin((_, response) =>
      sendText(response, status, body, { 'content-type': 'application/xml' }),
    );
    const { file } = await from(
      (_, response) => sendText(response, 302, '', { location: `${storage.origin}/media` }),
      { mediaHosts: [storage.host] },
    );
    expect(await errorOf(file.run())).toMatchObject({ outcome: 'failed', reason });
    expect([file.refreshes, storage.seen.length]).toEqual([1, 2]);
  });

  test('of Phone that does not exist is file_missing (HTTP 400 with code 404)', async () => {
    const body = { code: 404, message: 'File does not exist' };
    const { file } = await from((_, response) => sendJson(response, 400, body), phone);
    expect(await errorOf(file.run())).toMatchObject({ reason: 'file_missing', code: 404 });
    expect(file.refreshes).toBe(1);
  });

  test('that is there at the fresh address arrives', async () => {
    const { file, origin } = await from((request, response) => {
      if (request.url === '/fresh') serveFile(request, response, video);
      else sendText(response, 403, '');
    });
    file.wanted.refresh = () => Promise.resolve({ url: `${origin.origin}/fresh` });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
  });

  test('for want of a scope is refused at once, and the remedy names it', async () => {
    const body = { code: 4711, message: 'Invalid access token, does not contain scopes:[a:read].' };
    const { file, origin } = await from((_, response) => sendJson(response, 400, body));
    const error = (await errorOf(file.run())) as Refusal;
    expect(error).toMatchObject({ outcome: 'scope_missing', reason: 'scope_missing' });
    expect(error.remedy).toContain('a:read');
    expect([file.refreshes, origin.seen.length]).toEqual([0, 1]);
  });

  test.each([
    ['a date', { code: 300, message: 'The date range is invalid' }],
    ['a page token', { code: 300, message: 'The next page token is invalid or expired.' }],
  ])('in words that speak about %s is a refused file, no trouble of a list', async (_, body) => {
    const { file } = await from((_request, response) => sendJson(response, 400, body));
    expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', reason: 'file_refused' });
  });
});

describe('somebody else who answers instead of the vendor', () => {
  const words = 'text/plain';
  const answers: [what: string, answer: Answer, told: RegExp][] = [
    [
      'a firewall with a page',
      [403, '<html><body>Blocked by policy</body></html>', html],
      /403 and an HTML page/,
    ],
    ['a page with 404', [404, '<!DOCTYPE html><h1>Not Found</h1>', html], /404 and an HTML page/],
    ['nothing but a status', [403, ''], /403 and an empty body/],
    ['nothing but 410', [410, ''], /410 and an empty body/],
    [
      'XML that is no storage host',
      [403, '<?xml version="1.0"?><blocked/>', { 'content-type': 'text/xml' }],
      /XML/,
    ],
    [
      'JSON of a gateway',
      [403, '{"message":"Forbidden"}', json],
      /403 and JSON without the vendor’s error number/,
    ],
    ['JSON of a gateway, 401', [401, '{"error":"invalid_token"}', json], /401 and JSON/],
    [
      'a proxy that wants a password',
      [407, 'Proxy authentication required', { 'content-type': words }],
      /407/,
    ],
    ['a portal', [302, '', { location: 'http://portal.example/login' }], /redirect/],
    ['a portal by number', [307, '', { location: 'http://10.0.0.1/login?to=x' }], /redirect/],
    ['the login of a network', [511, '<html>Sign in to the network</html>', html], /./],
  ];

  test.each(answers)('is no judgement and may pass: %s', async (_, answer) => {
    const { file, origin } = await from((request, response, index) =>
      index < 4 ? sendText(response, ...answer) : serveFile(request, response, video),
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.length).toBe(5);
    expect(file.upstream.tokens.renewals).toEqual([]);
  });

  test.each(answers.slice(0, -1))('ends as unreachable, and is named: %s', async (_, answer, told) => {
    const { file, origin } = await from((_request, response) => sendText(response, ...answer));
    const error = (await errorOf(file.run())) as Refusal;
    expect(error).toMatchObject({ outcome: 'failed', reason: 'vendor_unreachable' });
    expect(error.remedy).toMatch(told);
    expect(error.remedy).toContain(origin.host);
    expect(error.remedy).toMatch(/a firewall, a proxy|a proxy in between/);
    expect(error.remedy).toContain('HTTPS_PROXY');
    expect(error.remedy).not.toContain('portal');
    expect(origin.seen.length).toBeGreaterThanOrEqual(8);
  });

  test('in the middle of a transfer costs nothing of what has arrived', async () => {
    const { file, origin } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else if (index < 4) sendText(response, 403, page, html);
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.at(-1)?.headers.range).toBe('bytes=5000-');
  });
});

describe('a 401 to a file', () => {
  const dead = { code: 124, message: 'Invalid access token.' };

  test('is answered by reading the record again, which proves the token or brings a new one', async () => {
    const { file, origin } = await from((request, response) => {
      if (request.headers.authorization === 'Bearer token-2') serveFile(request, response, video);
      else sendJson(response, 401, dead);
    });
    file.wanted.refresh = async () => {
      file.refreshes += 1;
      await file.upstream.tokens.renew('token-1');
      return undefined;
    };
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect([file.refreshes, origin.seen.length, file.wanted.meter.calls]).toEqual([1, 2, 2]);
  });

  test('in the middle of a transfer costs nothing of what has arrived', async () => {
    const { file, origin } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else if (index === 1) sendJson(response, 401, { code: 124, message: 'Access token is expired.' });
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen[2]?.headers).toMatchObject({ range: 'bytes=5000-' });
    expect(file.upstream.tokens.renewals).toEqual([]);
  });

  test.each([2, 3])('%d times passes: the host of a file lags behind', async (times) => {
    const { file } = await from((request, response, index) => {
      if (index < times) sendJson(response, 401, dead);
      else serveFile(request, response, video);
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(file.upstream.tokens.renewals).toEqual([]);
  });

  test('for ever is a refused file after few tries; the token of the account is left alone', async () => {
    const { file, origin } = await from((_, response) => sendJson(response, 401, dead), phone);
    expect(await errorOf(file.run())).toMatchObject({ outcome: 'failed', reason: 'file_refused' });
    expect(file.upstream.tokens.renewals).toEqual([]);
    expect(origin.seen.length).toBeLessThanOrEqual(8);
    expect(file.upstream.pace.runs).toHaveLength(origin.seen.length);
    expect(file.left()).toEqual([]);
  });
});

describe('a transcript', () => {
  const code = (number: number) => ({ code: number, message: 'transcript' });

  test.each([12000, 12001])('that there is none of (%d) is no file and no failure', async (number) => {
    const { file, origin } = await from((_, response) => sendJson(response, 400, code(number)), phone);
    expect(await file.run()).toBeUndefined();
    expect([origin.seen.length, file.left()]).toEqual([1, []]);
  });

  test('that there is suddenly none of leaves nothing of what had arrived', async () => {
    const { file } = await from((_, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else sendJson(response, 400, code(12000));
    }, phone);
    expect(await file.run()).toBeUndefined();
    expect(file.left()).toEqual([]);
  });

  test('that is still made is asked again, and arrives', async () => {
    const { file, origin } = await from((request, response, index) => {
      if (index < 5) sendJson(response, 400, code(12002));
      else serveFile(request, response, video);
    }, phone);
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect([origin.seen.length, file.refreshes]).toEqual([6, 0]);
  });

  test('that is still made in the end is not_finished', async () => {
    const { file, origin } = await from((_, response) => sendJson(response, 400, code(12002)), phone);
    expect(await errorOf(file.run())).toMatchObject({ outcome: 'failed', reason: 'not_finished' });
    expect(origin.seen.length).toBeGreaterThanOrEqual(8);
    expect(file.left()).toEqual([]);
  });
});

describe('a server in trouble', () => {
  test.each([500, 502, 503, 504])('(%d) is asked again, and what had arrived is kept', async (status) => {
    const { file, origin } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else if (index < 4) sendText(response, status, '<html>Bad gateway</html>', html);
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.at(-1)?.headers.range).toBe('bytes=5000-');
    expect(file.refreshes).toBe(0);
  });

  test('for ever ends with its reason and leaves nothing', async () => {
    const { file } = await from((_, response) => sendText(response, 503, ''));
    expect(await errorOf(file.run())).toMatchObject({ outcome: 'failed', reason: 'vendor_unreachable' });
    expect(file.left()).toEqual([]);
  });

  test('that limits the rate is waited for, and the label is held', async () => {
    const { file } = await from((request, response, index) => {
      if (index === 0)
        sendJson(response, 429, { code: 429, message: 'per-second rate limit' }, { 'retry-after': '0' });
      else serveFile(request, response, video);
    }, phone);
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(file.upstream.pace.holds).toHaveLength(1);
    expect(file.upstream.pace.runs).toEqual(['medium', 'medium']);
  });

  test('whose day is used up pauses, and what has arrived is gone on with', async () => {
    const { file } = await from((_, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else
        sendJson(
          response,
          429,
          { code: 429, message: 'daily rate limit' },
          { 'x-ratelimit-type': 'Daily-limit' },
        );
    }, phone);
    expect(await errorOf(file.run())).toBeInstanceOf(PauseUntil);
    expect(file.left()).toEqual(['file.part', 'file.part.json']);
  });
});

describe('an address that is not allowed', () => {
  test('is refused at once, without a fresh one and without a trace', async () => {
    const { file } = await from(() => undefined);
    for (const url of [
      'http://evil.example/file',
      'https://10.0.0.1/file',
      'https://user@zoom.us/file',
      'no address',
    ]) {
      file.wanted.address = { url };
      expect(await errorOf(file.run())).toMatchObject({ outcome: 'failed', reason: 'address_refused' });
    }
    expect([file.refreshes, file.left()]).toEqual([0, []]);
  });
});

describe('an end from our side', () => {
  const reason = new Error('cancelled');

  test('in the middle of a transfer gives its reason and leaves nothing', async () => {
    const controller = new AbortController();
    const { file } = await from(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': '20000' });
        response.write(video.subarray(0, 5_000));
      },
      { signal: controller.signal, onBytes: () => controller.abort(reason) },
    );
    expect(await errorOf(file.run())).toBe(reason);
    expect(file.left()).toEqual([]);
  });

  test('a folder that cannot be made is a fault of the disk, not of the vendor', async () => {
    const { file, origin } = await from((request, response) => serveFile(request, response, video));
    const error = await errorOf(
      (async () => {
        writeFileSync(file.path, 'a file in the place of a folder');
        file.wanted.key = 'file/in/it';
        await file.run();
      })(),
    );
    expect(error).not.toBeInstanceOf(Refusal);
    expect(String(error)).toMatch(/ENOTDIR|EEXIST/);
    expect(origin.seen).toHaveLength(1);
  });

  test('a fault while the record is read again is passed on and leaves nothing', async () => {
    const fault = new PauseUntil(1);
    const { file } = await from((_, response) => sendText(response, 403, ''), {
      refresh: () => Promise.reject(fault),
    });
    expect(await errorOf(file.run())).toBe(fault);
    expect(file.left()).toEqual([]);
  });
});
