import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  keyOf,
  textOf,
  type AskedSource,
  type Given,
  type Operation,
  type VendorRecord,
} from '../../src/contract/index.js';
import { declareSource } from '../support/declared-source.js';
import { refusal, startSmallVendor, type Handler, type SmallVendor } from '../support/small-vendor.js';

let vendor: SmallVendor;
afterEach(() => vendor.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const scopes = (...granular: string[]) => ({ granular, classic: [] });
const stop = (outcome: 'failed' | 'out_of_reach', reason: 'not_found' | 'beyond_look_back') =>
  ({ do: 'stop', outcome, reason, remedy: 'Run the request again later.' }) as const;

const meetings = (changes: Partial<AskedSource> = {}) =>
  declareSource(
    {
      id: 'meetings',
      title: 'Your meetings',
      recordId: ({ uuid }) => keyOf(uuid),
      record: z.looseObject({}),
      ...changes,
    },
    { endpoint: '/users/{subject}/meetings', list: 'meetings', scopes: scopes('meeting:read') },
  );
const uuidOf = ({ parent }: Given) => {
  const uuid = textOf(parent?.uuid);
  return uuid === undefined ? undefined : { uuid };
};
const keyOfUuid = ({ uuid }: VendorRecord) => textOf(uuid);
const rowsOf = (name: string, months: number): Operation => ({
  endpoint: `/${name}/{uuid}/people`,
  scopes: scopes(`${name}:read`),
  rateLimit: { family: 'main', label: 'heavy' },
  pages: { follow: 'token', size: 2 },
  list: 'people',
  values: uuidOf,
  reach: { months, dateField: 'start_time' },
  failures: [
    { code: [3001], then: stop('failed', 'not_found') },
    { code: [12702], then: stop('out_of_reach', 'beyond_look_back') },
  ],
});
const people = (changes: Partial<AskedSource> = {}) =>
  declareSource({
    ...{ id: 'people', title: 'Who took part' },
    record: z.looseObject({}),
    recordId: ({ uuid, id }) => keyOf(uuid, id),
    forEach: [
      {
        source: 'meetings',
        where: ({ has_people }) => (typeof has_people === 'boolean' ? has_people : undefined),
        carry: ['uuid', 'topic'],
      },
    ],
    asks: [rowsOf('rich', 6), rowsOf('poor', 12)],
    ...changes,
  });

const meeting = (uuid: string, changes: object = {}) => ({
  ...{ uuid, topic: `About ${uuid}`, start_time: daysAgo(10) },
  ...changes,
});
/** Meetings, and two people of each on two pages. */
const world =
  (rows: object[], special: Record<string, ReturnType<Handler>> = {}): Handler =>
  (path, query) => {
    if (path === '/users/u1/meetings') return { meetings: rows };
    if (path in special) return special[path];
    const [, kind = ''] = /^\/(rich|poor)\/.*\/people$/.exec(path) ?? [];
    if (kind === '') return undefined;
    const isSecond = query.get('next_page_token') === 'second';
    return { people: [{ id: isSecond ? 'b' : 'a', kind }], next_page_token: isSecond ? '' : 'second' };
  };
const asked = (name: string) => vendor.calls.filter((call) => call.startsWith(`/${name}/`));
const outcomeOf = async (request: Awaited<ReturnType<SmallVendor['ask']>>) =>
  (await vendor.open(request)).source('people');

describe('a source that is asked for each record of another', () => {
  test('is asked once for each distinct call, and its records carry what they were asked for', async () => {
    const rows = [meeting('m1'), meeting('m2', { has_people: true }), meeting('m3', { has_people: false })];
    vendor = await startSmallVendor(
      [people(), meetings()],
      world([...rows, meeting('m1', { topic: 'Else' })]),
    );
    const request = await vendor.ask();
    expect(request.status).toBe('completed');
    expect(
      asked('rich')
        .map((call) => call.split('?')[0])
        .sort(),
    ).toEqual(['m1', 'm1', 'm2', 'm2'].map((id) => `/rich/${id}/people`));
    const report = await vendor.open(request);
    expect(report.records('people')).toEqual(
      ['m1', 'm2'].flatMap((uuid) =>
        ['a', 'b'].map((id) => ({ uuid, topic: `About ${uuid}`, id, kind: 'rich' })),
      ),
    );
    expect(report.source('people')).toMatchObject({
      outcome: 'complete',
      parents: { asked: 2, same: 1, nothing_to_ask: 1 },
    });
    // From a record to what belongs to it, and back.
    const linksOf = (page: string) =>
      [...report.text(page).matchAll(/<li><a href="([^"]+)">([^<]+)<\/a><\/li>/g)].map(([, to, words]) => [
        to,
        words,
      ]);
    expect(linksOf('pages/meetings.html')).toEqual([
      ['../pages/people.html#r1', 'Who took part (2)'],
      ['../pages/people.html#r3', 'Who took part (2)'],
    ]);
    expect(linksOf('pages/people.html')).toEqual(
      [1, 1, 2, 2].map((line) => [
        `../pages/meetings.html#r${line}`,
        `Belongs to: Your meetings, record ${line}`,
      ]),
    );
  });

  test('asks the richest operation that reaches, and names what none of them reaches', async () => {
    const rows = [
      meeting('new'),
      meeting('old', { start_time: daysAgo(250) }),
      meeting('ancient', { start_time: '2019-05-01T10:00:00Z' }),
      meeting('undated', { start_time: undefined }),
    ];
    vendor = await startSmallVendor([meetings(), people()], world(rows));
    const request = await vendor.ask();
    expect([asked('rich').length, asked('poor').length]).toEqual([4, 2]);
    const report = await vendor.open(request);
    expect(report.source('people').beyond_reach).toMatchObject([
      { parent: { source: 'meetings', id: 'ancient' }, at: '2019-05-01T10:00:00Z' },
    ]);
    expect(report.records('people').map(({ uuid, kind }) => `${String(uuid)} ${String(kind)}`)).toEqual([
      ...['new rich', 'new rich', 'old poor', 'old poor', 'undated rich', 'undated rich'],
    ]);
    expect(report.text('pages/completeness.html')).toContain('2019-05-01');
  });

  test('what one key names is asked for once, however its calls differ, and named once where nothing reaches it', async () => {
    const rows = [
      meeting('m1', { count: 1 }),
      meeting('m1', { topic: 'Again' }),
      ...[1, 2].map((count) => meeting('old', { count, start_time: '2019-05-01T10:00:00Z' })),
      ...['2019-05-01T10:00:00Z', daysAgo(3)].map((start_time, count) =>
        meeting('moved', { count, start_time }),
      ),
    ];
    const byCount = (operation: Operation): Operation => ({
      ...operation,
      query: ({ parent = {} }) => [{ count: textOf(parent.count) ?? 'unknown' }],
    });
    const twice = { asks: [byCount(rowsOf('rich', 6))] as const, parentKey: keyOfUuid };
    vendor = await startSmallVendor([meetings(), people(twice)], world(rows));
    const report = await vendor.open(await vendor.ask());
    expect(report.source('people')).toMatchObject({
      parents: { asked: 2, same: 3 },
      beyond_reach: [{ parent: { source: 'meetings', id: 'old' } }],
    });
    expect(asked('rich').filter((call) => call.includes('count=1')).length).toBe(4);
  });

  test('falls back for one record alone, and for all where the operation is refused for good', async () => {
    const rows = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'].map((id) => meeting(id));
    const gone = { '/rich/m2/people': refusal(3001, 'Meeting does not exist.', 404) };
    vendor = await startSmallVendor([meetings(), people()], world(rows, gone));
    expect((await vendor.ask()).status).toBe('completed');
    expect(asked('poor').map((call) => call.split('?')[0])).toEqual(Array(2).fill('/poor/m2/people'));
    vendor.calls.length = 0;
    const unlicensed = refusal(200, 'This is only available for paid accounts.');
    vendor.answer((path, query) => (path.startsWith('/rich/') ? unlicensed : world(rows)(path, query)));
    const second = await vendor.ask();
    expect([second.status, asked('rich').length, asked('poor').length]).toEqual(['completed', 1, 14]);
  });

  test('where an operation is not granted the next one is asked, and none is no answer', async () => {
    const rows = [meeting('m1')];
    vendor = await startSmallVendor([meetings(), people()], world(rows));
    vendor.grant(['user:read:user:admin', 'user:read:list_users:admin', 'meeting:read', 'poor:read']);
    expect((await vendor.ask()).status).toBe('completed');
    expect([asked('rich').length, asked('poor').length]).toEqual([0, 2]);
  });

  test('where none is granted nothing is asked, and that is a gap', async () => {
    vendor = await startSmallVendor([meetings(), people()], world([meeting('m1')]));
    vendor.grant(['user:read:user:admin', 'user:read:list_users:admin', 'meeting:read']);
    expect(await outcomeOf(await vendor.ask())).toMatchObject({ outcome: 'scope_missing', calls: 0 });
  });

  test('names each record for which it was refused, and a retry asks for those alone', async () => {
    const rows = ['m1', 'm2', 'm3'].map((id) => meeting(id));
    const refused = refusal(200, 'No permission.');
    const special = { '/rich/m2/people': refused, '/poor/m2/people': refused };
    vendor = await startSmallVendor([meetings(), people()], world(rows, special));
    const first = await vendor.ask();
    expect(await outcomeOf(first)).toMatchObject({
      ...{ outcome: 'partial', reason: 'not_permitted', records: 4 },
      missing: [{ parent: { source: 'meetings', id: 'm2' }, reason: 'not_permitted' }],
    });
    expect((await vendor.open(first)).text('pages/completeness.html')).toContain('meetings.html#r2');
    vendor.calls.length = 0;
    vendor.answer(world(rows));
    const second = await vendor.retry(first.id);
    expect(second.status).toBe('completed');
    expect(vendor.calls.map((call) => call.split('?')[0])).toEqual(Array(2).fill('/rich/m2/people'));
    expect((await outcomeOf(second)).records).toBe(6);
  });

  test('a record that the vendor finds too old is beyond reach, and no gap', async () => {
    const tooOld = refusal(12702, 'Can not access meeting a year ago.');
    const special = { '/rich/m2/people': tooOld, '/poor/m2/people': tooOld };
    vendor = await startSmallVendor([meetings(), people()], world([meeting('m1'), meeting('m2')], special));
    const request = await vendor.ask();
    expect(request.status).toBe('completed');
    expect((await outcomeOf(request)).beyond_reach).toMatchObject([{ parent: { id: 'm2' } }]);
  });

  test('where nobody answers four times an operation is given up for all', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => meeting(`m${index}`));
    const refused = refusal(300, 'Invalid request.');
    vendor = await startSmallVendor([meetings(), people({ asks: [rowsOf('rich', 6)] })], (path, query) =>
      path.startsWith('/rich/') ? refused : world(rows)(path, query),
    );
    const request = await vendor.ask();
    const outcome = await outcomeOf(request);
    expect(outcome).toMatchObject({ outcome: 'failed', reason: 'request_refused' });
    expect(outcome.missing).toHaveLength(60);
    expect(asked('rich').length).toBeLessThan(30);
  });

  test('what its records are asked for brings more in a retry: only that is asked', async () => {
    let isCut = true;
    const all = world([meeting('m0'), meeting('m1'), meeting('m2')]);
    vendor = await startSmallVendor([meetings(), people()], (path, query) => {
      if (path !== '/users/u1/meetings') return all(path, query);
      if (query.get('next_page_token') !== 'more')
        return { meetings: [meeting('m1')], next_page_token: 'more' };
      return isCut ? refusal(300, 'Invalid request.') : { meetings: [meeting('m2')] };
    });
    const first = await vendor.ask();
    expect(await outcomeOf(first)).toMatchObject({
      outcome: 'partial',
      reason: 'request_refused',
      records: 2,
    });
    isCut = false;
    vendor.calls.length = 0;
    const second = await vendor.retry(first.id);
    expect(second.status).toBe('completed');
    expect(asked('rich').map((call) => call.split('?')[0])).toEqual(Array(2).fill('/rich/m2/people'));
  });

  test('what it is asked for was refused: so is it', async () => {
    const refused = refusal(200, 'No permission.');
    vendor = await startSmallVendor([meetings(), people()], () => refused);
    const request = await vendor.ask();
    expect(await outcomeOf(request)).toMatchObject({ outcome: 'not_permitted', calls: 0 });
    expect(asked('rich')).toEqual([]);
  });

  test('what files of its parents lack is no gap of it', async () => {
    const files = [
      { id: 'sound', scopes: scopes('file:read'), list: () => [{ key: 'x', kind: 'x', extension: 'x' }] },
    ];
    vendor = await startSmallVendor([meetings({ attachments: files }), people()], world([meeting('m1')]));
    const granted = ['user:read:user:admin', 'user:read:list_users:admin', 'meeting:read', 'rich:read'];
    vendor.grant(granted);
    const request = await vendor.ask();
    expect(request.outcomes?.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['meetings', 'partial'],
      ['people', 'complete'],
    ]);
  });

  test('where another operation answers with fewer queries, nothing is missing', async () => {
    const rich = { ...rowsOf('rich', 6), query: [{ type: 'past' }, { type: 'pastOne' }] };
    const gone = refusal(3001, 'Meeting does not exist.', 404);
    vendor = await startSmallVendor(
      [meetings(), people({ asks: [rich, rowsOf('poor', 12)] })],
      world([meeting('m1'), meeting('m2')], { '/rich/m2/people': gone }),
    );
    const request = await vendor.ask();
    expect(request.status).toBe('completed');
    expect((await vendor.open(request)).records('people').map(({ uuid, kind }) => [uuid, kind])).toEqual([
      ...[
        ['m1', 'rich'],
        ['m1', 'rich'],
        ['m2', 'poor'],
        ['m2', 'poor'],
      ],
    ]);
  });

  test('wanted alone, it brings what it is asked for', async () => {
    vendor = await startSmallVendor([meetings(), people()], world([meeting('m1')]));
    const request = await vendor.ask({ sources: ['people'] });
    expect(request.outcomes?.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['meetings', 'complete'],
      ['people', 'complete'],
    ]);
  });

  test('grandchildren wait for children', async () => {
    const notes = declareSource(
      {
        ...{
          id: 'notes',
          title: 'Notes',
          record: z.looseObject({}),
          recordId: ({ uuid, id }) => keyOf(uuid, id),
        },
        forEach: [{ source: 'people', where: ({ id }) => id === 'a', carry: ['uuid'] }],
      },
      {
        endpoint: '/notes/{uuid}/{id}',
        ...{
          list: 'notes',
          values: ({ parent }) => ({ uuid: String(parent?.uuid), id: String(parent?.id) }),
        },
      },
    );
    const below: Handler = (path, query) =>
      path.startsWith('/notes/')
        ? { notes: [{ id: path }] }
        : world([meeting('m1'), meeting('m2')])(path, query);
    vendor = await startSmallVendor([notes, people(), meetings()], below);
    const request = await vendor.ask();
    expect((await vendor.open(request)).records('notes')).toEqual([
      { uuid: 'm1', id: '/notes/m1/a' },
      { uuid: 'm2', id: '/notes/m2/a' },
    ]);
  });
});
