import { describe, expect, it } from '@jest/globals';
import { day, fetchAnswer, noon, rowsOf, simulate } from './zoom-under-test.js';

const once = (uuid: string) => encodeURIComponent(uuid);
const twice = (uuid: string) => once(once(uuid));

describe('a meeting UUID in a path', () => {
  it.each(['/kQ7xW2zQbKuoKj48548Xg==', 'pV3//nB8TUmZr0aYt6eLqA=='])(
    '%s must be encoded twice',
    async (uuid) => {
      const { get } = await simulate();
      expect((await get(`/meetings/${twice(uuid)}/recordings`)).body.uuid).toBe(uuid);
      expect(await get(`/meetings/${once(uuid)}/recordings`)).toMatchObject({
        status: 404,
        body: { code: 3001 },
      });
    },
  );

  it('with a single slash must be encoded once', async () => {
    const { get } = await simulate();
    const uuid = 'a+b/cDeFGhIjKlMnOpQrSw==';
    expect((await get(`/meetings/${once(uuid)}/recordings`)).body.uuid).toBe(uuid);
    expect(await get(`/meetings/${twice(uuid)}/recordings`)).toMatchObject({
      status: 404,
      body: { code: 3001 },
    });
    expect(await get(`/meetings/${uuid}/recordings`)).toMatchObject({ status: 400, body: { code: 2300 } });
  });
});

describe('GET /meetings/{meetingId}/recordings', () => {
  it('answers the latest occurrence for an ID', async () => {
    const { get, person } = await simulate();
    const series = person.recordings.filter(({ topic }) => topic === 'Customer Success weekly');
    expect(series.length).toBeGreaterThan(5);
    const { body } = await get(`/meetings/${Number(series[0]?.id)}/recordings`);
    expect(body.start_time).toBe(
      series
        .map(({ start_time: start }) => start as string)
        .sort()
        .at(-1),
    );
  });

  it('tells a meeting without recording (3301) from an unknown one (3001)', async () => {
    const { get, person } = await simulate();
    const unrecorded = person.reports.past.find(
      ({ type, has_recording: has }) => type === 2 && has === false,
    );
    expect(await get(`/meetings/${String(unrecorded?.id as number)}/recordings`)).toMatchObject({
      status: 404,
      body: { code: 3301 },
    });
    expect(await get('/meetings/123/recordings')).toMatchObject({ status: 404, body: { code: 3001 } });
  });

  it('alone shows the audio of each participant', async () => {
    const { get, person } = await simulate();
    const recording = person.recordings.find(({ participant_audio_files: audio }) => audio !== undefined);
    const detail = await get(`/meetings/${once(recording?.uuid as string)}/recordings`);
    expect(rowsOf(detail, 'participant_audio_files')).toHaveLength(1);
    const from = Math.ceil((noon.getTime() - Date.parse(recording?.start_time as string)) / 86_400_000);
    const listed = rowsOf(
      await get(`/users/${person.id ?? ''}/recordings?from=${day(from)}&to=${day(from - 1)}`),
      'meetings',
    ).find(({ uuid }) => uuid === recording?.uuid);
    expect(listed).toBeDefined();
    expect(listed).not.toHaveProperty('participant_audio_files');
  });

  it('gives a download token that fetches files but calls nothing', async () => {
    const { get, simulator } = await simulate();
    const path = `/meetings/${twice('pV3//nB8TUmZr0aYt6eLqA==')}/recordings`;
    const { body } = await get(`${path}?include_fields=download_access_token&ttl=60`);
    const [file] = body.recording_files as { download_url: string }[];
    const authorization = `Bearer ${body.download_access_token as string}`;
    expect((await fetchAnswer(file?.download_url ?? '', { headers: { authorization } })).status).toBe(302);
    expect((await fetchAnswer(`${simulator.apiUrl}/users`, { headers: { authorization } })).status).toBe(401);
    expect((await get(path)).body).not.toHaveProperty('download_access_token');
  });
});
