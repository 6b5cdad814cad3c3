import { describe, expect, test } from '@jest/globals';
import { findSubject, lookup } from '../../../connectors/zoom/subject.js';
import type { Answer, Ask, Outcome, Reason, Vendor, VendorRecord } from '../../../src/contract/index.js';

type Reply = VendorRecord | { code?: number; outcome?: Outcome; reason?: Reason; refused: true };

const refused = (
  code?: number,
  outcome: Outcome = 'withheld',
  reason: Reason = 'subject_refused',
): Reply => ({
  ...{ refused: true as const, code, outcome, reason },
});
const unknown = refused(1001);

function toAnswer(reply: Reply): Answer {
  if (!('refused' in reply)) return { answered: true, body: reply };
  const { code, outcome = 'failed', reason = 'request_refused' } = reply as Exclude<Reply, VendorRecord>;
  return { answered: false, code, refusal: { do: 'stop', outcome, reason, remedy: 'help' } };
}

/** A vendor that knows some addresses and lists, and remembers what it was asked. */
function vendorOf(
  byEmail: Record<string, Reply>,
  lists: Record<string, Reply[]> = {},
  grants = true,
): Vendor & { asked: string[]; pagesRead: string[] } {
  const asked: string[] = [];
  const pagesRead: string[] = [];
  return {
    asked,
    pagesRead,
    ask: (call: Ask) => {
      const email = call.values?.email ?? '';
      asked.push(email);
      return Promise.resolve(toAnswer(byEmail[email] ?? unknown));
    },
    async *pages(call: Ask, pageSize: number) {
      const status = call.query?.status ?? '';
      for (const reply of lists[status] ?? []) {
        pagesRead.push(`${status} ${pageSize}`);
        yield await Promise.resolve(toAnswer(reply));
      }
    },
    grants: () => grants,
  };
}

const person = {
  id: 'u1',
  email: 'jane@example.com',
  status: 'active',
  user_created_at: '2020-01-02T03:04:05Z',
};
const usersOf = (...users: unknown[]): VendorRecord => ({ users, next_page_token: '' });

describe('an address that Zoom knows', () => {
  test('is found with one call', async () => {
    const vendor = vendorOf({ 'jane@example.com': person });
    expect(await findSubject('jane@example.com', vendor)).toEqual({
      end: 'found',
      subject: {
        email: 'jane@example.com',
        id: 'u1',
        state: 'active',
        createdAt: new Date('2020-01-02T03:04:05Z'),
        record: person,
      },
      searched: [{ place: 'users by e-mail', result: 'found' }],
      notSearched: [],
    });
    expect([vendor.asked, vendor.pagesRead]).toEqual([['jane@example.com'], []]);
  });

  test.each([
    'a+b@example.com',
    '"a b"@example.com',
    "o'neill@example.com",
    'jürgen@exämple.de',
    'a/b@example.com',
  ])('is asked as it was given: %s', async (email) => {
    const vendor = vendorOf({ [email]: person });
    expect(await findSubject(email, vendor)).toMatchObject({ end: 'found', subject: { email } });
    expect(vendor.asked).toEqual([email]);
  });

  test('in lower case only is found when it was given with capitals', async () => {
    const vendor = vendorOf({ 'jane@example.com': person });
    const found = await findSubject('Jane@Example.COM', vendor);
    expect(found).toMatchObject({ end: 'found', subject: { email: 'Jane@Example.COM', id: 'u1' } });
    expect(vendor.asked).toEqual(['Jane@Example.COM', 'jane@example.com']);
  });

  test('with capitals is found as it is', async () => {
    const vendor = vendorOf({ 'Jane@Example.com': person });
    expect(await findSubject('Jane@Example.com', vendor)).toMatchObject({ end: 'found' });
    expect(vendor.asked).toEqual(['Jane@Example.com']);
  });

  test.each<[string, VendorRecord, unknown]>([
    ['no id', { email: 'x' }, { id: undefined }],
    ['an empty id', { id: '', email: 'x' }, { id: undefined }],
    ['an id that is a number', { id: 7, email: 'x' }, { id: undefined }],
    ['no state', { id: 'u1' }, { state: undefined }],
    ['no start', { id: 'u1' }, { createdAt: undefined }],
    ['a start that is no date', { id: 'u1', user_created_at: 'long ago' }, { createdAt: undefined }],
    ['a start that is a number', { id: 'u1', user_created_at: 7 }, { createdAt: undefined }],
    [
      'only the latest login type’s start',
      { id: 'u1', created_at: '2020-01-01T00:00:00Z' },
      { createdAt: undefined },
    ],
  ])('has what its record says: %s', async (_, record, expected) => {
    const found = await findSubject('x', vendorOf({ x: record }));
    expect(found).toMatchObject({ end: 'found', subject: expected as object });
    expect(found.end === 'found' && found.subject.record).toBe(record);
  });
});

describe('an address that Zoom does not know', () => {
  const inactive = { id: 'u2', email: 'Jane@Example.com', status: 'inactive' };
  const pending = { email: 'jane@example.com', created_at: '2026-06-15T12:00:00Z' };

  test.each([1001, 1120])(
    '(%d) is looked for among the inactive and the pending, in this order',
    async (code) => {
      const vendor = vendorOf(
        { 'jane@example.com': refused(code) },
        { inactive: [usersOf()], pending: [usersOf()] },
      );
      const end = await findSubject('jane@example.com', vendor);
      expect(end).toMatchObject({ end: 'no_match', notSearched: [] });
      expect(end.searched.map(({ place }) => place)).toEqual([
        'users by e-mail',
        'list of inactive users',
        'list of pending users',
      ]);
      expect(vendor.pagesRead).toEqual(['inactive 300', 'pending 300']);
    },
  );

  test('is found among the inactive, whatever its capitals, and the pending are not read', async () => {
    const vendor = vendorOf(
      {},
      { inactive: [usersOf(null, { email: null }, 'x', inactive)], pending: [usersOf()] },
    );
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({
      ...{ end: 'found', subject: { id: 'u2', state: 'inactive', record: inactive } },
    });
    expect(vendor.pagesRead).toEqual(['inactive 300']);
  });

  test('is found among the pending, without an id and without a start', async () => {
    const vendor = vendorOf({}, { inactive: [usersOf()], pending: [usersOf(pending)] });
    const found = await findSubject('jane@example.com', vendor);
    expect(found).toMatchObject({
      end: 'found',
      subject: { email: 'jane@example.com', id: undefined, state: 'pending', createdAt: undefined },
    });
    expect(found.searched.at(-1)).toEqual({ place: 'list of pending users', result: 'found' });
  });

  test('is found on a later page, and no further one is read', async () => {
    const pages = [usersOf({ email: 'other@example.com' }), usersOf(), usersOf(inactive), usersOf()];
    const vendor = vendorOf({}, { inactive: pages });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'found' });
    expect(vendor.pagesRead).toHaveLength(3);
  });

  test('is not mistaken for one that only looks alike', async () => {
    const alike = ['jane@example.com.evil', 'xjane@example.com', 'jane@example.co', 'jane @example.com', ''];
    const vendor = vendorOf({}, { inactive: [usersOf(...alike.map((email) => ({ email })))], pending: [] });
    expect((await findSubject('jane@example.com', vendor)).end).toBe('no_match');
  });

  test('is the same in both ways of writing an umlaut', async () => {
    const vendor = vendorOf({}, { inactive: [usersOf({ id: 'u3', email: 'ju\u0308rgen@example.com' })] });
    expect(await findSubject('jürgen@example.com', vendor)).toMatchObject({ end: 'found' });
  });

  test.each<[string, VendorRecord]>([
    ['null', { users: null }],
    ['absent', {}],
    ['an object', { users: {} }],
  ])('is not found in a list that is %s', async (_, page) => {
    const vendor = vendorOf({}, { inactive: [page], pending: [usersOf(pending)] });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'found' });
  });

  test('is not looked for where the scope is not granted, and that is said', async () => {
    const vendor = vendorOf({}, { inactive: [usersOf(inactive)] }, false);
    const end = await findSubject('jane@example.com', vendor);
    expect(end).toMatchObject({ end: 'no_match', searched: [{ place: 'users by e-mail' }] });
    expect(end.notSearched.map(({ place }) => place)).toEqual([
      'list of inactive users',
      'list of pending users',
    ]);
    for (const { result } of end.notSearched) expect(result).toContain('user:read:list_users:admin');
    expect(vendor.pagesRead).toEqual([]);
  });

  test('of another account is no match, and no list is read', async () => {
    const vendor = vendorOf({ 'jane@example.com': refused(1010) }, { inactive: [usersOf(inactive)] });
    const end = await findSubject('jane@example.com', vendor);
    expect(end.end).toBe('no_match');
    expect(end.notSearched).toHaveLength(2);
    expect(vendor.pagesRead).toEqual([]);
  });
});

describe('a lookup that is refused', () => {
  test.each<[string, Reply]>([
    ['a missing scope', refused(4711, 'scope_missing', 'scope_missing')],
    ['a role', refused(200, 'not_permitted', 'not_permitted')],
    ['a validation', refused(300, 'failed', 'request_refused')],
    ['dead credentials', refused(124, 'failed', 'credentials_refused')],
    ['a vendor that cannot be reached', refused(undefined, 'failed', 'vendor_unreachable')],
    ['a plain 404, which says nothing about the user', refused(undefined, 'failed', 'not_found')],
  ])('for %s is no "no match", and no list is read', async (_, reply) => {
    const vendor = vendorOf({ 'jane@example.com': reply }, { inactive: [usersOf()], pending: [usersOf()] });
    const end = await findSubject('jane@example.com', vendor);
    expect(end).toMatchObject({ end: 'refused', refusal: { remedy: 'help' } });
    expect(vendor.pagesRead).toEqual([]);
  });

  test('in the middle of a list is no "no match" when the list failed', async () => {
    const lists = {
      inactive: [usersOf(), refused(undefined, 'failed', 'vendor_error')],
      pending: [usersOf()],
    };
    const end = await findSubject('jane@example.com', vendorOf({}, lists));
    expect(end).toMatchObject({ end: 'refused', refusal: { reason: 'vendor_error' } });
  });

  test.each<[Outcome, Reason]>([
    ['scope_missing', 'scope_missing'],
    ['not_permitted', 'not_permitted'],
  ])('for one list (%s) is said, and the other list is read all the same', async (outcome, reason) => {
    const lists = {
      inactive: [refused(1, outcome, reason)],
      pending: [usersOf({ email: 'jane@example.com' })],
    };
    const end = await findSubject('jane@example.com', vendorOf({}, lists));
    expect(end).toMatchObject({ end: 'found', subject: { state: 'pending' } });
    expect(end.notSearched).toEqual([
      { place: 'list of inactive users', result: expect.stringContaining(reason) as unknown },
    ]);
  });
});

describe('the lookup’s call', () => {
  test('counts as light and needs a scope to read users', () => {
    expect(lookup).toMatchObject({
      endpoint: '/users/{email}',
      rateLimit: { family: 'main', label: 'light' },
    });
    expect(lookup.scopes.granular).toContain('user:read:user:admin');
  });

  test('takes only a user for an answer', () => {
    const expectations = [{ id: 'u1' }, { email: 'x' }, {}, { id: 7 }, { users: [] }].map((body) =>
      lookup.expect?.(body),
    );
    expect(expectations).toEqual([true, true, false, false, false]);
  });
});
