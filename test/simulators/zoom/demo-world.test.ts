import { describe, expect, it } from '@jest/globals';
import { demoEmail, demoWorld, worldLedger, type World } from '../../../simulators/zoom/index.js';
import { serialiseJson } from '../../../simulators/zoom/serialise-json.js';
import { allRows, day, noon, simulate } from './zoom-under-test.js';

function textOf(world: World): string {
  return serialiseJson(
    JSON.parse(
      serialiseJson({ users: world.users as never, media: [...world.media.values()] as never }),
    ) as never,
  );
}

describe('the demo world', () => {
  it('is the same for the same time and seed, and another for another seed', () => {
    expect(textOf(demoWorld(noon))).toBe(textOf(demoWorld(noon)));
    expect(textOf(demoWorld(noon, { seed: 2 }))).not.toBe(textOf(demoWorld(noon)));
  });

  it('names nobody outside example.com', () => {
    const addresses = textOf(demoWorld(noon)).match(/[\w.+'-]+@[\w.-]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(100);
    expect(addresses.filter((address) => !/@([\w-]+\.)*example\.com$/.test(address))).toEqual([]);
  });

  it('has dozens to hundreds of records and some files for the demo person', () => {
    const ledger = worldLedger(demoWorld(noon), demoEmail, noon);
    const counts = Object.fromEntries(
      Object.entries(ledger).map(([source, { records }]) => [source, records.length]),
    );
    expect(counts).toEqual({
      meetings: 40,
      'meeting-history': 146,
      webinars: 7,
      recordings: 43,
      'recordings-trash': 6,
      'phone-calls': 153,
      'phone-voicemails': 15,
      'phone-recordings': 13,
    });
    expect(ledger.recordings.files.length).toBeGreaterThan(100);
    expect(
      new Set(Object.values(ledger).flatMap(({ files }) => files.map(({ mediaId }) => mediaId))).size,
    ).toBeGreaterThan(150);
  });

  it('gives out through the API exactly what its ledger says', async () => {
    const zoom = await simulate();
    const ledger = worldLedger(zoom.simulator.world, demoEmail, noon);
    const user = `/users/${zoom.person.id ?? ''}`;
    const windows = (days: number) => {
      const ends = Array.from({ length: Math.ceil(days / 30) }, (_, index) => index * 30);
      return ends.map((end) => `from=${day(end + 30)}&to=${day(end)}`);
    };
    const walk = async (paths: string[], field: string, ...keys: string[]) => {
      const rows = (await Promise.all(paths.map((path) => allRows(zoom, path, field)))).flat();
      return new Set(
        rows.map((row) =>
          keys
            .map((key) => (row[key] as string | undefined) ?? '')
            .join(' ')
            .trim(),
        ),
      );
    };
    const lists = ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'];
    const reports = ['past', 'pastOne', 'pastJoined'].flatMap((type) =>
      windows(210).map((window) => `/report${user}/meetings?type=${type}&${window}`),
    );
    const read = {
      meetings: await walk(
        lists.map((type) => `${user}/meetings?type=${type}`),
        'meetings',
        'uuid',
        'start_time',
      ),
      'meeting-history': await walk(reports, 'meetings', 'uuid', 'join_time'),
      webinars: await walk([`${user}/webinars`], 'webinars', 'uuid'),
      recordings: await walk(
        ['', '&mc=true'].flatMap((kind) =>
          windows(430).map((window) => `${user}/recordings?${window}${kind}`),
        ),
        'meetings',
        'uuid',
      ),
      'recordings-trash': await walk(
        ['meeting_recordings', 'recording_file'].map(
          (type) => `${user}/recordings?trash=true&trash_type=${type}`,
        ),
        'meetings',
        'uuid',
      ),
      'phone-calls': await walk(
        windows(210).map((window) => `/phone${user}/call_history?${window}`),
        'call_elements',
        'call_element_id',
      ),
      'phone-voicemails': await walk(
        ['true', 'false'].flatMap((trash) =>
          windows(210).map((window) => `/phone${user}/voice_mails?trash=${trash}&${window}`),
        ),
        'voice_mails',
        'id',
      ),
      'phone-recordings': await walk(
        windows(210).map((window) => `/phone${user}/recordings?${window}`),
        'recordings',
        'id',
      ),
    };
    for (const [source, ids] of Object.entries(read)) {
      expect([source, [...ids].sort()]).toEqual([
        source,
        [...ledger[source as keyof typeof read].records].sort(),
      ]);
    }
  });
});

describe('the traps of the demo person', () => {
  const person = demoWorld(noon).users[0];
  const files =
    person?.recordings.flatMap(({ recording_files: list }) => list as Record<string, unknown>[]) ?? [];
  const types = new Set(person?.recordings.map(({ type }) => typeof type));

  it('are all there', () => {
    const uuids = person?.recordings.map(({ uuid }) => uuid as string) ?? [];
    expect({
      startsWithSlash: uuids.some((uuid) => uuid.startsWith('/')),
      holdsTwoSlashes: uuids.some((uuid) => uuid.slice(1).includes('//')),
      typeAsNumberAndText: types.size === 2,
      filesWithoutId: files
        .filter(({ id }) => id === undefined)
        .map(({ file_type: type }) => type)
        .includes('TIMELINE'),
      unfinished: files.some(({ file_type: type, recording_end: end }) => type === '' && end === ''),
      uploaded: person?.recordings.some(({ type }) => type === '99'),
      severalSessions:
        files.filter(({ file_type: type }) => type === 'MP4').length > (person?.recordings.length ?? 0) - 1,
      borderDays: person?.recordings.some(({ start_time: start }) => start === `${day(30)}T23:59:59Z`),
      rejoined:
        new Set(person?.reports.pastJoined.map(({ uuid }) => uuid)).size <
        (person?.reports.pastJoined.length ?? 0),
      beyondSixMonths: person?.phone.callElements.some(
        ({ start_time: start }) => (start as string) < day(190),
      ),
    }).toEqual({
      startsWithSlash: true,
      holdsTwoSlashes: true,
      typeAsNumberAndText: true,
      filesWithoutId: true,
      unfinished: true,
      uploaded: true,
      severalSessions: true,
      borderDays: true,
      rejoined: true,
      beyondSixMonths: true,
    });
  });
});
