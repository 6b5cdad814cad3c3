import { afterEach, describe, expect, test } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { startSimulator, demoEmail } from '../../../simulators/zoom/index.js';
import {
  breakOff,
  downloadFrom,
  downloadServedBy as from,
  removeDownloads,
  serveFile,
  sha256,
  videoOf,
} from '../../support/download-under-test.js';
import { sendText, startOrigin, stopOrigins } from '../../support/start-origin.js';
import { closeUpstreams, errorOf } from '../../support/upstream-under-test.js';

afterEach(async () => {
  closeUpstreams();
  await stopOrigins();
  removeDownloads();
});

const video = videoOf(300_000);
const etag = '"v1"';
const mp4 = { 'content-type': 'video/mp4' };

/** The file is on the disk as it should be, and nothing else. */
function expectWhole(file: ReturnType<typeof downloadFrom>, bytes: Buffer): void {
  expect(file.left()).toEqual(['file']);
  expect(sha256(file.bytes())).toBe(sha256(bytes));
}

describe('a file that arrives at once', () => {
  test('is on the disk, with its length and SHA-256', async () => {
    const { file, origin } = await from((request, response) => serveFile(request, response, video));
    expect(await file.run()).toMatchObject({
      ...{ bytes: 300_000, sha256: sha256(video), sizeDiffers: false },
      // Zips begin with it.
      crc32: crc32(video),
    });
    expectWhole(file, video);
    expect([origin.seen.length, file.wanted.meter.calls, file.refreshes]).toEqual([1, 1, 0]);
  });

  test('is readable only for its owner and told about while it arrives', async () => {
    let told = 0;
    const { file } = await from((request, response) => serveFile(request, response, video), {
      onBytes: (bytes) => (told += bytes),
    });
    await file.run();
    expect(told).toBe(300_000);
  });

  test('may state no length', async () => {
    const { file } = await from((_, response) => response.writeHead(200, mp4).end(video));
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video) });
  });

  test('may be as long as its record says, also without a Content-Length', async () => {
    const { file } = await from(
      (_, response) => {
        response.writeHead(200, mp4).write(video.subarray(0, 1_000));
        response.end(video.subarray(1_000));
      },
      { address: { url: '', bytes: 300_000 } },
    );
    file.wanted.address.url = `${file.upstream.tokens.latest().apiUrl}/file`;
    expect(await file.run()).toMatchObject({ bytes: 300_000, sizeDiffers: false });
    expect(file.refreshes).toBe(0);
  });

  test.each([
    ['captions', 'vtt', 'text/vtt', 'WEBVTT\n\n'],
    ['a chat that starts with a tag', 'txt', 'text/plain', '<b> says Anna'],
    ['a timeline', 'json', 'application/json', '{"timeline":[]}'],
    ['a poll', 'csv', 'text/csv', '"a","b"'],
  ])('may be text: %s', async (_, extension, type, text) => {
    const { file } = await from(
      (_request, response) => sendText(response, 200, text, { 'content-type': type }),
      {
        extension,
      },
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(text) });
  });
});

describe('a transfer that breaks off', () => {
  test('goes on with Range and If-Range where it was', async () => {
    const { file, origin } = await from((request, response, index, file) =>
      index === 0
        ? breakOff(response, video, 100_000, { etag }, file)
        : serveFile(request, response, video, { etag }),
    );
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video), sizeDiffers: false });
    expectWhole(file, video);
    expect(origin.seen).toHaveLength(2);
    expect(origin.seen[0]?.headers.range).toBeUndefined();
    expect(origin.seen[1]?.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': etag });
    expect(file.refreshes).toBe(0);
  });

  test('again and again goes on each time', async () => {
    const { file, origin } = await from((request, response, _index, file) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      if (start >= 240_000) {
        serveFile(request, response, video, { etag });
        return;
      }
      const place = { etag, 'content-range': `bytes ${start}-299999/300000` };
      breakOff(response, video.subarray(start), 60_000, place, file, start === 0 ? 200 : 206);
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.map(({ headers }) => headers.range)).toEqual([
      undefined,
      ...[60_000, 120_000, 180_000, 240_000].map((start) => `bytes=${start}-`),
    ]);
  });

  test('goes on by the time of the last change where there is no ETag', async () => {
    const changed = 'Mon, 01 Jun 2026 00:00:00 GMT';
    const { file, origin } = await from((request, response, index, file) =>
      index === 0
        ? breakOff(response, video, 50_000, { 'last-modified': changed }, file)
        : serveFile(request, response, video, { etag: changed }),
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen[1]?.headers['if-range']).toBe(changed);
  });

  test.each<[string, Record<string, string>]>([
    ['a weak ETag', { etag: 'W/"v1"' }],
    ['nothing to know the version by', {}],
  ])('starts anew without Range where the server gives %s', async (_, headers) => {
    const { file, origin } = await from((request, response, index, file) =>
      index === 0 ? breakOff(response, video, 50_000, headers, file) : serveFile(request, response, video),
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen[1]?.headers.range).toBeUndefined();
  });

  test('starts anew when the server ignores Range', async () => {
    const { file } = await from((_, response, index, file) =>
      index === 0
        ? breakOff(response, video, 50_000, { etag }, file)
        : sendText(response, 200, video, { ...mp4, etag }),
    );
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video), sizeDiffers: false });
    expectWhole(file, video);
  });

  test('starts anew when the file has changed meanwhile', async () => {
    const other = videoOf(200_000, 2);
    const { file } = await from((request, response, index, file) =>
      index === 0
        ? breakOff(response, video, 50_000, { etag }, file)
        : serveFile(request, response, other, { etag: '"v2"' }),
    );
    expect(await file.run()).toMatchObject({ bytes: 200_000, sha256: sha256(other) });
    expectWhole(file, other);
  });

  test('never joins parts of two versions, also when the server ignores If-Range', async () => {
    const other = videoOf(300_000, 2);
    const { file } = await from((request, response, index, file) => {
      delete request.headers['if-range'];
      if (index === 0) breakOff(response, video, 50_000, { etag }, file);
      else serveFile(request, response, other, { etag: '"v2"' });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(other) });
  });

  test('starts anew after 416', async () => {
    const { file, origin } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 50_000, { etag }, file);
      else if (index === 1) sendText(response, 416, '', { 'content-range': 'bytes */9' });
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen[2]?.headers.range).toBeUndefined();
  });

  test.each([
    ['another place', 'bytes 40000-299999/300000'],
    ['a place that is none', 'bytes */300000'],
    ['no place', ''],
  ])('starts anew when the server goes on at %s', async (_, place) => {
    const { file } = await from((request, response, index, file) => {
      if (index === 0) breakOff(response, video, 50_000, { etag }, file);
      else if (index === 1)
        sendText(response, 206, video.subarray(40_000), {
          ...mp4,
          etag,
          ...(place && { 'content-range': place }),
        });
      else serveFile(request, response, video, { etag });
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expectWhole(file, video);
  });

  test('is not whole when the server gives only a piece of the rest', async () => {
    const { file } = await from((request, response, index, file) => {
      if (index === 0) {
        breakOff(response, video, 50_000, { etag }, file);
        return;
      }
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      const piece = video.subarray(start, start + 100_000);
      const place = `bytes ${start}-${start + piece.length - 1}/300000`;
      sendText(response, 206, piece, { ...mp4, etag, 'content-range': place });
    });
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video) });
  });

  test('is not whole when the server gives a piece nobody asked for', async () => {
    const { file } = await from((request, response, index) =>
      index === 0
        ? sendText(response, 206, video.subarray(0, 9_000), {
            ...mp4,
            etag,
            'content-range': 'bytes 0-8999/300000',
          })
        : serveFile(request, response, video, { etag }),
    );
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video) });
  });

  test('by a chunk that never came is noticed without a length', async () => {
    const { file } = await from((request, response, index) => {
      if (index > 0) {
        serveFile(request, response, video);
        return;
      }
      response.writeHead(200, mp4).write(video.subarray(0, 70_000), () => response.destroy());
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
  });

  test('for ever ends as a refusal and leaves nothing', async () => {
    const { file, origin } = await from((_, response, _index, file) =>
      breakOff(response, video, 10, {}, file),
    );
    expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', outcome: 'failed' });
    expect(origin.seen.length).toBeGreaterThanOrEqual(8);
    expect(file.left()).toEqual([]);
  });

  test('by silence goes on too', async () => {
    const { file, origin } = await from((request, response, index) => {
      if (index > 0) serveFile(request, response, video, { etag });
      else
        response.writeHead(200, { ...mp4, etag, 'content-length': '300000' }).write(video.subarray(0, 9_000));
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen[1]?.headers.range).toBe('bytes=9000-');
  });

  test('by a server that never answers is tried again', async () => {
    const { file } = await from((request, response, index) => {
      if (index > 0) serveFile(request, response, video);
    });
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
  });

  test('also goes on behind a redirect, with a token for the API only', async () => {
    const storage = await startOrigin((request, response, index) =>
      index === 0
        ? breakOff(response, video, 100_000, { etag }, file)
        : serveFile(request, response, video, { etag }),
    );
    const { file, origin } = await from(
      (_, response) => sendText(response, 302, '', { location: `${storage.origin}/media` }),
      { mediaHosts: [storage.host] },
    );
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(storage.seen[1]?.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': etag });
    expect(JSON.stringify(storage.seen)).not.toContain('token-1');
    expect(origin.seen).toHaveLength(2);
  });
});

describe('a file of another size than its record says', () => {
  const short = videoOf(1_000);
  const claims = (bytes: number) => (origin: string) => ({ url: `${origin}/file`, bytes });

  test('is fetched once more from a fresh address, and is right there', async () => {
    const { file, origin } = await from((request, response) =>
      serveFile(request, response, request.url === '/fresh' ? video : short),
    );
    file.wanted.address = claims(300_000)(origin.origin);
    file.wanted.refresh = () => {
      file.refreshes += 1;
      return Promise.resolve({ url: `${origin.origin}/fresh`, bytes: 300_000 });
    };
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video), sizeDiffers: false });
    expect([file.refreshes, origin.seen.map(({ url }) => url)]).toEqual([1, ['/file', '/fresh']]);
    expectWhole(file, video);
  });

  test('at the fresh address too is asked for by policy, and taken as it is in the end', async () => {
    const { file, origin } = await from((request, response) => serveFile(request, response, short));
    file.wanted.address = claims(300_000)(origin.origin);
    file.wanted.refresh = () => {
      file.refreshes += 1;
      return Promise.resolve({ url: `${origin.origin}/fresh`, bytes: 300_000 });
    };
    expect(await file.run()).toMatchObject({ bytes: 1_000, sha256: sha256(short), sizeDiffers: true });
    expect(file.refreshes).toBe(3);
    expect(origin.seen.length).toBeGreaterThanOrEqual(8);
    expectWhole(file, short);
  });

  test('is not fetched again whole where the server says that it ends there', async () => {
    let told = 0;
    const { file, origin } = await from(
      (request, response) => serveFile(request, response, short, { etag }),
      { onBytes: (bytes) => (told += bytes) },
    );
    file.wanted.address = claims(300_000)(origin.origin);
    expect(await file.run()).toMatchObject({ bytes: 1_000, sha256: sha256(short), sizeDiffers: true });
    expect(origin.seen.at(-1)?.headers.range).toBe('bytes=1000-');
    expect(told).toBe(1_000);
    expectWhole(file, short);
  });

  test('that is whole at a later try is the whole file', async () => {
    const { file, origin } = await from((request, response, index) =>
      serveFile(request, response, index < 5 ? short : video),
    );
    file.wanted.address = claims(300_000)(origin.origin);
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video), sizeDiffers: false });
    expectWhole(file, video);
  });

  test('whose record was read again and corrected is right', async () => {
    const { file, origin } = await from((request, response) => serveFile(request, response, short));
    file.wanted.address = claims(300_000)(origin.origin);
    file.wanted.refresh = () => Promise.resolve({ url: `${origin.origin}/fresh`, bytes: 1_000 });
    expect(await file.run()).toMatchObject({ bytes: 1_000, sizeDiffers: false });
  });

  test('whose record no longer names it is fetched from where it was', async () => {
    const { file, origin } = await from((request, response) => serveFile(request, response, short));
    file.wanted.address = claims(9)(origin.origin);
    expect(await file.run()).toMatchObject({ bytes: 1_000, sizeDiffers: true });
    expect([file.refreshes, origin.seen.map(({ url }) => url)]).toEqual([1, ['/file', '/file']]);
  });

  test('without a Content-Length is judged by what arrived', async () => {
    const { file, origin } = await from((_, response) => {
      response.writeHead(200, mp4).write(short.subarray(0, 10));
      response.end(short.subarray(10));
    });
    file.wanted.address = claims(9)(origin.origin);
    expect(await file.run()).toMatchObject({ bytes: 1_000, sizeDiffers: true });
    expect([file.refreshes, origin.seen.length]).toEqual([1, 2]);
  });

  test('is not read to its end before the fresh address is asked', async () => {
    let told = 0;
    const { file, origin } = await from(
      (request, response) => serveFile(request, response, request.url === '/fresh' ? short : video),
      { onBytes: (bytes) => (told += bytes) },
    );
    file.wanted.address = claims(1_000)(origin.origin);
    file.wanted.refresh = () => Promise.resolve({ url: `${origin.origin}/fresh`, bytes: 1_000 });
    expect(await file.run()).toMatchObject({ bytes: 1_000 });
    expect(told).toBe(1_000);
  });

  test('that also breaks off arrives whole in the end', async () => {
    const { file, origin } = await from((request, response, index, file) =>
      index === 1
        ? breakOff(response, video, 100_000, { etag }, file)
        : serveFile(request, response, video, { etag }),
    );
    file.wanted.address = claims(9)(origin.origin);
    expect(await file.run()).toMatchObject({ bytes: 300_000, sha256: sha256(video), sizeDiffers: true });
    expect(file.refreshes).toBeLessThanOrEqual(3);
    expectWhole(file, video);
  });
});

describe('through a whole simulated Zoom', () => {
  test('a recording arrives although its address dies in between, and no token leaks', async () => {
    const simulator = await startSimulator({ enforceRateLimits: false });
    try {
      const headers = { authorization: `Bearer ${simulator.issueToken()}` };
      const read = async () => {
        const url = `${simulator.apiUrl}/users/${demoEmail}/recordings?from=2013-01-01&to=2099-01-01`;
        const today = new Date().toISOString().slice(0, 10);
        const month = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10);
        const answer = await fetch(url.replace('2013-01-01', month).replace('2099-01-01', today), {
          headers,
        });
        const body = (await answer.json()) as { meetings: { recording_files: RecordingFile[] }[] };
        const files = body.meetings.flatMap((meeting) => meeting.recording_files);
        const found = files.find(({ file_type, file_size }) => file_type === 'MP4' && file_size > 0);
        if (!found) throw new Error('the demo world has no recording');
        return { url: found.download_url, bytes: found.file_size };
      };
      const address = await read();
      const file = downloadFrom(simulator.apiUrl, {
        address,
        mediaHosts: [simulator.mediaHost],
        refresh: read,
      });
      const accessToken = headers.authorization.slice('Bearer '.length);
      file.upstream.tokens.current = () => Promise.resolve({ accessToken, apiUrl: simulator.apiUrl });
      file.upstream.tokens.latest = () => ({ accessToken, apiUrl: simulator.apiUrl });
      simulator.expireDownloadUrls();
      expect(await file.run()).toMatchObject({ bytes: address.bytes, sizeDiffers: false });
      expect(file.refreshes).toBe(1);
      expect(simulator.leakedAuthorizations).toBe(0);
    } finally {
      await simulator.close();
    }
  });
});

interface RecordingFile {
  file_type: string;
  file_size: number;
  download_url: string;
}
