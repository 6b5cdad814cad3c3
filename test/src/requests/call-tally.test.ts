import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLogger } from '../../../src/logger.js';
import { CallTally } from '../../../src/requests/call-tally.js';
import { createCallCounts } from '../../../src/storage/call-counts.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createRequestStore } from '../../../src/storage/request-store.js';

let database: Database;
let tally: CallTally;
let isFull: boolean;
let log: string;

beforeEach(() => {
  database = openDatabase(':memory:');
  isFull = false;
  log = '';
  const requests = createRequestStore(database);
  for (const id of ['a', 'b'])
    requests.insert({
      ...{ id, connectionId: 'default', origin: 'o', email: 'a@example.com', media: true, status: 'running' },
      ...{ lookupCalls: 0, version: 1, reopens: false, createdAt: 1, updatedAt: 1 },
    });
  const store = createCallCounts(database);
  const add: typeof store.add = (counts) => {
    if (isFull) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    store.add(counts);
  };
  const destination = { write: (line: string) => void (log += line) };
  tally = new CallTally({ ...store, add }, createLogger({ destination }));
});
afterEach(() => {
  jest.useRealTimers();
  database.close();
});

const call = (requestId: string | undefined, endpoint = '/users/{userId}', status = 200) =>
  tally.count({ requestId, endpoint, status });
const kept = (id = 'a') =>
  createCallCounts(database)
    .list(id)
    .map(({ endpoint, status, calls }) => [endpoint, status, calls]);

describe('counted calls', () => {
  test('are kept per request, operation and answer, and add up', () => {
    for (let index = 0; index < 3; index += 1) call('a');
    call('a', '/users/{userId}', 429);
    call('a', '/phone');
    call('b');
    call(undefined);
    tally.flush();
    call('a');
    tally.flush();
    tally.flush();
    expect(kept()).toEqual([
      ['/phone', 200, 1],
      ['/users/{userId}', 200, 4],
      ['/users/{userId}', 429, 1],
    ]);
    expect(kept('b')).toEqual([['/users/{userId}', 200, 1]]);
  });

  test('of a request that is gone are dropped, and keep nobody else’s from being kept', () => {
    call('gone');
    call('a');
    tally.flush();
    expect([kept('gone'), kept()]).toEqual([[], [['/users/{userId}', 200, 1]]]);
  });

  test('that a full disk does not take are not forgotten, and not counted twice', () => {
    call('a');
    isFull = true;
    expect(() => tally.flush()).toThrow('full');
    call('a');
    isFull = false;
    tally.flush();
    tally.flush();
    expect(kept()).toEqual([['/users/{userId}', 200, 2]]);
  });

  test('are written down every second and at the end; a full disk is said and stops nobody', () => {
    jest.useFakeTimers();
    tally.start();
    call('a');
    isFull = true;
    jest.advanceTimersByTime(1_000);
    expect([kept(), log]).toEqual([[], expect.stringContaining('cannot be written down yet')]);
    isFull = false;
    jest.advanceTimersByTime(1_000);
    expect(kept()).toEqual([['/users/{userId}', 200, 1]]);
    call('a');
    tally.stop();
    expect(kept()).toEqual([['/users/{userId}', 200, 2]]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('are forgotten for one request only', () => {
    call('a');
    call('b');
    tally.flush();
    createCallCounts(database).forget('a');
    expect([kept(), kept('b').length]).toEqual([[], 1]);
  });
});
