import { describe, expect, test } from '@jest/globals';
import { findSubject, lookup } from '../../../connectors/zoom/subject.js';
import type {
  Answer,
  Ask,
  Outcome,
  Reason,
  LookupClient,
  VendorRecord,
} from '../../../src/contract/index.js';

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

/** A vendor that knows some addresses and lists, and remembers what it was asked; a list can differ by page size. */
function vendorOf(
  byEmail: Record<string, Reply>,
  lists: Record<string, Reply[] | ((pageSize: number) => Reply[])> = {},
): LookupClient & { asked: string[]; pagesRead: string[] } {
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
      const list = lists[status] ?? [usersOf()];
      for (const reply of typeof list === 'function' ? list(pageSize) : list) {
        pagesRead.push(`${status} ${pageSize}`);
        yield await Promise.resolve(toAnswer(reply));
      }
    },
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
        addresses: ['jane@example.com'],
        otherEmail: undefined,
        id: 'u1',
        state: 'active',
        createdAt: new Date('2020-01-02T03:04:05Z'),
        record: person,
      },
      spellings: ['jane@example.com'],
      searched: [{ place: 'users by e-mail: jane@example.com', result: 'found' }],
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

describe('the spellings of an address', () => {
  test.each<[string, string[]]>([
    ['jane@example.com', ['jane@example.com']],
    ['Jane@Example.COM', ['Jane@Example.COM', 'jane@example.com']],
    ['jane@münchen.example', ['jane@münchen.example', 'jane@xn--mnchen-3ya.example']],
    ['jane@xn--mnchen-3ya.example', ['jane@xn--mnchen-3ya.example', 'jane@münchen.example']],
    ['Jane@MÜNCHEN.example', ['Jane@MÜNCHEN.example', 'jane@münchen.example', 'jane@xn--mnchen-3ya.example']],
    ['ju\u0308rgen@example.com', ['ju\u0308rgen@example.com', 'jürgen@example.com']],
    [
      'jane@mu\u0308nchen.example',
      ['jane@mu\u0308nchen.example', 'jane@münchen.example', 'jane@xn--mnchen-3ya.example'],
    ],
    ['用户@例子.公司', ['用户@例子.公司', '用户@xn--fsqu00a.xn--55qx5d']],
    ['"a@b"@example.com', ['"a@b"@example.com']],
  ])('%s are all asked and all listed', async (email, spellings) => {
    const vendor = vendorOf({});
    const end = await findSubject(email, vendor);
    expect(vendor.asked).toEqual(spellings);
    expect(end.spellings).toEqual(spellings);
    const asked = end.searched.map(({ place }) => place).filter((place) => place.includes('@'));
    expect(asked).toEqual(spellings.map((spelling) => `users by e-mail: ${spelling}`));
  });

  test.each([
    ['jane@münchen.example', 'jane@xn--mnchen-3ya.example'],
    ['jane@xn--mnchen-3ya.example', 'Jane@München.example'],
    ['ju\u0308rgen@example.com', 'JÜRGEN@example.com'],
  ])('%s is the person that a list names as %s', async (email, listed) => {
    const vendor = vendorOf({}, { active: [usersOf({ email: listed, type: 1 })] });
    const found = await findSubject(email, vendor);
    expect(found).toMatchObject({ end: 'found', subject: { otherEmail: undefined } });
  });
});

describe('a user who has another address', () => {
  test.each([
    ['old@example.com', 'new@example.com'],
    ['jane+x@example.com', 'jane@example.com'],
    ['jane@example.com', 'jane@example.org'],
  ])('is found by %s and told to be %s', async (email, current) => {
    const found = await findSubject(email, vendorOf({ [email]: { ...person, email: current } }));
    expect(found).toMatchObject({
      ...{ end: 'found', subject: { email, otherEmail: current, addresses: [current, email] } },
    });
  });

  test.each(['JANE@example.com', 'jane@EXAMPLE.com'])('is none who is written %s', async (email) => {
    const found = await findSubject(email, vendorOf({ 'jane@example.com': person }));
    expect(found).toMatchObject({ end: 'found', subject: { otherEmail: undefined } });
  });
});

describe('an address that Zoom does not know', () => {
  const inactive = { id: 'u2', email: 'Jane@Example.com', status: 'inactive' };
  const profile = { ...inactive, phone_numbers: [{ number: '1' }] };
  const pending = { email: 'jane@example.com', created_at: '2026-06-15T12:00:00Z' };
  const allRead = ['active 2000', 'inactive 2000', 'pending 2000'];

  test.each([1001, 1010, 1120])('(%d) is looked for in all three lists, to their end', async (code) => {
    const vendor = vendorOf({ 'jane@example.com': refused(code) });
    const end = await findSubject('jane@example.com', vendor);
    expect(end).toMatchObject({ end: 'no_match', notSearched: [] });
    expect(end.searched.map(({ place }) => place)).toEqual([
      'users by e-mail: jane@example.com',
      ...['list of active users', 'list of inactive users', 'list of pending users'],
    ]);
    expect(vendor.pagesRead).toEqual(allRead);
  });

  test('is not nothing where Zoom knows an invitation to it', async () => {
    const end = await findSubject('jane@example.com', vendorOf({ 'jane@example.com': refused(1120) }));
    expect(end).toMatchObject({ end: 'no_match', trace: expect.stringContaining('invitation') as unknown });
    expect(await findSubject('jane@example.com', vendorOf({}))).toMatchObject({ trace: undefined });
  });

  test.each(['active', 'inactive', 'pending'])(
    'is found among the %s and asked for by id, because the list shows less',
    async (status) => {
      const vendor = vendorOf({ u2: profile }, { [status]: [usersOf(null, { email: null }, 'x', inactive)] });
      const found = await findSubject('jane@example.com', vendor);
      expect(found).toMatchObject({ end: 'found', subject: { id: 'u2', record: profile }, notSearched: [] });
      expect(vendor.asked).toEqual(['jane@example.com', 'u2']);
    },
  );

  test('is found among the pending, without an id and without a start', async () => {
    const vendor = vendorOf({}, { pending: [usersOf(pending)] });
    const found = await findSubject('jane@example.com', vendor);
    expect(found).toMatchObject({
      end: 'found',
      subject: { email: 'jane@example.com', id: undefined, state: 'pending', createdAt: undefined },
    });
    expect(found.searched.at(-1)).toEqual({ place: 'list of pending users', result: 'found' });
    expect(vendor.asked).toEqual(['jane@example.com']);
  });

  test.each<[string, Reply, string]>([
    ['refused', refused(1001), 'subject_refused'],
    ['not allowed', refused(200, 'not_permitted', 'not_permitted'), 'not_permitted'],
    ['somebody else', { id: 'u9', email: 'other@example.com' }, 'contradiction'],
  ])('has a gap in the profile where the id is %s', async (_, reply, reason) => {
    const vendor = vendorOf({ u2: reply }, { inactive: [usersOf(inactive)] });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({
      ...{ end: 'found', subject: { id: 'u2', record: inactive } },
      notSearched: [{ place: 'the profile by user id', reason, remedy: expect.any(String) as unknown }],
    });
  });

  test('is found on a later page, and no further one is read', async () => {
    const pages = [usersOf({ email: 'other@example.com' }), usersOf(), usersOf(pending), usersOf()];
    const vendor = vendorOf({}, { inactive: pages });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'found' });
    expect(vendor.pagesRead).toHaveLength(4);
  });

  test('is not mistaken for one that only looks alike', async () => {
    const alike = ['jane@example.com.evil', 'xjane@example.com', 'jane@example.co', 'jane @example.com', ''];
    const vendor = vendorOf({}, { inactive: [usersOf(...alike.map((email) => ({ email })))] });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'no_match', notSearched: [] });
  });

  test.each<[string, VendorRecord]>([
    ['null', { users: null }],
    ['absent', {}],
    ['an object', { users: {} }],
  ])('is not found in a list that is %s', async (_, page) => {
    const vendor = vendorOf({}, { inactive: [page], pending: [usersOf(pending)] });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'found' });
  });
});

describe('a list of users that does not prove that somebody is absent', () => {
  const two = [
    { id: 'a', email: 'a@example.com' },
    { id: 'b', email: 'b@example.com' },
  ];
  const page = (total: unknown, ...users: unknown[]) => ({ ...usersOf(...users), total_records: total });

  test.each<[string, Reply[]]>([
    ['states five and gives two', [page(5, ...two)]],
    ['states five in digits and gives two', [page('5', ...two)]],
    ['states five on its last page only', [usersOf(two[0]), page(5, two[1])]],
    ['states two and gives the same one twice', [page(2, two[0], two[0])]],
    ['states one and gives none', [page(1)]],
    ['states one and leaves the list out', [{ total_records: 1 }]],
  ])('because it %s, in large pages and in small ones', async (_, list) => {
    for (const status of ['active', 'inactive', 'pending']) {
      const vendor = vendorOf({}, { [status]: list });
      expect(await findSubject('jane@example.com', vendor)).toMatchObject({
        end: 'no_match',
        notSearched: [
          {
            place: `list of ${status} users`,
            ...{
              reason: 'fewer_than_vendor_total',
              remedy: expect.stringContaining('run the request again') as unknown,
            },
          },
        ],
      });
      expect(vendor.pagesRead).toContain(`${status} 300`);
    }
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'x'],
    ['a user without an address', { id: 'c' }],
    ['an address that is no text', { id: 'c', email: 7 }],
  ])('because it holds %s', async (_, row) => {
    const vendor = vendorOf({}, { active: [usersOf(two[0], row)] });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({
      ...{ end: 'no_match', notSearched: [{ place: 'list of active users', reason: 'contradiction' }] },
    });
  });

  test.each<[Outcome, Reason]>([
    ['scope_missing', 'scope_missing'],
    ['not_permitted', 'not_permitted'],
    ['withheld', 'subject_refused'],
    ['failed', 'request_refused'],
    ['failed', 'page_token_expired'],
    ['failed', 'too_many_pages'],
    ['failed', 'repeated_page_token'],
  ])('because it ended early (%s, %s); the other lists are read all the same', async (outcome, reason) => {
    const lists = { inactive: [usersOf(two[0]), refused(1, outcome, reason)] };
    const vendor = vendorOf({}, lists);
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({
      ...{ end: 'no_match', notSearched: [{ place: 'list of inactive users', reason, remedy: 'help' }] },
    });
    expect(vendor.pagesRead).toContain('pending 2000');
    const found = vendorOf({}, { ...lists, pending: [usersOf({ email: 'jane@example.com' })] });
    expect(await findSubject('jane@example.com', found)).toMatchObject({ end: 'found', notSearched: [] });
  });

  test.each<[string, (pageSize: number) => Reply[]]>([
    ['refused', (size) => (size > 300 ? [refused(300, 'failed', 'request_refused')] : [page(2, ...two)])],
    ['cut', (size) => (size > 300 ? [page(2, two[0])] : [page(2, ...two)])],
    ['cut, other rows each time', (size) => [page(2, two[size > 300 ? 0 : 1])]],
  ])('except where large pages are %s and small ones bring the rest', async (_, list) => {
    const vendor = vendorOf({}, { active: list });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'no_match', notSearched: [] });
    expect(vendor.pagesRead.slice(0, 2)).toEqual(['active 2000', 'active 300']);
  });
});

describe('a lookup by address that is refused', () => {
  const noLook: [string, Reply][] = [
    ['dead credentials', refused(124, 'failed', 'credentials_refused')],
    ['a vendor that cannot be reached', refused(undefined, 'failed', 'vendor_unreachable')],
    ['an answer of somebody else', refused(undefined, 'failed', 'broken_answer')],
  ];
  const ofTheAddress: [string, Reply][] = [
    ['a missing scope', refused(4711, 'scope_missing', 'scope_missing')],
    ['a role', refused(200, 'not_permitted', 'not_permitted')],
    ['a validation', refused(300, 'failed', 'request_refused')],
    ['a plain 404, which says nothing about the user', refused(undefined, 'failed', 'not_found')],
  ];

  test.each(noLook)('for %s is no "no match", and no list is read', async (_, reply) => {
    const vendor = vendorOf({ 'jane@example.com': reply });
    const end = await findSubject('jane@example.com', vendor);
    expect(end).toMatchObject({ end: 'refused', refusal: { remedy: 'help' } });
    expect(vendor.pagesRead).toEqual([]);
  });

  test.each(ofTheAddress)('for %s is no "no match"; a list may still name the person', async (_, reply) => {
    const byEmail = { 'jane@example.com': reply, u1: person };
    expect(await findSubject('jane@example.com', vendorOf(byEmail))).toMatchObject({ end: 'refused' });
    const vendor = vendorOf(byEmail, { active: [usersOf(person)] });
    expect(await findSubject('jane@example.com', vendor)).toMatchObject({ end: 'found', notSearched: [] });
  });

  test('in one spelling only is a gap beside the others', async () => {
    const vendor = vendorOf({ 'jane@münchen.example': refused(300, 'failed', 'request_refused') });
    expect(await findSubject('jane@münchen.example', vendor)).toMatchObject({
      end: 'no_match',
      notSearched: [{ place: 'users by e-mail: jane@münchen.example', reason: 'request_refused' }],
    });
  });

  test.each(noLook)('in the middle of a list for %s is no "no match"', async (_, reply) => {
    const end = await findSubject('jane@example.com', vendorOf({}, { inactive: [usersOf(), reply] }));
    expect(end).toMatchObject({ end: 'refused' });
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
