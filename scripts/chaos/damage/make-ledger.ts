import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/clock.js';
import type { LedgerHead } from '../../../src/ledger/chain.js';
import { HeadFiles } from '../../../src/ledger/heads.js';
import { ledgerEvents, openLedger } from '../../../src/ledger/ledger.js';
import { showEntry } from '../../../src/ledger/show-entry.js';
import { silentLogger } from '../../../src/logger.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { LedgerStore } from '../../../src/storage/ledger-store.js';

/** Whose ledger it is. */
export const connections = ['default', 'second-account'];
/** Entries of each connection. */
export const entriesEach = 40;

/** A ledger at rest, with everything that is needed to see whether it was touched. */
export interface Whole {
  file: string;
  bytes: Buffer;
  /** Places of the file where something of the ledger stands. */
  pages: readonly number[];
  headFolder: string;
  heads: readonly LedgerHead[];
  text: string;
}

/** Size of a page of the file. */
export const pageBytes = 4_096;

/** Makes a ledger, publishes its heads and closes it. */
export async function makeLedger(folder: string): Promise<Whole> {
  const file = join(folder, 'ledger.sqlite');
  const headFolder = join(folder, 'heads');
  const store = await openStore(file);
  const heads = new HeadFiles(headFolder);
  const ledger = await openLedger({ store, heads, clock: systemClock, logger: silentLogger });
  for (let entry = 0; entry < entriesEach; entry += 1)
    for (const connection of connections)
      await ledger.record(connection, ledgerEvents[entry % ledgerEvents.length] ?? 'calls.made', {
        request: `request-${entry}`,
        calls: [{ endpoint: '/users/{email}', status: 200, calls: entry }],
      });
  const text = await exportOf(store.ledger);
  await store.close();
  const bytes = readFileSync(file);
  const marks = [...text.matchAll(/"hash":"([0-9a-f]{64})"/g)].map(([, hash]) => hash ?? '');
  const pages = Array.from({ length: bytes.length / pageBytes }, (_, page) => page * pageBytes).filter(
    (start) => marks.some((mark) => bytes.subarray(start, start + pageBytes).includes(mark)),
  );
  return { file, bytes, pages, headFolder, heads: heads.read().heads, text };
}

/** The ledger as it is exported. */
export async function exportOf(store: LedgerStore): Promise<string> {
  const lines: string[] = [];
  for (const id of await store.connections())
    for await (const page of store.all(id))
      for (const entry of page) lines.push(`${JSON.stringify(showEntry(entry))}\n`);
  return lines.join('');
}
