import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { genesis, hashOf } from '../../../src/ledger/chain.js';
import { checkLedger } from '../../../src/ledger/ledger.js';
import type { LedgerStore } from '../../../src/storage/ledger-store.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';

let opened: TestStore;
let store: LedgerStore;
beforeEach(async () => {
  opened = await openTestStore();
  store = opened.store.ledger;
  let previous = genesis;
  for (let sequence = 1; sequence <= 3; sequence += 1) {
    const at = '2026-06-15T12:00:00.000Z';
    const entry = {
      connectionId: 'Büro',
      sequence,
      at,
      event: 'calls.made',
      details: '{"by":"ä"}',
      previous,
    };
    const hash = hashOf(entry);
    await store.append({ ...entry, hash });
    previous = hash;
  }
  opened.database.run('DROP TRIGGER ledger_is_not_changed');
});
afterEach(() => opened.close());

test('text comes back as it was written', async () => {
  expect((await store.list('Büro', 1, 10)).map(({ sequence, details }) => [sequence, details])).toEqual([
    [2, '{"by":"ä"}'],
    [3, '{"by":"ä"}'],
  ]);
  expect([await store.connections(), (await store.last('Büro'))?.sequence]).toEqual([['Büro'], 3]);
  expect((await checkLedger(store, [])).problems).toEqual([]);
});

test.each(['connection_id', 'at', 'event', 'details', 'previous', 'hash'])(
  'bytes in %s that are no text are told, and do not end the process',
  async (column) => {
    opened.database.run(`UPDATE ledger SET ${column} = CAST(x'ff80fe' AS TEXT) WHERE sequence = 2`);
    expect((await checkLedger(store, [])).problems.length).toBeGreaterThan(0);
  },
);
