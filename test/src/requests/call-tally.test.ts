import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLogger } from '../../../src/logger.js';
import { CallTally } from '../../../src/requests/call-tally.js';
import type { CallCounts } from '../../../src/storage/call-counts.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';

let opened: TestStore;
let tally: CallTally;
let isFull: boolean;
let log: string;

beforeEach(async () => {
  opened = await openTestStore();
  isFull = false;
  log = '';
  for (const id of ['a', 'b'])
    await opened.store.statusRows.insert({
      ...{ id, connectionId: 'default', origin: 'o', email: 'a@example.com', media: true, status: 'running' },
      ...{ lookupCalls: 0, version: 1, reopens: false, createdAt: 1, updatedAt: 1 },
    });
  const store = opened.store.calls;
  const add: CallCounts['add'] = async (counts) => {
    if (isFull) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    await store.add(counts);
  };
  const destination = { write: (line: string) => void (log += line) };
  tally = new CallTally({ ...store, add }, createLogger({ destination }));
});
afterEach(async () => {
  jest.useRealTimers();
  await opened.close();
});

const call = (requestId: string | undefined, endpoint = '/users/{userId}', status = 200) =>
  tally.count({ requestId, endpoint, status });
const kept = async (id = 'a') =>
  (await opened.store.calls.list(id)).map(({ endpoint, status, calls }) => [endpoint, status, calls]);

describe('counted calls', () => {
  test('are kept per request, operation and answer, and add up', async () => {
    for (let index = 0; index < 3; index += 1) call('a');
    call('a', '/users/{userId}', 429);
    call('a', '/phone');
    call('b');
    call(undefined);
    await tally.flush();
    call('a');
    await tally.flush();
    await tally.flush();
    expect(await kept()).toEqual([
      ['/phone', 200, 1],
      ['/users/{userId}', 200, 4],
      ['/users/{userId}', 429, 1],
    ]);
    expect(await kept('b')).toEqual([['/users/{userId}', 200, 1]]);
  });

  test('of a request that is gone are dropped, and keep nobody else’s from being kept', async () => {
    call('gone');
    call('a');
    await tally.flush();
    expect([await kept('gone'), await kept()]).toEqual([[], [['/users/{userId}', 200, 1]]]);
  });

  test('that a full disk does not take are not forgotten, and not counted twice', async () => {
    call('a');
    isFull = true;
    await expect(async () => tally.flush()).rejects.toThrow('full');
    call('a');
    isFull = false;
    await tally.flush();
    await tally.flush();
    expect(await kept()).toEqual([['/users/{userId}', 200, 2]]);
  });

  test('that come while others are being written are kept too, and no write overtakes another', async () => {
    call('a');
    const writing = Promise.all([tally.flush(), tally.flush()]);
    call('a');
    await writing;
    call('a');
    isFull = true;
    const refused = tally.flush().catch((error: unknown) => error);
    call('a');
    expect(await refused).toMatchObject({ code: 'SQLITE_FULL' });
    isFull = false;
    await tally.flush();
    expect(await kept()).toEqual([['/users/{userId}', 200, 4]]);
  });

  test('are written down every second and at the end; a full disk is said and stops nobody', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'clearImmediate'] });
    tally.start();
    call('a');
    isFull = true;
    await jest.advanceTimersByTimeAsync(1_000);
    expect([await kept(), log]).toEqual([[], expect.stringContaining('cannot be written down yet')]);
    isFull = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await kept()).toEqual([['/users/{userId}', 200, 1]]);
    call('a');
    await tally.stop();
    expect(await kept()).toEqual([['/users/{userId}', 200, 2]]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('are forgotten for one request only', async () => {
    call('a');
    call('b');
    await tally.flush();
    await opened.store.calls.forget('a');
    expect([await kept(), (await kept('b')).length]).toEqual([[], 1]);
  });
});
