import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiKey } from '../../../src/storage/api-key-store.js';
import type { Store } from '../../../src/storage/store.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';

let opened: TestStore;
let store: Store;
beforeEach(async () => {
  opened = await openTestStore();
  ({ store } = opened);
});
afterEach(() => opened.close());

const keyOf = (id: string): ApiKey => ({
  ...{ id, role: 'auditor', label: 'l', hash: 'h', owner: id, createdAt: 1 },
});
const ids = async () => (await store.keys.list()).map(({ id }) => id);
const no = new Error('no');

describe('a transaction', () => {
  test('is all or nothing, and takes no write of anybody else with it', async () => {
    const failed = store.transaction(async (tx) => {
      await tx.keys.insert(keyOf('inside'));
      // The stranger below has asked by now.
      await tx.keys.find('inside');
      await tx.keys.find('inside');
      throw no;
    });
    const stranger = store.keys.insert(keyOf('stranger'));
    await expect(failed).rejects.toThrow(no);
    await stranger;
    expect(await ids()).toEqual(['stranger']);
  });

  test('sees what it wrote, and nobody else does before its end', async () => {
    const seen: string[][] = [];
    await store.transaction(async (tx) => {
      await tx.keys.insert(keyOf('a'));
      seen.push((await tx.keys.list()).map(({ id }) => id));
      // As any other who reads at this moment; within a transaction this is no habit.
      // eslint-disable-next-line local/only-transaction
      seen.push((await store.keys.list()).map(({ id }) => id));
      await tx.keys.insert(keyOf('b'));
    });
    expect(seen).toEqual([['a'], []]);
    expect(await ids()).toEqual(['a', 'b']);
  });

  test('waits for the one before it, in the order in which they came', async () => {
    const order: string[] = [];
    const run = (name: string) =>
      store.transaction(async (tx) => {
        order.push(`${name} begins`);
        await tx.keys.insert(keyOf(name));
        await tx.keys.find(name);
        order.push(`${name} ends`);
      });
    await Promise.all([run('a'), run('b'), run('c')]);
    expect(order).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  test('of several statements of a store within it goes with it', async () => {
    const failed = store.transaction(async (tx) => {
      await tx.webhookEvents.take('digest', '{}', 1, 2);
      throw no;
    });
    await expect(failed).rejects.toThrow(no);
    expect(await store.webhookEvents.pending()).toEqual([]);
  });

  test('runs what comes after it once it is on the disk, in order, and with the store free again', async () => {
    const order: string[] = [];
    await store.transaction(async (tx) => {
      tx.afterCommit(
        () => void order.push(`${opened.database.all('SELECT id FROM api_keys').length} on the disk`),
      );
      tx.afterCommit(async () => {
        await store.keys.insert(keyOf('afterwards'));
        order.push('written');
      });
      await tx.keys.insert(keyOf('a'));
    });
    expect([order, await ids()]).toEqual([
      ['1 on the disk', 'written'],
      ['a', 'afterwards'],
    ]);
  });

  test('that is undone runs nothing afterwards', async () => {
    let hasRun = false;
    const failed = store.transaction((tx) => {
      tx.afterCommit(() => void (hasRun = true));
      return Promise.reject(no);
    });
    await expect(failed).rejects.toThrow(no);
    expect(hasRun).toBe(false);
  });
});

describe('a transaction that would keep all others waiting is ended', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a timer', () => sleep(60_000, undefined, { ref: false })],
    ['the store itself, whose turn comes after it', () => store.keys.insert(keyOf('outer'))],
    ['another transaction', () => store.transaction((tx) => tx.keys.insert(keyOf('outer')))],
  ])('where it waits for %s', async (_what, wait) => {
    const stuck = store.transaction(async (tx) => {
      await tx.keys.insert(keyOf('inside'));
      await wait();
    });
    const next = store.keys.insert(keyOf('next'));
    await expect(stuck).rejects.toThrow(/waits for nothing but its own rows/);
    await next;
    const left = await ids();
    expect([left.includes('inside'), left.includes('next')]).toEqual([false, true]);
  });

  test('and whoever keeps its handle writes nothing more', async () => {
    const kept = await store.transaction((tx) => Promise.resolve(tx));
    await expect(kept.keys.insert(keyOf('late'))).rejects.toThrow(/transaction is over/);
    expect(await ids()).toEqual([]);
  });
});

test('what is read beside a transaction cannot write', async () => {
  await expect(store.isWell()).resolves.toBe(true);
  await store.close();
  await expect(store.keys.list()).rejects.toThrow();
});
