import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  requestStatuses,
  type AccessRequest,
  type RequestStatus,
} from '../../../src/model/access-request.js';
import { Advance, NotAllowed } from '../../../src/requests/advance.js';
import { Waiters } from '../../../src/requests/waiters.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createEventStore, type EventStore } from '../../../src/storage/event-store.js';
import {
  createRequestStore,
  type RequestChange,
  type RequestRows,
} from '../../../src/storage/request-store.js';

let database: Database;
let rows: RequestRows;
let events: EventStore;
let woken: string[];
let advance: Advance;
/** Whether the disk takes no event. */
let isFull: boolean;

beforeEach(() => {
  database = openDatabase(':memory:');
  rows = createRequestStore(database);
  woken = [];
  isFull = false;
  events = createEventStore({
    ...database,
    get: (sql, ...values) => {
      if (isFull && sql.startsWith('INSERT')) throw new Error('full');
      return database.get(sql, ...values);
    },
  });
  const waiters = new Waiters();
  waiters.wake = (id) => void woken.push(id);
  const clock = { now: () => 5_000, monotonic: () => 0, sleep: () => Promise.resolve() };
  advance = new Advance({ database, rows, events, waiters, clock });
});
afterEach(() => database.close());

const plain = (id: string) => ({
  ...{ id, connectionId: 'c', origin: 'k', email: 'a@example.com', media: true },
  ...{ lookupCalls: 0, version: 1, reopens: false },
});
const put = (id: string, changes: Partial<AccessRequest> = {}): void =>
  rows.insert({ ...plain(id), status: 'queued', createdAt: 1, updatedAt: 1, ...changes });
const told = (from = 0) => events.after(from, 99).map(({ id, status, code }) => [id, status, code]);
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

  test.each(pairs)('%s becomes %s only where the table says so', (from, to) => {
    put('first', { status: from });
    put('retry', { status: from, report: { version: 1, bytes: 1, sha256: 'f' } });
    const isUnfinished = ['queued', 'running', 'paused'].includes(from);
    const isOfReport = ['completed', 'completed_with_gaps', 'no_match'].includes(to);
    for (const id of ['first', 'retry']) {
      const isAllowed = always[from].includes(to) || (id === 'retry' && isUnfinished && isOfReport);
      if (isAllowed) expect(advance.to(id, to).status).toBe(to);
      else expect(() => advance.to(id, to)).toThrow(NotAllowed);
      expect(rows.find(id)?.status).toBe(isAllowed ? to : from);
      const isNews = isAllowed && from !== to;
      expect(told().filter(([one]) => one === id)).toEqual(isNews ? [[id, to, undefined]] : []);
    }
  });

  test('comes with the row of a request, which is queued', () => {
    expect(advance.begin(plain('a'))).toMatchObject({ status: 'queued', createdAt: 5_000, updatedAt: 5_000 });
    expect(events.after(0, 9)).toEqual([
      { ...{ sequence: 1, at: 5_000, subject: 'request', id: 'a', connectionId: 'c', status: 'queued' } },
    ]);
  });

  test('cannot be written past its event', () => {
    put('a');
    const smuggled: RequestChange = { ...{ status: 'completed' }, lookupCalls: 3 };
    expect(() => rows.change('a', smuggled, 1)).toThrow(TypeError);
    expect(rows.find('a')).toMatchObject({ status: 'queued', lookupCalls: 0 });
  });

  test('of a request that is not there is nobody’s', () => {
    expect(() => advance.to('none', 'running')).toThrow(RangeError);
  });
});

describe('an event', () => {
  test('says why a request pauses or failed, and comes again when the reason is another', () => {
    put('a');
    advance.to('a', 'running', { problem: problem('kept') });
    advance.to('a', 'paused', { problem: problem('disk_full') });
    advance.to('a', 'paused', { problem: problem('disk_full'), resumeAt: 9 });
    advance.to('a', 'paused', { problem: problem('reconnect_needed') });
    advance.to('a', 'failed', { problem: problem('lookup_refused') });
    expect(told()).toEqual([
      ['a', 'running', undefined],
      ['a', 'paused', 'disk_full'],
      ['a', 'paused', 'reconnect_needed'],
      ['a', 'failed', 'lookup_refused'],
    ]);
    expect(rows.find('a')?.resumeAt).toBe(9);
  });

  test('is there with the row or not at all', () => {
    put('a');
    isFull = true;
    expect(() => advance.to('a', 'running', { lookupCalls: 7 })).toThrow('full');
    expect(() => advance.begin(plain('b'))).toThrow('full');
    expect([rows.find('a')?.status, rows.find('a')?.lookupCalls, rows.find('b')]).toEqual([
      'queued',
      0,
      undefined,
    ]);
    expect([told(), woken]).toEqual([[], []]);
  });

  test('goes with what it was written together with', () => {
    put('a');
    const work = () =>
      database.transaction(() => {
        advance.to('a', 'running');
        throw new Error('the ledger is full');
      });
    expect(work).toThrow('the ledger is full');
    expect([rows.find('a')?.status, told(), woken]).toEqual(['queued', [], []]);
  });

  test('is read from a number on, as many as are wanted; no number is given twice', () => {
    for (const id of ['a', 'b', 'c']) advance.begin(plain(id));
    const [first, second] = events.after(0, 2);
    expect([first?.id, second?.id]).toEqual(['a', 'b']);
    expect(told(second?.sequence)).toEqual([['c', 'queued', undefined]]);
    events.forget('request', 'c');
    advance.to('a', 'running');
    expect(events.after(second?.sequence ?? 0, 9)).toMatchObject([{ sequence: 4, id: 'a' }]);
  });
});

describe('whoever waits', () => {
  test('is woken once it is on the disk, not before', () => {
    put('a');
    database.transaction(() => {
      advance.to('a', 'running');
      expect(woken).toEqual([]);
    });
    expect(woken).toEqual(['a']);
  });

  test('sees a pause that the disk did not take, until the row says something newer', () => {
    put('a', { status: 'running' });
    const shown = () => advance.withUnsaved(rows.find('a') as AccessRequest);
    advance.rememberPause('a', { problem: problem('disk_full'), resumeAt: 7 });
    expect([shown().status, shown().problem?.code, shown().resumeAt, woken]).toEqual([
      ...['paused', 'disk_full', 7, ['a']],
    ]);
    expect(rows.find('a')?.status).toBe('running');
    advance.to('a', 'cancelled');
    expect([shown().status, shown().problem]).toEqual(['cancelled', undefined]);
  });
});
