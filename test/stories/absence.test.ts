import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoEmail, emptyUser, type JsonObject, type WorldUser } from '../../simulators/zoom/index.js';
import { systemClock } from '../../src/clock.js';
import { startInstallation, type Installation } from '../support/start-service.js';

const nobody = 'nobody.here@example.com';
/** What the app may do at this moment; the simulator reads it with every token. */
let scopes: string[];
let aheadMs: number;
let installation: Installation;
const allScopes = [
  ...['user:read:user:admin', 'user:read:list_users:admin', 'user:read:settings:admin'],
  ...['phone:read:user:admin', 'phone:read:user_setting:admin', 'phone:read:list_call_logs:admin'],
  'webinar:read:list_webinars:admin',
];

beforeEach(async () => {
  aheadMs = 0;
  scopes = [...allScopes];
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  installation = await startInstallation({ simulator: { scopes }, service: { clock } });
});
afterEach(() => installation.close());

const simulator = () => installation.simulator;
const listCalls = () => simulator().calls.filter(({ operation }) => operation === '/users');
const sizes = () => listCalls().map(({ path }) => new URL(path, 'http://x').searchParams.get('page_size'));
const person = (more: Partial<WorldUser> = {}): WorldUser => {
  const user = emptyUser({ id: 'uTestPerson1', email: 'test.person@example.com', ...more });
  simulator().world.users.push(user);
  return user;
};
const retry = async (id: string) => {
  aheadMs += 10_000;
  await installation.service.requests.retry(id, { by: 'test' });
  const request = await installation.service.requests.wait(id, 60_000);
  if (!request) throw new Error('The request is gone.');
  return request;
};

describe('nobody is certified', () => {
  test('after every list was read to its end, in the largest pages', async () => {
    const { manifest } = await installation.report(nobody);
    expect(manifest).toMatchObject({
      ...{ status: 'no_match', completeness: { is_complete: true } },
      subject: { found: false, spellings: [nobody], current_email: null, not_searched: [] },
    });
    expect(manifest.completeness.certificate_of_no_data?.kind).toBe('no_user');
    expect(sizes()).toEqual(['2000', '2000', '2000']);
  });

  test('in pages of 300 where larger ones are refused', async () => {
    simulator().faults.add({
      ...{ operation: /page_size=2000/, times: Infinity },
      respond: { status: 400, body: { code: 300, message: 'The page size should be at most 300.' } },
    });
    const { manifest } = await installation.report(nobody);
    expect(manifest.status).toBe('no_match');
    expect(sizes()).toEqual(['2000', '300', '2000', '300', '2000', '300']);
  });

  test('when an expired page token made a list start anew', async () => {
    simulator().world.emptyFirstPages.push('/users');
    const fault = simulator().faults.add({ operation: '/users', times: 3, respond: 'expire-page-token' });
    const { manifest } = await installation.report(nobody);
    expect([fault.hits, manifest.status, manifest.subject.not_searched]).toEqual([3, 'no_match', []]);
  });

  test('never while Zoom knows an invitation to the address', async () => {
    person({ id: undefined, status: 'pending', invitationExpired: true });
    simulator().faults.add({
      ...{ operation: '/users', times: Infinity },
      respond: { transform: () => ({ users: [], total_records: 0, next_page_token: '' }) },
    });
    const report = await installation.report('test.person@example.com');
    expect(report.manifest.status).toBe('no_match');
    expect(report.manifest.completeness.certificate_of_no_data).toBeNull();
    expect(report.text('index.html')).toContain('an invitation to this address');
  });
});

describe('nobody was found, and it is not proven', () => {
  const shorten = (status: string) =>
    simulator().faults.add({
      ...{ operation: new RegExp(`status=${status}`), times: Infinity },
      respond: { transform: (body: JsonObject) => ({ ...body, total_records: 99_999 }) },
    });

  test.each(['active', 'inactive', 'pending'])('the list of %s users is short', async (status) => {
    shorten(status);
    const request = await installation.ask(nobody, { sources: ['user', 'user-settings'] });
    expect(request.status).toBe('completed_with_gaps');
    for (const { outcome, reason, remedy } of request.outcomes?.slice(0, 2) ?? [])
      expect([outcome, reason, remedy]).toEqual([
        ...['failed', 'lookup_incomplete', expect.stringContaining('more users than it gives')],
      ]);
    const report = await installation.open(request);
    const { manifest } = report;
    expect(manifest.completeness).toMatchObject({ is_complete: false, certificate_of_no_data: null });
    expect(manifest.subject).toMatchObject({
      found: false,
      not_searched: [{ place: `list of ${status} users`, reason: 'fewer_than_vendor_total' }],
    });
    for (const name of ['index.html', 'pages/completeness.html'])
      expect(report.text(name)).toContain('that is not proven');
    const readme = report.text('README.txt').replaceAll(/\s+/g, ' ');
    expect(readme).toContain(
      `Looking for the person: No usable answer: list of ${status} users: it states more users`,
    );
    expect(report.text('index.html')).not.toContain('Certificate of no data');
  });

  test('the token of its pages expires again and again', async () => {
    simulator().world.emptyFirstPages.push('/users');
    simulator().faults.add({ operation: '/users', times: Infinity, respond: 'expire-page-token' });
    const request = await installation.ask(nobody);
    expect(request.status).toBe('completed_with_gaps');
    expect(request.lookup?.notSearched[0]).toMatchObject({ reason: 'page_token_expired' });
  });

  test('a retry looks again: what is mended proves it', async () => {
    const fault = shorten('inactive');
    const first = await installation.ask(nobody);
    fault.remove();
    const again = await retry(first.id);
    expect([first.status, again.status, again.version]).toEqual(['completed_with_gaps', 'no_match', 2]);
    const { completeness } = (await installation.open(again)).manifest;
    expect(completeness.certificate_of_no_data?.kind).toBe('no_user');
  });

  test('a retry looks again: who is found then is read in every place', async () => {
    person({ foundByEmail: false });
    scopes.splice(scopes.indexOf('user:read:list_users:admin'), 1);
    const first = await installation.ask('test.person@example.com', { sources: ['user', 'user-settings'] });
    expect(first.outcomes?.[0]).toMatchObject({
      ...{ outcome: 'failed', reason: 'lookup_incomplete' },
      remedy: expect.stringContaining('user:read:list_users:admin') as unknown,
    });
    scopes.push('user:read:list_users:admin');
    const again = await retry(first.id);
    expect(again.status).toBe('completed');
    const report = await installation.open(again);
    expect(report.records('user')).toMatchObject([{ id: 'uTestPerson1' }]);
    expect(report.source('user-settings').outcome).toBe('complete');
  });
});

describe('a person who is in one list only', () => {
  test.each(['active', 'inactive'] as const)('(%s) is read by id', async (status) => {
    person({ foundByEmail: false, status, profile: { location: 'Only in the profile' } });
    const report = await installation.report('test.person@example.com', {
      sources: ['user', 'user-settings'],
    });
    expect(report.manifest).toMatchObject({ status: 'completed', subject: { found: true, state: status } });
    expect(report.records('user')).toMatchObject([{ location: 'Only in the profile' }]);
  });

  test('has a gap where the profile cannot be read, and a retry fills it', async () => {
    person({ foundByEmail: false, profile: { location: 'Only in the profile' } });
    const fault = simulator().faults.add({
      ...{ operation: '/users/{userId}', skip: 1, times: Infinity },
      respond: { status: 400, body: { code: 200, message: 'No permission.' } },
    });
    const first = await installation.ask('test.person@example.com', { sources: ['user'] });
    expect(first.outcomes?.[0]).toMatchObject({ outcome: 'partial', reason: 'not_permitted' });
    fault.remove();
    const again = await retry(first.id);
    expect(again.status).toBe('completed');
    expect((await installation.open(again)).records('user')).toMatchObject([
      { location: 'Only in the profile' },
    ]);
  });
});

describe('a person who has another address now', () => {
  test.each(['old.name@example.com', 'old.name@münchen.example'])('asked as %s', async (asked) => {
    person({ aliases: [asked] });
    const request = await installation.ask(asked, { sources: ['user', 'user-settings'] });
    const report = await installation.open(request);
    expect(report.manifest.subject).toMatchObject({
      ...{ email: asked, found: true, current_email: 'test.person@example.com' },
    });
    for (const name of ['index.html', 'pages/completeness.html', 'README.txt']) {
      const text = report.text(name).replaceAll(/\s+/g, ' ');
      expect([name, text.includes(asked), text.includes('now has the address test.person@')]).toEqual([
        ...[name, true, true],
      ]);
    }
    const marks = installation.service.ledger.page('default', 0, 100);
    const text = JSON.stringify(marks);
    expect(text).not.toContain('example');
    const other = await installation.ask('test.person@example.com', { sources: ['user'] });
    const accepted = installation.service.ledger
      .page('default', 0, 100)
      .find(({ details }) => details.includes(other.id) && details.includes('"subject"'));
    const mark = (JSON.parse(accepted?.details ?? '{}') as { subject: string }).subject;
    expect(text).toContain(`answered_subject\\":\\"${mark}`);
  });
});

describe('a source that knows the person by one name only', () => {
  const phone = ['user', 'user-settings', 'phone-profile', 'phone-settings', 'phone-calls'];
  const demo = () => simulator().world.users.find(({ email }) => email === demoEmail) as WorldUser;

  test.each(['id', 'address'] as const)('(%s) is asked by the other one, too', async (name) => {
    demo().phoneKnows = name;
    const request = await installation.ask(demoEmail, { sources: phone, media: false });
    expect(request.status).toBe('completed');
    const calls = simulator().calls.filter(({ operation }) => operation.includes('call_history'));
    expect(calls.filter(({ status }) => status !== 200).length).toBe(name === 'id' ? 0 : 1);
  });

  test.each([true, false])('and refuses both, while the settings say %s', async (hasPhone) => {
    demo().licences.phone = false;
    demo().settings.default.feature = {
      ...(demo().settings.default.feature as object),
      zoom_phone: hasPhone,
    };
    const { outcomes } = await installation.ask(demoEmail, { sources: phone });
    const phones = outcomes?.filter(({ id }) => id.startsWith('phone') && phone.includes(id));
    for (const { outcome, reason } of phones ?? [])
      expect([outcome, reason]).toEqual(
        hasPhone ? ['failed', 'contradiction'] : ['not_licensed', 'not_licensed'],
      );
  });

  test('webinars are refused while the settings say that the person may hold them', async () => {
    demo().licences.webinar = false;
    demo().settings.default.feature = { ...(demo().settings.default.feature as object), webinar: true };
    const { outcomes } = await installation.ask(demoEmail, { sources: ['user-settings', 'webinars'] });
    expect(outcomes?.find(({ id }) => id === 'webinars')).toMatchObject({ reason: 'contradiction' });
  });

  test('calls are refused although Phone has a profile of the person', async () => {
    demo().settings.default = {};
    simulator().faults.add({
      ...{ operation: /call_(history|logs)/, times: Infinity },
      respond: { status: 404, body: { code: 1001, message: 'User does not exist.' } },
    });
    const { outcomes } = await installation.ask(demoEmail, { sources: ['phone-profile', 'phone-calls'] });
    expect(outcomes?.find(({ id }) => id === 'phone-calls')).toMatchObject({ reason: 'contradiction' });
  });
});
