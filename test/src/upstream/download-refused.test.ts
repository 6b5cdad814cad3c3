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
import { sendJson, sendText, stopOrigins } from '../../support/start-origin.js';
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
    expect(await file.run()).toEqual({ bytes: 20_000, sha256: sha256(video), sizeDiffers: false });
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
    [403, '', 'file_refused', 'without words'],
    [403, { code: 200, message: 'No permission' }, 'file_refused', 'without permission'],
    [403, '<Error><Code>AccessDenied</Code></Error>', 'file_refused', 'by a storage host'],
    [400, { code: 300, message: 'Validation Failed' }, 'file_refused', 'by a validation'],
    [410, '', 'file_missing', 'that is gone'],
    [404, '', 'file_missing', 'without words'],
    [404, '<html></html>', 'file_missing', 'by a page'],
    [404, { code: 987654, message: 'x' }, 'file_missing', 'by a number nobody knows'],
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

describe('a dead token', () => {
  test('is replaced once, and the file arrives', async () => {
    const { file, origin } = await from((request, response) => {
      if (request.headers.authorization === 'Bearer token-2') serveFile(request, response, video);
      else sendJson(response, 401, { code: 124, message: 'Invalid access token.' });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect([file.upstream.tokens.renewals, origin.seen.length]).toEqual([['token-1'], 2]);
    expect([file.refreshes, file.wanted.meter.calls]).toEqual([0, 2]);
  });

  test('in the middle of a transfer is replaced, and the transfer goes on', async () => {
    const { file, origin } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 5_000, { etag }, file);
      else if (index === 1) sendJson(response, 401, { code: 124, message: 'Access token is expired.' });
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen[2]?.headers).toMatchObject({ range: 'bytes=5000-', authorization: 'Bearer token-2' });
  });

  test('that no fresh one replaces ends in a refusal', async () => {
    const { file, origin } = await from((_, response) =>
      sendJson(response, 401, { code: 124, message: 'Invalid access token.' }),
    );
    expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', outcome: 'failed' });
    expect(origin.seen.length).toBeLessThanOrEqual(4);
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

  test('whose day is used up pauses, and nothing is left', async () => {
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
    expect(file.left()).toEqual([]);
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

  test('a folder that is not there is a fault of the disk, not of the vendor', async () => {
    const { file, origin } = await from((request, response) => serveFile(request, response, video));
    const error = await errorOf(
      (async () => {
        file.wanted.path = '/nowhere/at/all/file';
        await file.run();
      })(),
    );
    expect(error).not.toBeInstanceOf(Refusal);
    expect(String(error)).toContain('ENOENT');
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
