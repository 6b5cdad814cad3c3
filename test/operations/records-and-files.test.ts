import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keyOf, textOf, type DetailRule, type Given } from '../../src/contract/index.js';
import { declareSource, longAgo } from '../support/declared-source.js';
import { person, refusal, Reply, startSmallVendor, type SmallVendor } from '../support/small-vendor.js';

let vendor: SmallVendor;
afterEach(() => vendor.close());

const light = { family: 'main', label: 'light' };
const scopes = (...granular: string[]) => ({ granular, classic: [] });
const base = {
  ...{ id: 'clips', title: 'Your clips', record: z.looseObject({}) },
  recordId: ({ id }: Record<string, unknown>) => keyOf(id),
};
const list = { endpoint: '/users/{subject}/clips', list: 'clips', scopes: scopes('clip:read') };
const idOf = ({ parent }: Given) => {
  const id = textOf(parent?.id);
  return id === undefined ? undefined : { id };
};
const pathsOf = () => vendor.calls.map((call) => call.split('?')[0] ?? '');

describe('details', () => {
  const details: DetailRule[] = [
    { id: 'clip', endpoint: '/clips/{id}', scopes: scopes('clip:one'), rateLimit: light, values: idOf },
    {
      ...{ id: 'comments', as: 'comments', endpoint: '/clips/{id}/comments', values: idOf },
      ...{ scopes: scopes('clip:comments'), rateLimit: light },
      ...{ list: 'comments', pages: { follow: 'token', size: 2 } as const },
      where: ({ has_comments }) => has_comments !== false,
    },
  ];
  const clips = declareSource({ ...base, details }, list);
  const comments = (id: string, token: string | null) => ({
    comments: token === 'next' ? [{ n: `${id}3` }] : [{ n: `${id}1` }, { n: `${id}2` }],
    next_page_token: token === 'next' ? '' : 'next',
  });
  const answer = (path: string, query: URLSearchParams) => {
    if (path === '/users/u1/clips')
      return {
        clips: [
          { id: 'a', comments: 3 },
          { id: 'b', has_comments: false },
        ],
      };
    const [, id = '', isComments] = /^\/clips\/(\w+)(\/comments)?$/.exec(path) ?? [];
    if (isComments) return comments(id, query.get('next_page_token'));
    return id === '' ? undefined : { id, words: `of ${id}` };
  };

  test('several complete a record, paged to the end, each under its name', async () => {
    vendor = await startSmallVendor([clips], answer);
    const request = await vendor.ask();
    expect(request.status).toBe('completed');
    expect((await vendor.open(request)).records('clips')).toEqual([
      {
        ...{ id: 'a', words: 'of a', listed_comments: 3 },
        comments: [{ n: 'a1' }, { n: 'a2' }, { n: 'a3' }],
      },
      { id: 'b', has_comments: false, words: 'of b' },
    ]);
    expect(pathsOf().filter((path) => path.endsWith('/comments'))).toEqual(
      Array(2).fill('/clips/a/comments'),
    );
  });

  test('one that is refused leaves the record whole and is a gap, and alone it is asked again', async () => {
    vendor = await startSmallVendor([clips], (path, query) =>
      path.endsWith('/comments') ? refusal(200, 'No permission.') : answer(path, query),
    );
    const first = await vendor.ask();
    const report = await vendor.open(first);
    expect(report.records('clips')[0]).toEqual({ id: 'a', comments: 3, words: 'of a' });
    expect(report.source('clips')).toMatchObject({ outcome: 'partial', reason: 'not_permitted' });
    vendor.answer(answer);
    vendor.calls.length = 0;
    const second = await vendor.retry(first.id);
    expect([second.status, pathsOf()]).toEqual(['completed', Array(2).fill('/clips/a/comments')]);
    expect((await vendor.open(second)).records('clips')[0]?.comments).toHaveLength(3);
  });

  test('one whose pages break off is kept as far as it was read', async () => {
    vendor = await startSmallVendor([clips], (path, query) =>
      query.get('next_page_token') === 'next' ? refusal(200, 'No permission.') : answer(path, query),
    );
    const request = await vendor.ask();
    const report = await vendor.open(request);
    expect(report.records('clips')[0]?.comments).toEqual([{ n: 'a1' }, { n: 'a2' }]);
    expect(report.source('clips')).toMatchObject({ outcome: 'partial', reason: 'not_permitted' });
  });

  test('one whose scope is missing costs no call', async () => {
    vendor = await startSmallVendor([clips], answer);
    vendor.grant(['user:read:user:admin', 'user:read:list_users:admin', 'clip:read', 'clip:one']);
    const request = await vendor.ask();
    expect((await vendor.open(request)).source('clips')).toMatchObject({
      problems: [{ reason: 'scope_missing', count: 1 }],
    });
    expect(pathsOf()).toEqual(['/users/u1/clips', '/clips/a', '/clips/b']);
  });
});

/** Whether a text stands in any file below a folder. */
function isAnywhere(folder: string, text: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text),
  );
}

describe('whose a record is', () => {
  const archive = declareSource(
    {
      ...base,
      about: ({ host, guests }, { subject }) =>
        host === subject.id
          ? 'subject'
          : Array.isArray(guests) && guests.includes(subject.email)
            ? 'others'
            : 'nobody',
      limits: ['Of meetings of other companies the archive names no host.'],
    },
    { ...list, endpoint: '/archive' },
  );
  const rows = [
    { id: 'mine', host: 'u1', words: 'canary-of-mine' },
    { id: 'others', host: 'u2', guests: [person.email], words: 'canary-of-others' },
    { id: 'nobody', host: 'u3', words: 'canary-of-nobody' },
  ];

  test.each([
    ['keep', 2],
    ['pseudonymise', 1],
  ] as const)('where others are told as %s', async (thirdParties, kept) => {
    const isPaused = refusal(429, 'You have reached the maximum daily rate limit for this API.', 429);
    vendor = await startSmallVendor([archive], (path, { size }) =>
      path === '/archive' ? { clips: size >= 0 ? rows : [], total_records: 3 } : isPaused,
    );
    const request = await vendor.ask({ thirdParties });
    const report = await vendor.open(request);
    expect(report.records('clips')).toHaveLength(kept);
    expect(report.source('clips')).toMatchObject({
      ...{ looked_through: 1, vendor_total: 3, vendor_total_differs: null },
      ...(kept === 1 && { others_left_out: 1 }),
      limits: ['Of meetings of other companies the archive names no host.'],
    });
    const page = report.text('pages/completeness.html');
    expect(page).toContain('names no host');
    expect(page).toContain('1 record was looked through and not kept');
    expect(isAnywhere(vendor.dataDir, 'canary-of-nobody')).toBe(false);
  });

  test('what is about nobody is on no disk while the request waits', async () => {
    const later = declareSource(
      // It waits for the other, so that something is on the disk when it is paused.
      { ...base, id: 'later', title: 'Later', forEach: [{ source: archive.id }] },
      { endpoint: '/later', list: 'rows', scopes: scopes('x') },
    );
    vendor = await startSmallVendor([archive, later], (path) =>
      path === '/archive'
        ? { clips: rows }
        : new Reply(
            429,
            { code: 429, message: 'daily' },
            {
              'x-ratelimit-type': 'Daily-limit',
              'retry-after': new Date(Date.now() + 86_400_000).toISOString(),
            },
          ),
    );
    const request = await vendor.ask();
    expect(request.status).toBe('paused');
    expect(isAnywhere(vendor.dataDir, 'canary-of-mine')).toBe(true);
    expect(isAnywhere(vendor.dataDir, 'canary-of-nobody')).toBe(false);
  });
});

describe('windows and queries', () => {
  const window = {
    ...({ maxDays: 30, dateField: 'at', ifWider: 'not documented', format: 'moment' } as const),
    ...{ earliest: longAgo, parameters: { from: 'start_date', to: 'end_date' } },
  };

  test('of moments reach from midnight to midnight, and leave no day out', async () => {
    const clips = declareSource(base, {
      ...{ ...list, endpoint: '/accounts/{account}/clips', window },
      query: ({ subject: { id = '' } }) =>
        ['', 'deleted'].map((status) => ({ user_id: id, ...(status === '' ? {} : { status }) })),
    });
    vendor = await startSmallVendor([clips], (_path, query) => ({
      clips: [{ id: `${query.get('status')} ${query.get('start_date')}`, at: query.get('start_date') }],
    }));
    const request = await vendor.ask({ from: '2026-03-01', to: '2026-04-15', timeZone: 'UTC' });
    expect(request.status).toBe('completed');
    const asked = vendor.calls.map((call) => new URL(call, 'http://x'));
    expect(new Set(asked.map(({ pathname }) => pathname))).toEqual(new Set(['/accounts/account-one/clips']));
    expect(asked.map(({ searchParams: query }) => query.get('user_id'))).toEqual(Array(4).fill('u1'));
    const spans = asked
      .filter(({ searchParams: query }) => !query.has('status'))
      .map(({ searchParams: query }) => [query.get('start_date'), query.get('end_date')])
      .sort();
    expect(spans).toEqual([
      ['2026-02-28T00:00:00Z', '2026-03-17T00:00:00Z'],
      ['2026-03-17T00:00:00Z', '2026-04-16T00:00:00Z'],
    ]);
  });

  test('within the life of what they are asked for', async () => {
    const sessions = declareSource(
      { ...base, id: 'sessions', title: 'Sessions' },
      { ...list, endpoint: '/users/{subject}/sessions', list: 'sessions' },
    );
    const messages = declareSource(
      { ...base, id: 'messages', title: 'Messages', forEach: [{ source: 'sessions', carry: ['id'] }] },
      {
        ...{ endpoint: '/messages', list: 'messages' },
        query: ({ parent }) => [{ session: textOf(parent?.id) ?? '' }],
        window: {
          ...window,
          within: ({ from, to }) => ({ from: textOf(from), to: textOf(to) }),
        },
      },
    );
    vendor = await startSmallVendor([sessions, messages], (path, query) =>
      path.endsWith('/sessions')
        ? {
            sessions: [
              { id: 's1', from: '2026-05-03T10:00:00Z', to: '2026-05-20' },
              { id: 's2', from: '2026-05-09', to: '2026-05-01' },
            ],
          }
        : { messages: [{ n: query.get('session'), at: '2026-05-04T00:00:00Z' }] },
    );
    const request = await vendor.ask();
    const asked = vendor.calls.filter((call) => call.startsWith('/messages'));
    const spans = asked.map((call) => new URL(call, 'http://x').searchParams);
    expect(
      spans.map((query) => ['session', 'start_date', 'end_date'].map((name) => query.get(name))),
    ).toEqual([['s1', '2026-05-02T00:00:00Z', '2026-05-21T00:00:00Z']]);
    const report = await vendor.open(request);
    expect(report.records('messages')).toEqual([{ id: 's1', n: 's1', at: '2026-05-04T00:00:00Z' }]);
    expect(report.source('messages').parents).toEqual({ asked: 1, same: 0, nothing_to_ask: 1 });
  });
});

describe('a reach that no document states', () => {
  const limit = '2026-03-10';
  const clips = declareSource(base, {
    ...list,
    query: [{ status: 'kept' }, { status: 'deleted' }],
    window: {
      ...{ maxDays: 30, dateField: 'at', ifWider: 'not documented' },
      earliest: { ...longAgo, day: '2024-01-01' },
    },
  });
  const spansOf = () => vendor.calls.map((call) => new URL(call, 'http://x').searchParams.get('from') ?? '');

  test('is the day from which on the vendor answers: what is older is not asked again and again', async () => {
    vendor = await startSmallVendor([clips], (_path, query) => {
      const from = query.get('from') ?? '';
      if (from < limit) return refusal(12_702, 'Can not access meeting a year ago');
      return { clips: [{ id: `${query.get('status')} ${from}`, at: from }] };
    });
    const request = await vendor.ask();
    const report = await vendor.open(request);
    const { outcome, out_of_reach: beyond } = report.source('clips');
    expect([request.status, outcome]).toEqual(['completed', 'complete']);
    expect(beyond.map(({ to }) => to)).toEqual([limit]);
    // Of two years of months one is halved to its day, for each query.
    const tooOld = spansOf().filter((from) => from < limit);
    expect(tooOld.length).toBeGreaterThan(0);
    expect(tooOld.length).toBeLessThanOrEqual(2 * 10);
    expect(report.records('clips').some(({ at }) => at === limit)).toBe(true);
  });
});

describe('files by an operation', () => {
  const video = Buffer.from('\x00\x00\x00\x18ftypmp42 a film of robin', 'latin1').toString('latin1');
  const clips = declareSource(
    {
      ...base,
      attachments: [
        {
          ...{ id: 'video', endpoint: '/clips/{id}/download', rateLimit: light, scopes: scopes('clip:file') },
          failures: [
            {
              code: [50002],
              then: { do: 'stop', outcome: 'failed', reason: 'not_finished', remedy: 'Wait.' },
            },
          ],
          list: ({ id, owner }, subject) =>
            owner === subject.id
              ? [{ key: String(id), kind: 'clip', extension: 'mp4', values: { id: String(id) } }]
              : [],
        },
      ],
    },
    list,
  );
  const bytes = (body: string) => new Reply(200, body, { 'content-type': 'video/mp4' });
  const rows = [
    { id: 'a', owner: 'u1' },
    { id: 'b', owner: 'u1' },
    { id: 'c', owner: 'u2' },
  ];

  test('come as a body or by a redirect, of the subject’s records alone', async () => {
    vendor = await startSmallVendor([clips], (path) => {
      if (path === '/users/u1/clips') return { clips: rows };
      if (path === '/clips/a/download') return bytes(video);
      if (path === '/clips/b/download') return new Reply(302, '', { location: `${vendor.origin}/store/b` });
      return path === '/store/b' ? bytes(`${video} second`) : undefined;
    });
    const request = await vendor.ask();
    expect(request.status).toBe('completed');
    const report = await vendor.open(request);
    const digests = [...report.entries]
      .filter(([name]) => name.startsWith('data/clips/files/'))
      .map(([, { sha256 }]) => sha256);
    const wanted = [video, `${video} second`].map((text) => createHash('sha256').update(text).digest('hex'));
    expect(digests).toEqual(wanted);
    expect(pathsOf()).not.toContain('/clips/c/download');
  });

  test('one that is still made is a gap, and is looked at again at the end', async () => {
    let looks = 0;
    vendor = await startSmallVendor([clips], (path) => {
      if (path === '/users/u1/clips') return { clips: rows.slice(0, 1) };
      looks += 1;
      return looks < 2 ? refusal(50002, 'The clip is not ready.', 400) : bytes(video);
    });
    const request = await vendor.ask();
    expect([request.status, looks]).toEqual(['completed', 2]);
  });

  test('one whose scope is missing costs no call and is a gap', async () => {
    vendor = await startSmallVendor([clips], (path) =>
      path === '/users/u1/clips' ? { clips: rows } : undefined,
    );
    vendor.grant(['user:read:user:admin', 'user:read:list_users:admin', 'clip:read']);
    const request = await vendor.ask();
    expect((await vendor.open(request)).source('clips').problems).toMatchObject([
      { reason: 'scope_missing', count: 2 },
    ]);
    expect(pathsOf()).toEqual(['/users/u1/clips']);
  });
});
