import { describe, expect, it } from '@jest/globals';
import { day, noon, rowsOf, simulate, type ZoomUnderTest } from './zoom-under-test.js';

const base = '/users/alex.demo@example.com';
const recordings = (from: number, to: number) =>
  `${base}/recordings?page_size=300&from=${day(from)}&to=${day(to)}`;
const report = (from: number, to: number) => `/report${base}/meetings?from=${day(from)}&to=${day(to)}`;
const history = (from: number, to: number) => `/phone${base}/call_history?from=${day(from)}&to=${day(to)}`;

function startTimes({ person }: ZoomUnderTest): string[] {
  return person.recordings.map(({ start_time: start }) => start as string);
}

describe('recordings', () => {
  it('without dates are those of today', async () => {
    const zoom = await simulate();
    const { body } = await zoom.get(`${base}/recordings`);
    expect([body.from, body.to]).toEqual([day(0), day(-1)]);
    const today = startTimes(zoom).filter((start) => start.startsWith(day(0)));
    expect(today.length).toBeGreaterThan(0);
    expect(body.total_records).toBe(today.length);
  });

  it('over a month are cut to the last month, which the answer echoes', async () => {
    const { get } = await simulate();
    const cut = await get(recordings(300, 0));
    expect([cut.status, cut.body.from, cut.body.to]).toEqual([200, day(30), day(0)]);
    expect(rowsOf(cut, 'meetings')).toHaveLength((await get(recordings(30, 0))).body.total_records as number);
  });

  it('of 30 days are whole', async () => {
    const zoom = await simulate();
    const { body } = await zoom.get(recordings(60, 30));
    expect([body.from, body.to]).toEqual([day(60), day(30)]);
    const held = startTimes(zoom).filter((start) => start >= day(60) && start < day(29));
    expect(body.total_records).toBe(held.length);
  });

  it('of the border day are in both windows, or only in the later one', async () => {
    const included = await simulate();
    const excluded = await simulate({ toDay: 'excluded' });
    const onBorder = (answer: Awaited<ReturnType<ZoomUnderTest['get']>>) =>
      rowsOf(answer, 'meetings').filter(({ start_time: start }) => (start as string).startsWith(day(30)))
        .length;
    expect(onBorder(await included.get(recordings(60, 30)))).toBeGreaterThan(1);
    expect(onBorder(await included.get(recordings(30, 0)))).toBe(
      onBorder(await included.get(recordings(60, 30))),
    );
    expect(onBorder(await excluded.get(recordings(60, 30)))).toBe(0);
    expect(onBorder(await excluded.get(recordings(30, 0)))).toBeGreaterThan(1);
  });

  it('in the trash take no dates and come in two kinds', async () => {
    const { get, person } = await simulate();
    for (const kind of ['meeting_recordings', 'recording_file'] as const) {
      const rows = rowsOf(await get(`${base}/recordings?trash=true&trash_type=${kind}`), 'meetings');
      expect(rows.map(({ uuid }) => uuid)).toEqual(person.trash[kind].map(({ uuid }) => uuid));
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it('of a meeting connector have a path and nothing to download', async () => {
    const { get, person } = await simulate();
    const start = new Date(person.connectorRecordings[0]?.start_time as string).getTime();
    const daysAgo = Math.ceil((noon.getTime() - start) / 86_400_000);
    const [row] = rowsOf(await get(`${recordings(daysAgo, daysAgo - 1)}&mc=true`), 'meetings');
    const [file] = row?.recording_files as Record<string, string>[];
    expect(Object.keys(file ?? {})).toEqual(expect.arrayContaining(['file_path']));
    expect(file).not.toHaveProperty('download_url');
  });

  it.each(['from=2026-02-31&to=2026-03-01', 'from=yesterday', `from=${day(1)}&to=${day(2)}`])(
    'refuse %s',
    async (dates) => {
      const { get } = await simulate();
      expect(await get(`${base}/recordings?${dates}`)).toMatchObject({ status: 400, body: { code: 300 } });
    },
  );
});

describe('reports', () => {
  it('require both dates', async () => {
    const { get } = await simulate();
    expect((await get(`/report${base}/meetings`)).status).toBe(400);
    expect((await get(`/report${base}/meetings?from=${day(3)}`)).status).toBe(400);
  });

  it('over a month are cut or refused', async () => {
    const cutting = await simulate();
    expect((await cutting.get(report(31, 0))).body).toMatchObject({ from: day(30), to: day(0) });
    const refusing = await simulate({ longWindows: 'refuse' });
    expect(await refusing.get(report(31, 0))).toMatchObject({ status: 400, body: { code: 300 } });
    expect((await refusing.get(report(30, 0))).status).toBe(200);
  });

  it('beyond six months are empty or refused', async () => {
    const cutting = await simulate();
    const { status, body } = await cutting.get(report(220, 192));
    expect([status, body.total_records]).toEqual([200, 0]);
    const refusing = await simulate({ longWindows: 'refuse' });
    expect((await refusing.get(report(220, 192))).status).toBe(400);
    expect((await refusing.get(report(180, 150))).status).toBe(200);
  });

  it('hold instant, one-person and joined meetings only in their lists', async () => {
    const { get } = await simulate();
    const list = async (type: string) =>
      rowsOf(await get(`${report(30, 0)}&type=${type}&page_size=300`), 'meetings');
    const [past, alone, joined] = await Promise.all(['past', 'pastOne', 'pastJoined'].map(list));
    expect(past?.some(({ type }) => type === 1)).toBe(true);
    expect(alone?.every(({ participants_count: count }) => count === 1)).toBe(true);
    expect(alone?.length).toBeGreaterThan(0);
    expect(joined?.some(({ host_name: host }) => host !== 'Alex Demo')).toBe(true);
    expect(past?.every(({ host_name: host }) => host === 'Alex Demo')).toBe(true);
  });
});

describe('phone lists', () => {
  it('without dates hold 24 hours of calls and 30 days of voicemails and recordings', async () => {
    const { get, person } = await simulate();
    const since = (hours: number, field: string, records: typeof person.recordings) =>
      records.filter((record) => Date.parse(record[field] as string) >= noon.getTime() - hours * 3_600_000)
        .length;
    const total = async (list: string) => (await get(`/phone${base}/${list}`)).body.total_records;
    expect(await total('call_history')).toBe(since(24, 'start_time', person.phone.callElements));
    expect(await total('call_logs')).toBe(since(24, 'date_time', person.phone.callLogs));
    expect(await total('voice_mails')).toBe(since(720, 'date_time', person.phone.voicemails));
    expect(await total('recordings')).toBe(since(720, 'date_time', person.phone.recordings));
    expect(await total('call_history')).toBeGreaterThan(0);
  });

  it('require `to` with `from`', async () => {
    const { get } = await simulate();
    expect(await get(`/phone${base}/call_history?from=${day(3)}`)).toMatchObject({
      status: 400,
      body: { code: 301 },
    });
    expect(await get(`/phone${base}/voice_mails?from=${day(3)}`)).toMatchObject({
      status: 400,
      body: { code: 300 },
    });
  });

  it('take date-times to the second', async () => {
    const { get, person } = await simulate();
    const start = person.phone.callElements[0]?.start_time as string;
    const { body } = await get(`/phone${base}/call_history?from=${start}&to=${start}`);
    expect(body).toMatchObject({ from: start, to: start, total_records: 1 });
  });

  it('over a month are cut or refused', async () => {
    const cutting = await simulate();
    expect((await cutting.get(history(90, 1))).body).toMatchObject({ from: day(31), to: day(1) });
    const refusing = await simulate({ longWindows: 'refuse' });
    expect(await refusing.get(history(90, 1))).toMatchObject({ status: 400, body: { code: 301 } });
  });

  it('never reach back over six months', async () => {
    const { get, person } = await simulate();
    const oldest = person.phone.callElements.filter(({ start_time: start }) => (start as string) < day(190));
    expect(oldest.length).toBeGreaterThan(0);
    expect((await get(history(215, 190))).body.total_records).toBe(0);
  });
});

describe('scheduled meetings', () => {
  it('of the types that look back end at six months', async () => {
    const { get } = await simulate();
    const days = async (type: string) =>
      rowsOf(await get(`${base}/meetings?type=${type}&page_size=300`), 'meetings').map(
        ({ start_time: start }) => (start as string | undefined)?.slice(0, 10),
      );
    expect(await days('scheduled')).toContain(day(210));
    expect(await days('previous_meetings')).not.toContain(day(210));
    expect((await days('previous_meetings')).length).toBeGreaterThan(10);
  });

  it('can be asked by days of a time zone', async () => {
    const { get, person } = await simulate();
    person.meetings.splice(0, Infinity, {
      lists: ['scheduled'],
      record: { uuid: 'late', start_time: '2026-06-01T23:30:00Z' },
    });
    const total = async (zone: string) =>
      (await get(`${base}/meetings?from=2026-06-02&to=2026-06-02&timezone=${encodeURIComponent(zone)}`)).body
        .total_records;
    expect([await total('UTC'), await total('Europe/Berlin')]).toEqual([0, 1]);
  });
});
