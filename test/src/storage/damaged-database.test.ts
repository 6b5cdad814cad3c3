import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFileError } from '../../../src/errors.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { openDatabase } from '../../../src/storage/sqlite/database.js';
import { killClis, runCli } from '../../support/run-cli.js';
import { startApi } from '../../support/start-api.js';
import { gather } from '../../../src/storage/rows.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-damaged-'));
  path = join(folder, 'database.sqlite');
  const database = openDatabase(path);
  database.run(
    `INSERT INTO access_requests (id, connection_id, origin, email, media, status, created_at, updated_at)
     VALUES ('r', 'default', 'test', 'ada@example.com', 1, 'running', 1, 1)`,
  );
  database.close();
});
afterEach(async () => {
  await killClis();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes over a part of the file. */
function spoil(from: number, bytes: number, value = 0xaa): void {
  const content = readFileSync(path);
  content.fill(value, from, from + bytes);
  writeFileSync(path, content);
}

describe('a damaged database', () => {
  test.each<[string, () => void]>([
    ['is another file', () => writeFileSync(path, 'somebody’s notes\n'.repeat(300))],
    ['has lost its beginning', () => spoil(0, 16)],
    ['has another schema', () => spoil(100, 200)],
    ['was cut', () => truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096)],
    ['was overwritten but for its first page', () => spoil(4096, statSync(path).size - 4096)],
  ])('that %s is named, with what is safe and how to restore; it is left as it is', async (_what, damage) => {
    damage();
    const before = readFileSync(path);
    const { code, stdout, stderr } = await runCli(['ledger', 'verify'], { DSAR_DATA_DIR: folder });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`The database.sqlite in ${folder} is damaged`);
    expect(stderr).toMatch(/reports and the heads .* safe/);
    expect(stderr).toContain('"Restore"');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('is told to callers of the API by a stable code, without a path', async () => {
    const api = await startApi();
    try {
      const { database, path: dataDir } = api.installation.service.folder;
      const beside = openDatabase(database);
      beside.run("UPDATE access_requests SET outcomes = '{' WHERE 1");
      beside.run(
        `INSERT INTO access_requests (id, connection_id, origin, email, media, status, outcomes, created_at, updated_at)
         VALUES ('r', 'default', 'test', 'ada@example.com', 1, 'completed', CAST(x'5BFF' AS TEXT), 1, 1)`,
      );
      beside.close();
      const answer = await api.call('get', '/v1/access-requests');
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([500, 'database_damaged']);
      expect(answer.text).not.toContain(dataDir);
      expect((await api.call('get', '/livez')).status).toBe(200);
    } finally {
      await api.close();
    }
  });
});

describe('a row that does not hold what was written', () => {
  test.each([
    ['a lookup', 'lookup', ({ requests }: Store) => requests.find('r')],
    ['outcomes', 'outcomes', ({ requests }: Store) => requests.list({ limit: 1 })],
    ['sources', 'sources', ({ requests }: Store) => requests.unfinished()],
  ])('(%s) is damage, and not an answer of the vendor', async (_what, column, read) => {
    const database = openDatabase(path);
    const store = await openStore(path);
    for (const hex of ['', '7B', 'FFFE', '5B6100620000']) {
      database.run(`UPDATE access_requests SET ${column} = CAST(x'${hex}' AS TEXT)`);
      await expect(read(store)).rejects.toThrow(expect.objectContaining({ code: 'SQLITE_CORRUPT' }));
    }
    await store.close();
    database.close();
  });

  test('(a step) too', async () => {
    const database = openDatabase(path);
    const store = await openStore(path);
    const { steps } = store;
    await steps.plan(
      [],
      [{ requestId: 'r', sourceId: 's', kind: 'list', position: 0, parameters: { query: 0 } }],
    );
    database.run("UPDATE steps SET result = CAST(x'FF' AS TEXT)");
    await expect(gather(steps.done('r', 's', 'list'))).rejects.toThrow(
      expect.objectContaining({ code: 'SQLITE_CORRUPT' }),
    );
    await store.close();
    database.close();
  });
});

test.each([
  ['SQLITE_CORRUPT', 'database_damaged', 500],
  ['SQLITE_NOTADB', 'database_damaged', 500],
  ['SQLITE_BUSY', 'database_busy', 503],
  ['SQLITE_BUSY_SNAPSHOT', 'database_busy', 503],
  ['SQLITE_FULL', 'disk_full', 507],
  ['SQLITE_READONLY', 'folder_not_writable', 507],
])('%s becomes %s', (kind, code, httpStatus) => {
  const error = Object.assign(new Error('x'), { code: kind });
  expect(explainFileError(error, 'the data folder')).toMatchObject({ code, httpStatus });
});
