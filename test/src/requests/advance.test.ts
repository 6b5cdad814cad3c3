import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  requestStatuses,
  type AccessRequest,
  type RequestStatus,
} from '../../../src/model/access-request.js';
import { Advance, NotAllowed } from '../../../src/requests/advance.js';
import { Waiters } from '../../../src/requests/waiters.js';
import type { RequestChange } from '../../../src/storage/request-store.js';
import type { Store } from '../../../src/storage/store.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';

let opened: TestStore;
let store: Store;
let woken: string[];
let writer: Advance;
/** Whether the disk takes no event. */
let isFull: boolean;

beforeEach(async () => {
  woken = [];
  isFull = false;
  opened = await openTestStore((database) => ({
    ...database,
    get: (sql, ...values) => {
      if (isFull && sql.startsWith('INSERT')) throw new Error('full');
      return database.get(sql, ...values);
    },
  }));
  store = opened.store;
  const waiters = new Waiters();
  waiters.wake = (id) => void woken.push(id);
  const clock = { now: () => 5_000, monotonic: () => 0, sleep: () => Promise.resolve() };
  writer = new Advance({ waiters, clock });
});
afterEach(() => opened.close());

/** Each in a transaction of its own. */
const advance = {
  begin: (order: ReturnType<typeof plain>) => store.transaction((tx) => writer.begin(tx, order)),
  to: (...change: [id: string, status: RequestStatus, change?: RequestChange]) =>
    store.transaction((tx) => writer.to(tx, ...change)),
};
const plain = (id: string) => ({
  ...{ id, connectionId: 'c', origin: 'k', email: 'a@example.com', media: true },
  ...{ lookupCalls: 0, version: 1, reopens: false },
});
const put = (id: string, changes: Partial<AccessRequest> = {}): Promise<void> =>
  store.statusRows.insert({ ...plain(id), status: 'queued', createdAt: 1, updatedAt: 1, ...changes });
const find = (id: string) => store.requests.find(id);
const told = async (from = 0) =>
  (await store.events.after(from, 99)).map(({ id, status, code }) => [id, status, code]);
const problem = (code: string) => ({ code, detail: `${code}.` });

describe('a status', () => {
  const always: Record<RequestStatus, RequestStatus[]> = {
    queued: ['queued', 'running', 'paused', 'cancelled', 'failed'],
    running: [
      ...(['queued', 'running', 'paused', 'completed', 'completed_with_gaps'] as const),
      ...(['no_match', 'failed', 'cancelled'] as const),
    ],
    paused: ['queued', 'running', 'paused', 'cancelled', 'failed'],
    completed: ['queued', 'expired'],
    completed_with_gaps: ['queued', 'expired'],
    no_match: ['queued', 'expired'],
    failed: ['queued', 'expired'],
    cancelled: [],
    expired: [],
  };
  const pairs = requestStatuses.flatMap((from) => requestStatuses.map((to) => [from, to] as const));

  test.each(pairs)('%s becomes %s only where the table says so', async (from, to) => {
    await put('first', { status: from });
    await put('retry', { status: from, report: { version: 1, bytes: 1, sha256: 'f' } });
    const isUnfinished = ['queued', 'running', 'paused'].includes(from);
    const isOfReport = ['completed', 'completed_with_gaps', 'no_match'].includes(to);
    for (const id of ['first', 'retry']) {
      const isAllowed = always[from].includes(to) || (id === 'retry' && isUnfinished && isOfReport);
      if (isAllowed) expect((await advance.to(id, to)).status).toBe(to);
      else await expect(async () => advance.to(id, to)).rejects.toThrow(NotAllowed);
      expect((await find(id))?.status).toBe(isAllowed ? to : from);
      const isNews = isAllowed && from !== to;
      expect((await told()).filter(([one]) => one === id)).toEqual(isNews ? [[id, to, undefined]] : []);
    }
  });

  test('comes with the row of a request, which is queued', async () => {
    expect(await advance.begin(plain('a'))).toMatchObject({
      status: 'queued',
      createdAt: 5_000,
      updatedAt: 5_000,
    });
    expect(await store.events.after(0, 9)).toEqual([
      { ...{ sequence: 1, at: 5_000, subject: 'request', id: 'a', connectionId: 'c', status: 'queued' } },
    ]);
  });

  test('cannot be written past its event', async () => {
    await put('a');
    const smuggled: RequestChange = { ...{ status: 'completed' }, lookupCalls: 3 };
    await expect(store.requests.change('a', smuggled, 1)).rejects.toThrow(TypeError);
    expect(await find('a')).toMatchObject({ status: 'queued', lookupCalls: 0 });
  });

  test('of a request that is not there is nobody’s', async () => {
    await expect(async () => advance.to('none', 'running')).rejects.toThrow(RangeError);
  });
});

describe('an event', () => {
  test('says why a request pauses or failed, and comes again when the reason is another', async () => {
    await put('a');
    await advance.to('a', 'running', { problem: problem('kept') });
    await advance.to('a', 'paused', { problem: problem('disk_full') });
    await advance.to('a', 'paused', { problem: problem('disk_full'), resumeAt: 9 });
    await advance.to('a', 'paused', { problem: problem('reconnect_needed') });
    await advance.to('a', 'failed', { problem: problem('lookup_refused') });
    expect(await told()).toEqual([
      ['a', 'running', undefined],
      ['a', 'paused', 'disk_full'],
      ['a', 'paused', 'reconnect_needed'],
      ['a', 'failed', 'lookup_refused'],
    ]);
    expect((await find('a'))?.resumeAt).toBe(9);
  });

  test('is there with the row or not at all', async () => {
    await put('a');
    isFull = true;
    await expect(async () => advance.to('a', 'running', { lookupCalls: 7 })).rejects.toThrow('full');
    await expect(async () => advance.begin(plain('b'))).rejects.toThrow('full');
    expect([(await find('a'))?.status, (await find('a'))?.lookupCalls, await find('b')]).toEqual([
      'queued',
      0,
      undefined,
    ]);
    expect([await told(), woken]).toEqual([[], []]);
  });

  test('goes with what it was written together with', async () => {
    await put('a');
    const work = () =>
      store.transaction(async (tx) => {
        await writer.to(tx, 'a', 'running');
        throw new Error('the ledger is full');
      });
    await expect(work).rejects.toThrow('the ledger is full');
    expect([(await find('a'))?.status, await told(), woken]).toEqual(['queued', [], []]);
  });

  test('is read from a number on, as many as are wanted; no number is given twice', async () => {
    for (const id of ['a', 'b', 'c']) await advance.begin(plain(id));
    const [first, second] = await store.events.after(0, 2);
    expect([first?.id, second?.id]).toEqual(['a', 'b']);
    expect(await told(second?.sequence)).toEqual([['c', 'queued', undefined]]);
    await store.events.forget('request', 'c');
    await advance.to('a', 'running');
    expect(await store.events.after(second?.sequence ?? 0, 9)).toMatchObject([{ sequence: 4, id: 'a' }]);
  });
});

describe('whoever waits', () => {
  test('is woken once it is on the disk, not before', async () => {
    await put('a');
    await store.transaction(async (tx) => {
      await writer.to(tx, 'a', 'running');
      expect(woken).toEqual([]);
    });
    expect(woken).toEqual(['a']);
  });

  test('sees a pause that the disk did not take, until the row says something newer', async () => {
    await put('a', { status: 'running' });
    const shown = async () => writer.withUnsaved((await find('a')) as AccessRequest);
    writer.rememberPause('a', { problem: problem('disk_full'), resumeAt: 7 });
    const { status, problem: why, resumeAt } = await shown();
    expect([status, why?.code, resumeAt, woken]).toEqual([...['paused', 'disk_full', 7, ['a']]]);
    expect((await find('a'))?.status).toBe('running');
    await advance.to('a', 'cancelled');
    expect(await shown()).toMatchObject({ status: 'cancelled' });
    expect((await shown()).problem).toBeUndefined();
  });
});
