import { afterEach, describe, expect, test } from '@jest/globals';
import {
  demoEmail,
  emptyUser,
  worldLedger,
  type JsonObject,
  type World,
  type WorldUser,
} from '../../simulators/zoom/index.js';
import { startInstallation, type Installation, type InstallationOptions } from '../support/start-service.js';

const missingScopeText =
  'Invalid access token, does not contain scopes:[webinar:read:list_webinars, webinar:read:list_webinars:admin].';

/** One test for each trap of the list of Zoom facts that concerns the sources of this connector. */
describe('traps', () => {
  const open: Installation[] = [];
  const start = async (options?: InstallationOptions) => {
    const installation = await startInstallation(options);
    open.push(installation);
    return installation;
  };
  const demoUser = ({ users }: World): WorldUser => {
    const user = users.find(({ email }) => email === demoEmail);
    if (!user) throw new Error('The demo person is gone.');
    return user;
  };
  const callsOf = ({ simulator }: Installation, operation: string) =>
    simulator.calls.filter((call) => call.operation === operation);

  afterEach(async () => {
    await Promise.all(open.splice(0).map((installation) => installation.close()));
  });

  test('1: a UUID that starts with "/" or holds "//" is encoded twice, others once', async () => {
    const installation = await start();
    // One file of each recording is not as long as its record says, so that the meeting is asked for itself.
    for (const recording of demoUser(installation.simulator.world).recordings) {
      const files = (recording.recording_files as JsonObject[] | undefined) ?? [];
      const [file] = files
        .filter(({ file_size: size }) => size)
        .sort((a, b) => Number(a.file_size) - Number(b.file_size));
      if (file) file.file_size = Number(file.file_size) + 1;
    }
    await installation.ask(demoEmail, { sources: ['recordings'] });
    const paths = callsOf(installation, '/meetings/{meetingId}/recordings').map(({ path, status }) => ({
      segment: path.split('/')[3] ?? '',
      status,
    }));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.every(({ status }) => status === 200)).toBe(true);
    const twice = paths.filter(({ segment }) => segment.includes('%25'));
    expect(twice.length).toBeGreaterThan(0);
    for (const { segment } of paths) {
      const uuid = decodeURIComponent(segment);
      const isTwice = segment.includes('%25');
      const real = isTwice ? decodeURIComponent(uuid) : uuid;
      expect([real, isTwice]).toEqual([real, real.startsWith('/') || real.includes('//')]);
    }
  });

  test('2: lists with dates are always asked with dates, of at most a month', async () => {
    const installation = await start();
    await installation.ask(demoEmail, { media: false });
    const dated = [
      '/report/users/{userId}/meetings',
      '/phone/users/{userId}/call_history',
      '/phone/users/{userId}/voice_mails',
      '/phone/users/{userId}/recordings',
    ];
    for (const operation of [...dated, '/users/{userId}/recordings'])
      for (const { path } of callsOf(installation, operation)) {
        const { searchParams } = new URL(path, 'http://127.0.0.1');
        if (searchParams.get('trash') === 'true' && operation.startsWith('/users')) continue;
        const days =
          (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 864e5;
        expect(days).toBeGreaterThan(0);
        expect(days).toBeLessThanOrEqual(30);
      }
  });

  test('2: a window that is cut silently is asked again for what is missing', async () => {
    const installation = await start();
    installation.simulator.faults.add({
      operation: '/users/{userId}/recordings',
      times: Infinity,
      respond: { transform: cutToLastTenDays },
    });
    const report = await installation.report(demoEmail, { sources: ['recordings'], media: false });
    const ids = report.records('recordings').map(({ uuid }) => String(uuid));
    const ledger = worldLedger(installation.simulator.world, demoEmail, new Date());
    expect(new Set(ids)).toEqual(new Set(ledger.recordings.records));
    expect(report.source('recordings').outcome).toBe('complete');
    const { windows_asked: asked, windows_answered: answered } = report.source('recordings');
    expect(answered.length).toBeGreaterThan(0);
    expect(asked.length).toBeGreaterThan(15);
  });

  test('3: instant, one-person and joined meetings come from the report lists', async () => {
    const installation = await start();
    const { reports, meetings } = demoUser(installation.simulator.world);
    const report = await installation.report(demoEmail, { sources: ['meetings', 'meeting-history'] });
    const types = new Set(
      callsOf(installation, '/report/users/{userId}/meetings').map(({ path }) =>
        new URL(path, 'http://127.0.0.1').searchParams.get('type'),
      ),
    );
    expect(types).toEqual(new Set(['past', 'pastOne', 'pastJoined']));
    const scheduled = new Set(meetings.map(({ record }) => record.uuid));
    const onlyInHistory = reports.pastJoined.filter(({ uuid }) => !scheduled.has(uuid ?? null));
    expect(onlyInHistory.length).toBeGreaterThan(0);
    const history = new Set(report.records('meeting-history').map(({ uuid }) => uuid));
    for (const list of [reports.past, reports.pastOne, reports.pastJoined])
      expect(list.some(({ uuid }) => history.has(uuid))).toBe(true);
  });

  test.each([
    ['4711', { status: 400, body: { code: 4711, message: missingScopeText } }],
    ['4700', { status: 401, body: { code: 4700, message: missingScopeText } }],
    ['104 with broken JSON', 'scope-104'],
  ] as const)(
    '5: a missing scope is HTTP 400 (%s), named with its remedy, and never refreshes',
    async (_name, respond) => {
      const installation = await start();
      installation.simulator.faults.add({ operation: '/users/{userId}/webinars', times: Infinity, respond });
      const report = await installation.report(demoEmail, { sources: ['user', 'webinars'] });
      const source = report.source('webinars');
      expect(source.outcome).toBe('scope_missing');
      // The token holds it: to grant it again would help nobody.
      expect(source.remedy).toContain('already holds webinar:read:list_webinars:admin');
      expect(source.remedy).not.toMatch(/grant/i);
      expect(report.manifest.status).toBe('completed_with_gaps');
      expect(callsOf(installation, 'token')).toHaveLength(1);
      expect(callsOf(installation, '/users/{userId}/webinars')).toHaveLength(1);
    },
  );

  test('5: a scope that was not granted costs no call', async () => {
    const scopes = ['user:read:user:admin', 'user:read:settings:admin', 'meeting:read:list_meetings:admin'];
    const installation = await start({ simulator: { scopes } });
    const report = await installation.report(demoEmail);
    const outcomes = report.manifest.sources.map(({ id, outcome }) => [id, outcome]);
    expect(Object.fromEntries(outcomes)).toMatchObject({
      user: 'complete',
      meetings: 'complete',
      webinars: 'scope_missing',
      'phone-calls': 'scope_missing',
    });
    expect(installation.simulator.calls.filter(({ status }) => status >= 400)).toEqual([]);
  });

  test('5: a missing licence is no gap', async () => {
    const installation = await start();
    const plain = emptyUser({ id: 'plainPersonId', email: 'plain.person@example.com' });
    installation.simulator.world.users.push(plain);
    const report = await installation.report(plain.email);
    for (const id of ['webinars', 'phone-profile', 'phone-settings', 'phone-calls', 'phone-voicemails'])
      expect([id, report.source(id).outcome]).toEqual([id, 'not_licensed']);
    expect(report.manifest.status).toBe('completed');
  });

  test('7: a page token that expires starts the window again, and nothing comes twice', async () => {
    const installation = await start();
    manyCalls(demoUser(installation.simulator.world), 700);
    installation.simulator.faults.add({
      operation: '/phone/users/{userId}/call_history',
      times: 10,
      respond: 'expire-page-token',
    });
    const report = await installation.report(demoEmail, { sources: ['phone-calls'] });
    const ids = report.records('phone-calls').map(({ call_element_id }) => call_element_id);
    const ledger = worldLedger(installation.simulator.world, demoEmail, new Date());
    expect(ids.length).toBe(new Set(ids).size);
    expect(new Set(ids)).toEqual(new Set(ledger['phone-calls'].records));
    expect(report.source('phone-calls').outcome).toBe('complete');
  });

  test.each(['iso', 'http-date', 'seconds', 'none'] as const)(
    '8: a daily limit (Retry-After as %s) pauses the request and never spins',
    async (retryAfter) => {
      const installation = await start();
      installation.simulator.faults.add({
        operation: '/report/users/{userId}/meetings',
        times: Infinity,
        respond: { kind: '429-daily', retryAfter, resumesInSeconds: 3_600 },
      });
      const request = await installation.ask(demoEmail, { sources: ['user', 'meeting-history'] });
      expect(request.status).toBe('paused');
      const waitMs = (request.resumeAt ?? 0) - Date.now();
      const midnight = 864e5 - (Date.now() % 864e5);
      const expected = retryAfter === 'none' ? midnight : 3_600_000;
      expect(Math.abs(waitMs - expected)).toBeLessThan(70_000);
      expect(callsOf(installation, '/report/users/{userId}/meetings').length).toBeLessThanOrEqual(3);
    },
  );

  test('9: downloads follow redirects with the token left behind, and refuse a login page', async () => {
    const installation = await start();
    installation.simulator.faults.add({ operation: 'download', times: 2, respond: 'html-200' });
    const report = await installation.report(demoEmail, { sources: ['recordings'] });
    expect(report.source('recordings').problems.map(({ reason }) => reason)).toEqual(['not_finished']);
    expect(installation.simulator.leakedAuthorizations).toBe(0);
    expect(callsOf(installation, 'media').length).toBeGreaterThan(0);
  });

  test('9: an address that has died is fetched anew', async () => {
    const installation = await start();
    installation.simulator.faults.add({
      operation: 'download',
      times: 3,
      respond: { status: 403, body: { status: false, errorCode: 3002, errorMessage: 'expired' } },
    });
    const report = await installation.report(demoEmail, { sources: ['recordings'] });
    expect(report.source('recordings').problems.map(({ reason }) => reason)).toEqual(['not_finished']);
  });

  test.each(['both', 'call_elements', 'call_logs', 'not_offered'] as const)(
    '10: calls are read where the account answers (%s)',
    async (callHistory) => {
      const installation = await start();
      const { account } = installation.simulator.world;
      Object.assign(account, { callHistory, offersCallLogs: true });
      const report = await installation.report(demoEmail, { sources: ['phone-calls'] });
      const ids = report.records('phone-calls').map(({ call_element_id, id }) => call_element_id ?? id);
      const ledger = worldLedger(installation.simulator.world, demoEmail, new Date());
      expect(report.source('phone-calls').outcome).toBe('complete');
      expect(new Set(ids)).toEqual(new Set(ledger['phone-calls'].records));
      const old = callsOf(installation, '/phone/users/{userId}/call_logs');
      expect(old.length > 0).toBe(callHistory === 'not_offered');
      const refused = callsOf(installation, '/phone/users/{userId}/call_history').filter(
        ({ status }) => status >= 400,
      );
      expect(refused.length).toBe(callHistory === 'not_offered' ? 1 : 0);
    },
  );

  test('11: caption and timeline files without an id all come', async () => {
    const installation = await start();
    const report = await installation.report(demoEmail, { sources: ['recordings'] });
    const files = report
      .records('recordings')
      .flatMap(({ recording_files }) => recording_files as JsonObject[]);
    const withoutId = files.filter(({ id, file_type }) => !id && file_type !== '');
    expect(withoutId.length).toBeGreaterThan(1);
    // What lies on a server of the company is named by its path there, and not to be had from Zoom.
    const finished = files.filter(({ file_type, download_url }) => file_type !== '' && download_url);
    const ofParticipants = report
      .records('recordings')
      .flatMap(({ participant_audio_files }) => (participant_audio_files ?? []) as JsonObject[]);
    expect(report.source('recordings').files).toBe(finished.length + ofParticipants.length);
  });

  test('12: the trash is asked in both kinds, without dates', async () => {
    const installation = await start();
    const report = await installation.report(demoEmail, {
      sources: ['recordings-trash', 'phone-voicemails'],
    });
    const queries = callsOf(installation, '/users/{userId}/recordings').map(({ path }) =>
      Object.fromEntries(new URL(path, 'http://127.0.0.1').searchParams),
    );
    expect(new Set(queries.map(({ trash_type }) => trash_type))).toEqual(
      new Set(['meeting_recordings', 'recording_file']),
    );
    for (const query of queries)
      expect([query.trash, query.from, query.to]).toEqual(['true', undefined, undefined]);
    expect(report.records('recordings-trash').length).toBeGreaterThan(0);
    expect(report.records('phone-voicemails').some(({ deleted_time }) => deleted_time)).toBe(true);
  });

  test('13: pending users have no id and are asked by e-mail; inactive ones are found in their list', async () => {
    const installation = await start();
    const { users } = installation.simulator.world;
    for (const status of ['pending', 'inactive'] as const) {
      const user = users.find((candidate) => candidate.status === status);
      if (!user) throw new Error(`The demo world has no ${status} user.`);
      const report = await installation.report(user.email, { media: false });
      expect(report.manifest.subject).toMatchObject({ found: true, state: status });
      expect(report.source('user').outcome).toBe('complete');
    }
  });

  test('13: a deleted user is no match, and the report says where was searched', async () => {
    const installation = await start();
    const report = await installation.report('nobody.here@example.com');
    expect(report.manifest.status).toBe('no_match');
    expect(report.manifest.subject.searched.map(({ place }) => place)).toEqual([
      'users by e-mail: nobody.here@example.com',
      ...['list of active users', 'list of inactive users', 'list of pending users'],
    ]);
    expect(report.manifest.subject.not_searched).toEqual([]);
  });

  test('13: without the scope of the lists, nobody found is a gap', async () => {
    const installation = await start({ simulator: { scopes: ['user:read:user:admin'] } });
    const report = await installation.report('nobody.here@example.com');
    expect(report.manifest.status).toBe('completed_with_gaps');
    expect(report.manifest.completeness.certificate_of_no_data).toBeNull();
    expect(report.manifest.subject.not_searched.map(({ place }) => place)).toEqual([
      ...['list of active users', 'list of inactive users', 'list of pending users'],
    ]);
    expect(callsOf(installation, '/users')).toEqual([]);
  });

  test('16: server-to-server calls never use "me"', async () => {
    const installation = await start();
    await installation.ask(demoEmail, { media: false });
    expect(installation.simulator.calls.filter(({ path }) => /\/users\/me\b/.test(path))).toEqual([]);
  });

  test.each(['token', 'number'] as const)(
    '19: webinars are read to the last page by %s',
    async (webinarPaging) => {
      const installation = await start({ simulator: { webinarPaging } });
      const user = demoUser(installation.simulator.world);
      for (let index = 0; index < 650; index += 1)
        user.webinars.push({
          lists: ['scheduled'],
          record: { uuid: `webinar-${index}`, id: 1_000_000 + index, topic: `Webinar ${index}`, type: 5 },
        });
      const report = await installation.report(demoEmail, { sources: ['webinars'] });
      const ledger = worldLedger(installation.simulator.world, demoEmail, new Date());
      expect(new Set(report.records('webinars').map(({ uuid }) => uuid))).toEqual(
        new Set(ledger.webinars.records),
      );
      expect(report.source('webinars').outcome).toBe('complete');
    },
  );

  test('20: an unlicensed person costs a handful of failing calls, not one per window', async () => {
    const installation = await start();
    const plain = emptyUser({ id: 'plainPersonId', email: 'plain.person@example.com' });
    installation.simulator.world.users.push(plain);
    await installation.ask(plain.email);
    const failing = installation.simulator.calls.filter(({ status }) => status >= 400);
    // Webinars; the profile, the settings and three lists of Zoom Phone with one fallback, each by id and by address.
    expect(failing.length).toBeLessThanOrEqual(13);
    const places = failing.map(({ path }) => path.replace(/\?.*/, ''));
    expect(new Set(places).size).toBe(places.length);
  });
});

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The vendor answers only for the last ten days of what was asked, and shows it in `from`. */
function cutToLastTenDays(body: JsonObject): JsonObject {
  const { to } = body;
  if (typeof to !== 'string' || !Array.isArray(body.meetings)) return body;
  const from = new Date(Date.parse(to) - 10 * 864e5).toISOString().slice(0, 10);
  if (typeof body.from === 'string' && from <= body.from) return body;
  const meetings = body.meetings.filter(
    (meeting) => textOf((meeting as JsonObject).start_time).slice(0, 10) >= from,
  );
  return { ...body, from, meetings, total_records: meetings.length };
}

function manyCalls({ phone }: WorldUser, count: number): void {
  const [template] = phone.callElements;
  for (let index = 0; index < count; index += 1)
    phone.callElements.push({
      ...template,
      call_element_id: `element-${index}`,
      call_id: `call-${index}`,
      start_time: new Date(Date.now() - 3 * 864e5 - index * 60_000).toISOString().replace(/\.\d+Z/, 'Z'),
    });
}
