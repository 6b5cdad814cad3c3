import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { genesis, hashOf } from '../../../src/ledger/chain.js';
import { checkLedger } from '../../../src/ledger/ledger.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { createLedgerStore, type LedgerStore } from '../../../src/storage/ledger-store.js';

let database: Database;
let store: LedgerStore;
beforeEach(() => {
  database = openDatabase(':memory:');
  store = createLedgerStore(database);
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
    store.append({ ...entry, hash });
    previous = hash;
  }
  database.run('DROP TRIGGER ledger_is_not_changed');
});
afterEach(() => database.close());

test('text comes back as it was written', () => {
  expect(store.list('Büro', 1, 10).map(({ sequence, details }) => [sequence, details])).toEqual([
    [2, '{"by":"ä"}'],
    [3, '{"by":"ä"}'],
  ]);
  expect([store.connections(), store.last('Büro')?.sequence]).toEqual([['Büro'], 3]);
  expect(checkLedger(store, []).problems).toEqual([]);
});

test.each(['connection_id', 'at', 'event', 'details', 'previous', 'hash'])(
  'bytes in %s that are no text are told, and do not end the process',
  (column) => {
    database.run(`UPDATE ledger SET ${column} = CAST(x'ff80fe' AS TEXT) WHERE sequence = 2`);
    expect(checkLedger(store, []).problems.length).toBeGreaterThan(0);
  },
);
