import { afterEach, describe, expect, test } from '@jest/globals';
import { demoWorld, emptyUser } from '../../simulators/zoom/index.js';
import type { Simulator, SimulatorOptions } from '../../simulators/zoom/index.js';
import type { ReadReport } from '../support/read-report.js';
import { coreZoom } from '../support/fast-zoom.js';
import { startInstallation, type Installation } from '../support/start-service.js';
import type { RequestOrder } from '../../src/model/access-request.js';

type User = Parameters<typeof emptyUser>[0];
type Row = NonNullable<User['recordings']>[number];

const email = 'person@example.com';
const dayMs = 86_400_000;
const ago = (days: number, time = '12:00') =>
  `${new Date(Date.now() - days * dayMs).toISOString().slice(0, 10)}T${time}:00Z`;
const dayAgo = (days: number) => ago(days).slice(0, 10);

let installation: Installation;
afterEach(() => installation.close());

/** A person of the demo account, with this data; media are those of the demo. */
async function start(user: Partial<User>, options: SimulatorOptions = {}): Promise<Simulator> {
  const world = demoWorld(new Date());
  world.users.push(
    emptyUser({
      ...{ id: 'u1', email, licences: { webinar: false, phone: true } },
      ...user,
      profile: { type: 2, user_created_at: ago(30), ...user.profile },
    }),
  );
  installation = await startInstallation({
    simulator: { world, ...options },
    service: { connector: coreZoom },
  });
  return installation.simulator;
}

const report = (order: Partial<RequestOrder>): Promise<ReadReport> => installation.report(email, order);

/** A file of the demo account, under another id. */
function file(id: string, changes: Row = {}): Row {
  const files = demoWorld(new Date()).users.flatMap(({ recordings }) =>
    recordings.flatMap(({ recording_files }) => recording_files as Row[]),
  );
  const audio = files.find(({ file_type }) => file_type === 'M4A') ?? {};
  return { ...audio, id, ...changes };
}

const sizeOf = (files: Row[]) => files.reduce((sum, { file_size }) => sum + Number(file_size), 0);
const recording = (uuid: string, start_time: string, recording_files: Row[] = [], more: Row = {}): Row => ({
  ...{ uuid, id: 81_234_567_890, topic: uuid, start_time, duration: 5, host_id: 'u1' },
  ...{ recording_count: recording_files.length, total_size: sizeOf(recording_files), recording_files },
  ...more,
});

const uuids = (opened: ReadReport) =>
  opened
    .records('recordings')
    .map(({ uuid }) => uuid)
    .sort();

describe('where a person’s data begin', () => {
  test('is not where the user began: what was handed over is older, and the report says from when it was asked', async () => {
    await start({ recordings: [recording('old', ago(900)), recording('oldest', '2013-01-01T00:30:00Z')] });
    const opened = await report({ sources: ['recordings'] });
    expect(uuids(opened)).toEqual(['old', 'oldest']);
    expect(opened.source('recordings').begins).toMatchObject({ day: '2013-01-01', bound: 'earliest' });
    expect(opened.text('pages/completeness.html')).toContain('no recording is older');
  });

  test('an explicit first day older than the user is kept', async () => {
    await start({ recordings: [recording('old', ago(900)), recording('older', ago(990))] });
    const opened = await report({ sources: ['recordings'], from: dayAgo(950) });
    expect(uuids(opened)).toEqual(['old']);
    expect(opened.source('recordings').begins).toMatchObject({ day: dayAgo(950), bound: 'requested' });
  });

  test('recordings of an on-premise connector are asked for, and the path of their files is told', async () => {
    const onPremise = file('f', { file_path: '/90/video.mp4', download_url: undefined as never });
    await start({ connectorRecordings: [recording('mc', ago(400), [onPremise])] });
    const opened = await report({ sources: ['recordings'] });
    expect(uuids(opened)).toEqual(['mc']);
    expect(opened.source('recordings')).toMatchObject({ outcome: 'complete', files: 0, files_not_given: 1 });
    expect(opened.text('data/recordings/recordings.json')).toContain('/90/video.mp4');
  });
});

describe('a period of days', () => {
  const history = (...starts: string[]): Partial<User> => ({
    reports: {
      ...{ past: [], pastOne: [] },
      pastJoined: starts.map((start_time) => ({ uuid: start_time, id: 1, topic: 't', type: 2, start_time })),
    },
  });
  const started = (opened: ReadReport) =>
    opened.records('meeting-history').map(({ start_time }) => String(start_time).slice(0, 16));

  test.each<[string, string | undefined, string | undefined, string[]]>([
    ['those of the profile', 'Pacific/Auckland', undefined, [ago(11, '20:30'), ago(10, '05:00')]],
    ['those of the request', 'Pacific/Auckland', 'America/Los_Angeles', [ago(10, '20:30'), ago(9, '05:00')]],
    ['UTC where nobody says', undefined, undefined, [ago(10, '05:00'), ago(10, '20:30')]],
  ])('means %s, and the report says so', async (_name, timezone, timeZone, inside) => {
    const starts = [9, 10, 11].flatMap((days) => [ago(days, '05:00'), ago(days, '20:30')]);
    await start({ ...history(...starts), profile: timezone === undefined ? {} : { timezone } });
    const day = dayAgo(10);
    const opened = await report({ sources: ['user', 'meeting-history'], from: day, to: day, timeZone });
    expect(started(opened).sort()).toEqual(inside.map((moment) => moment.slice(0, 16)).sort());
    const zone = timeZone ?? timezone ?? 'UTC';
    expect(opened.manifest.request).toMatchObject({ from: day, to: day, time_zone: zone });
    expect(opened.text('index.html')).toContain(`days in ${zone}`);
    const { records, duplicates, outside_period, vendor_total, vendor_total_differs } =
      opened.source('meeting-history');
    expect([records + duplicates + outside_period, vendor_total_differs]).toEqual([vendor_total, null]);
  });
});

describe('what a record states about itself', () => {
  const audio = (id: string): Row => file(id, { file_name: `Audio only - ${id}` });
  const withAudio = () =>
    recording('spoken', ago(3), [file('a'), file('b')], {
      recording_count: 4,
      total_size: sizeOf([file('a'), file('b'), audio('c'), audio('d')]),
      participant_audio_files: [audio('c'), audio('d')] as never,
    });

  test('more files than the list shows are fetched from the operation that has them', async () => {
    const simulator = await start({ recordings: [withAudio(), recording('plain', ago(4), [file('e')])] });
    const opened = await report({ sources: ['recordings'], from: dayAgo(10) });
    expect(opened.source('recordings')).toMatchObject({ outcome: 'complete', records: 2, files: 5 });
    const asked = simulator.calls.filter(({ operation }) => operation === '/meetings/{meetingId}/recordings');
    expect(asked).toHaveLength(1);
  });

  test.each<[string, Row]>([
    ['a count', { recording_count: 3 }],
    ['a count as text', { recording_count: '3' }],
    ['a size', { total_size: 999_999_999 }],
  ])('%s that nothing meets is a gap', async (_name, more) => {
    await start({ recordings: [recording('short', ago(3), [file('a'), file('b')], more)] });
    const opened = await report({ sources: ['recordings'], from: dayAgo(10) });
    expect(opened.source('recordings')).toMatchObject({ outcome: 'partial', records: 1, files: 2 });
    expect(opened.source('recordings').problems).toMatchObject([{ reason: 'less_than_stated', count: 1 }]);
  });

  test('a gap it is also where the operation that has the files may not be asked', async () => {
    const scopes = ['user:read:user:admin', 'cloud_recording:read:list_user_recordings:admin'];
    await start({ recordings: [withAudio()] }, { scopes });
    const opened = await report({ sources: ['recordings'], from: dayAgo(10) });
    expect(
      opened
        .source('recordings')
        .problems.map(({ reason }) => reason)
        .sort(),
    ).toEqual(['less_than_stated', 'scope_missing']);
  });

  test('captions without a size prove nothing about a sum', async () => {
    const captions = { file_type: 'CC', file_extension: 'VTT', recording_start: ago(3), download_url: 'x' };
    const files = [file('a'), captions];
    await start({
      recordings: [recording('r', ago(3), files, { total_size: sizeOf([file('a')]) + 50_000 })],
    });
    const { problems } = (await report({ sources: ['recordings'], from: dayAgo(10) })).source('recordings');
    expect(problems.map(({ reason }) => reason)).not.toContain('less_than_stated');
  });
});

describe('what a call states about a recording or a voicemail', () => {
  const call = (id: string, more: Row): Row => ({
    ...{ call_element_id: id, call_id: `c-${id}`, direction: 'inbound', result: 'answered' },
    ...{ start_time: ago(3), end_time: ago(3, '12:05') },
    ...more,
  });
  const voicemail = (id: string, more: Row): Row => ({
    ...{ id, date_time: ago(3), duration: 5, status: 'read' },
    ...more,
  });
  const phone = (callElements: Row[], voicemails: Row[] = []): Partial<User> => ({
    phone: {
      ...{ profile: { id: 'u1' }, settings: {}, callElements, callLogs: [], voicemails },
      ...{ trashedVoicemails: [], recordings: [] },
    },
  });
  const sources = ['phone-profile', 'phone-calls', 'phone-voicemails', 'phone-recordings'];

  test.each<[string, Row[], Row[], string, string]>([
    ['a recording that is not there', [call('a', { recording_id: 'r1' })], [], 'partial', 'empty'],
    ['a voicemail that is not there', [call('a', { voicemail_id: 'v1' })], [], 'empty', 'partial'],
    ['a flag of the older list', [call('a', { has_recording: true })], [], 'partial', 'empty'],
    ['nothing of either', [call('a', { has_recording: false, recording_id: '' })], [], 'empty', 'empty'],
  ])('%s', async (_name, calls, voicemails, recordings, voicemailOutcome) => {
    await start(phone(calls, voicemails));
    const opened = await report({ sources, media: false });
    expect(opened.source('phone-calls').outcome).toBe('complete');
    expect([opened.source('phone-recordings').outcome, opened.source('phone-voicemails').outcome]).toEqual([
      recordings,
      voicemailOutcome,
    ]);
    const reasons = ['phone-recordings', 'phone-voicemails'].flatMap((id) => opened.source(id).problems);
    for (const { reason } of reasons) expect(reason).toBe('less_than_stated');
  });

  test.each([
    ['its id', { call_id: 'another' }, 'v1'],
    ['the id of the call', { call_id: 'c-a' }, 'v2'],
  ])('a voicemail is found by %s', async (_name, more, id) => {
    await start(phone([call('a', { voicemail_id: 'v1' })], [voicemail(id, more)]));
    const opened = await report({ sources, media: false });
    expect(opened.source('phone-voicemails')).toMatchObject({ outcome: 'complete', problems: [] });
  });

  test('a source that was not asked for has no gap', async () => {
    await start(phone([call('a', { recording_id: 'r1' })]));
    const opened = await report({ sources: ['phone-profile', 'phone-calls'], media: false });
    expect(opened.source('phone-recordings').outcome).toBe('not_requested');
    expect(opened.manifest.status).toBe('completed');
  });
});
