import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../src/storage/sqlite/database.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import type { Store } from '../../src/storage/store.js';

/** A store in a folder of its own. */
export interface TestStore {
  store: Store;
  path: string;
  /** A further connection, as another process would have it, for what only SQL can say. */
  database: Database;
  close(): Promise<void>;
}

/** Opens an empty store. */
export async function openTestStore(wrap?: (database: Database) => Database): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-store-'));
  const path = join(folder, 'database.sqlite');
  const store = await openStore(path, wrap);
  const database = openDatabase(path);
  return {
    ...{ store, path, database },
    close: async () => {
      database.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
