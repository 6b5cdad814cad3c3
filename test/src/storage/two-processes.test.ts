import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../../src/files/data-folder.js';
import { openDatabase, type Database } from '../../../src/storage/sqlite/database.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import type { Step } from '../../../src/model/step.js';
import { killClis, runCli } from '../../support/run-cli.js';

const count = 1_203;
let dataDir: string;
let database: Database;
let store: Store;

const step = (position: number): Step => ({
  ...{ requestId: 'r', sourceId: 's', kind: 'list', position, parameters: { query: position } },
});

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'dsar-two-'));
  database = openDatabase(openDataFolder(dataDir).database);
  store = await openStore(openDataFolder(dataDir).database);
  database.run(
    `INSERT INTO access_requests (id, connection_id, origin, email, media, status, created_at, updated_at)
     VALUES ('r', 'default', 'test', 'ada@example.com', 1, 'running', 1, 1)`,
  );
  const { steps } = store;
  await steps.plan(
    [],
    Array.from({ length: count }, (_, position) => step(position)),
  );
  database.run("UPDATE steps SET result = '{}' WHERE position % 2 = 0");
});
afterEach(async () => {
  await killClis();
  await store.close();
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const createKey = async () =>
  expect(await runCli(['api-keys', 'create', '--role', 'auditor'], { DSAR_DATA_DIR: dataDir })).toMatchObject(
    {
      code: 0,
    },
  );

test.each(['done', 'all'] as const)(
  'another process writes while the steps (%s) are read: what is written then goes through, nothing is skipped',
  async (which) => {
    const { steps } = store;
    const seen: number[] = [];
    for await (const page of steps[which]('r', 's', 'list'))
      for (const { position } of page) {
        if (seen.push(position) === 10) await createKey();
        if (seen.length < 10 || seen.length > 20) continue;
        database.run("INSERT INTO daily_counts VALUES ('c', 'b', ?, 1)", String(position));
        await store.transaction((tx) => tx.keys.used('nobody', position));
      }
    const every = which === 'all' ? 1 : 2;
    expect(seen).toEqual(Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every));
    expect(database.all('SELECT * FROM daily_counts')).toHaveLength(11);
    expect(await store.keys.list()).toHaveLength(1);
  },
);

test('a reading that is given up holds nothing, also after an error within it', async () => {
  const { steps } = store;
  for await (const _page of steps.all('r', 's', 'list')) break;
  const broken = async () => {
    for await (const page of steps.done('r', 's', 'list'))
      if (page.some(({ position }) => position === 4)) throw new Error('broken');
  };
  await expect(broken).rejects.toThrow('broken');
  await createKey();
  await steps.clear('r');
  expect(database.all('SELECT * FROM steps')).toEqual([]);
});

test('steps that end or begin anew behind the reading are seen as they were, those before it as they are', async () => {
  const { steps } = store;
  const seen: number[] = [];
  for await (const page of steps.done('r', 's', 'list'))
    for (const { position } of page) if (seen.push(position) === 1) await steps.reset([step(0), step(1_202)]);
  expect([seen.length, seen.at(-1)]).toEqual([601, 1_200]);
});
