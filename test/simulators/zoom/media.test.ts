import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mediaSha256, worldLedger } from '../../../simulators/zoom/index.js';
import { allRows, day, fetchAnswer, noon, rowsOf, simulate, type ZoomUnderTest } from './zoom-under-test.js';

async function firstFile({ get, person }: ZoomUnderTest): Promise<Record<string, string>> {
  const uuid = person.recordings[0]?.uuid as string;
  const [file] = rowsOf(await get(`/meetings/${encodeURIComponent(uuid)}/recordings`), 'recording_files');
  return file as Record<string, string>;
}

async function signedUrl(zoom: ZoomUnderTest, url: string): Promise<string> {
  const headers = { authorization: `Bearer ${zoom.simulator.issueToken()}` };
  return (await fetchAnswer(url, { headers })).headers.get('location') ?? '';
}

describe('a recording URL', () => {
  it('redirects the bearer to the media origin, where the whole file is', async () => {
    const zoom = await simulate();
    const { simulator, person } = zoom;
    const file = await firstFile(zoom);
    const location = await signedUrl(zoom, file.download_url ?? '');
    expect(new URL(location).host).toBe(simulator.mediaHost);
    const response = await fetch(location);
    const bytes = Buffer.from(await response.arrayBuffer());
    const [held] = worldLedger(simulator.world, person.email, noon).recordings.files;
    expect([response.status, bytes.length, held?.id]).toEqual([200, file.file_size, file.id]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      mediaSha256(simulator.world, held?.mediaId ?? ''),
    );
    expect(response.headers.get('content-type')).toBe('video/mp4');
  });

  it('answers a login page with status 200 without a valid token in the header', async () => {
    const zoom = await simulate();
    const url = (await firstFile(zoom)).download_url ?? '';
    const token = zoom.simulator.issueToken();
    const answers = [await fetchAnswer(url), await fetchAnswer(`${url}?access_token=${token}`)];
    zoom.simulator.expireTokens();
    answers.push(await fetchAnswer(url, { headers: { authorization: `Bearer ${token}` } }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { headers, text } of answers) {
      expect(headers.get('content-type')).toContain('text/html');
      expect(text).toContain('Sign In');
    }
  });

  it('is made anew for each answer and dies only when a test says so', async () => {
    const zoom = await simulate();
    const first = (await firstFile(zoom)).download_url ?? '';
    const second = (await firstFile(zoom)).download_url ?? '';
    expect(first).not.toBe(second);
    expect(await signedUrl(zoom, first)).not.toBe('');
    zoom.simulator.expireDownloadUrls();
    expect(await signedUrl(zoom, first)).toBe('');
    expect(await signedUrl(zoom, (await firstFile(zoom)).download_url ?? '')).not.toBe('');
  });
});

describe('the media origin', () => {
  it('refuses and counts requests that bring the token', async () => {
    const zoom = await simulate();
    const location = await signedUrl(zoom, (await firstFile(zoom)).download_url ?? '');
    expect(zoom.simulator.leakedAuthorizations).toBe(0);
    expect((await fetchAnswer(location, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
    expect(zoom.simulator.leakedAuthorizations).toBe(1);
    expect((await fetchAnswer(location)).status).toBe(200);
  });

  it('refuses unsigned URLs and files that are not there', async () => {
    const zoom = await simulate();
    const location = await signedUrl(zoom, (await firstFile(zoom)).download_url ?? '');
    expect((await fetchAnswer(`${location}x`)).status).toBe(403);
    zoom.simulator.world.media.clear();
    expect(await fetchAnswer(location)).toMatchObject({ status: 404 });
  });

  it('serves ranges, and the whole file to If-Range with another ETag', async () => {
    const zoom = await simulate();
    zoom.simulator.world.media.set('big', { id: 'big', contentType: 'video/mp4', bytes: 2_500_000 });
    zoom.person.recordings.unshift({
      uuid: 'big',
      recording_files: [{ id: 'f', download_url: 'media:big' }],
    });
    const location = await signedUrl(zoom, (await firstFile(zoom)).download_url ?? '');
    const whole = await fetch(location);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const etag = whole.headers.get('etag') ?? '';
    const part = async (headers: Record<string, string>) => {
      const response = await fetch(location, { headers });
      const body = Buffer.from(await response.arrayBuffer());
      return { status: response.status, range: response.headers.get('content-range'), body };
    };
    for (const [range, start, end] of [
      ['bytes=0-0', 0, 1],
      ['bytes=1048570-1048599', 1_048_570, 1_048_600],
      ['bytes=1700000-', 1_700_000, 2_500_000],
      ['bytes=-7', 2_499_993, 2_500_000],
      ['bytes=2499999-9999999', 2_499_999, 2_500_000],
    ] as const) {
      const { status, range: contentRange, body } = await part({ range, 'if-range': etag });
      expect([status, contentRange]).toEqual([206, `bytes ${start}-${end - 1}/2500000`]);
      expect(body.equals(bytes.subarray(start, end))).toBe(true);
    }
    const other = await part({ range: 'bytes=5-9', 'if-range': '"other"' });
    expect([other.status, other.body.length]).toEqual([200, 2_500_000]);
    expect(await part({ range: 'bytes=2500000-' })).toMatchObject({ status: 416, range: 'bytes */2500000' });
    zoom.simulator.world.media.set('big', { id: 'big', contentType: 'video/mp4', bytes: 2_500_001 });
    expect((await part({ range: 'bytes=5-9', 'if-range': etag })).status).toBe(200);
  });
});

describe('Phone downloads', () => {
  it('are operations that redirect: audio by file id, transcripts by recording id', async () => {
    const zoom = await simulate();
    const base = `/phone/users/${zoom.person.id ?? ''}`;
    const dates = `?from=${day(30)}&to=${day(0)}`;
    const [recording] = await allRows(zoom, `${base}/recordings${dates}`, 'recordings');
    const [voicemail] = await allRows(zoom, `${base}/voice_mails${dates}`, 'voice_mails');
    const urls = [
      recording?.download_url,
      recording?.transcript_download_url,
      voicemail?.download_url,
    ] as string[];
    expect(urls.map((url) => new URL(url).pathname.split('/').slice(0, -1).join('/'))).toEqual([
      '/v2/phone/recording/download',
      '/v2/phone/recording_transcript/download',
      '/v2/phone/voice_mails/download',
    ]);
    expect(urls[0]?.endsWith(recording?.id as string)).toBe(false);
    expect(urls[1]?.endsWith(recording?.id as string)).toBe(true);
    const files = await Promise.all(urls.map(async (url) => fetchAnswer(await signedUrl(zoom, url))));
    expect(files.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(files[1]?.body).toMatchObject({ type: 'zoom_transcript', recording_id: recording?.id });
    const labels = zoom.simulator.calls.filter(({ operation }) => operation.includes('/download/'));
    expect(labels.map(({ family, label }) => `${family} ${label}`)).toEqual([
      'phone medium',
      'phone light',
      'phone medium',
    ]);
  });

  it('answer HTTP 400 with code 404 for a missing file, and need their scope', async () => {
    const { get, simulator } = await simulate();
    for (const path of [
      'recording/download/x',
      'voice_mails/download/x',
      'recording_transcript/download/x',
    ]) {
      expect(await get(`/phone/${path}`)).toMatchObject({ status: 400, body: { code: 404 } });
      expect((await get(`/phone/${path}`, simulator.issueToken(['user:read:user:admin']))).body.code).toBe(
        4711,
      );
    }
  });
});
