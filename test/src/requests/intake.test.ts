import { afterEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import type { TakenIn } from '../../../src/requests/intake.js';
import type { Database } from '../../../src/storage/sqlite/database.js';
import { openDatabase } from '../../../src/storage/sqlite/database.js';
import type { RequestOrder } from '../../../src/model/access-request.js';
import { startInstallation, type Installation } from '../../support/start-service.js';

const order: RequestOrder = {
  ...{ connectionId: 'default', origin: 'owner-1', email: 'nobody@example.com', media: true },
};
const tables = ['access_requests', 'idempotency_keys', 'steps', 'ledger', 'source_runs', 'request_calls'];

let installation: Installation;
afterEach(() => installation.close());

/** How many rows each table holds, as another process sees it. */
function rows(): Record<string, number> {
  const database = openDatabase(installation.service.folder.database);
  try {
    const count = (table: string) => Number(database.get(`SELECT count(*) AS rows FROM ${table}`)?.rows);
    return Object.fromEntries(tables.map((table) => [table, count(table)]));
  } finally {
    database.close();
  }
}
const nothing = Object.fromEntries(tables.map((table) => [table, 0]));

const accept = (idempotencyKey?: string, changes: Partial<RequestOrder> = {}): Promise<TakenIn> =>
  installation.service.requests.accept({ ...order, ...changes }, { idempotencyKey });

describe('taking a request in', () => {
  /** A database whose nth write of the intake fails; the count starts when it is armed. */
  const faulty = { armed: false, failAt: 0, writes: [] as string[] };
  const wrapDatabase = (database: Database): Database => ({
    ...database,
    run: (sql, ...values) => {
      if (faulty.armed) {
        faulty.writes.push(/INTO (\w+)/.exec(sql)?.[1] ?? sql);
        if (faulty.writes.length === faulty.failAt)
          throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      }
      return database.run(sql, ...values);
    },
    commit: () => {
      if (faulty.armed && faulty.failAt === Infinity) throw new Error('the commit failed');
      database.commit();
    },
  });

  test.each([
    ['the request', 1],
    ['its key', 2],
    ['its first step', 3],
    ['the ledger', 4],
    ['all of them, at the commit,', Infinity],
  ])('that fails at the write of %s leaves nothing behind, and can be sent again', async (_name, failAt) => {
    installation = await startInstallation({ service: { wrapDatabase } });
    Object.assign(faulty, { armed: true, failAt, writes: [] });
    await expect(async () => accept('key-1')).rejects.toThrow();
    faulty.armed = false;
    expect([rows(), await installation.service.requests.unfinished()]).toEqual([nothing, []]);
    expect(existsSync(installation.service.folder.ledgerHeads)).toBe(false);
    expect(installation.simulator.calls).toEqual([]);
    const { request, isReplay } = await accept('key-1');
    expect([isReplay, request.status]).toEqual([false, 'queued']);
    expect((await installation.service.requests.wait(request.id, 20_000))?.status).toBe('no_match');
  });

  test('writes these four together, and another process sees all of them at once', async () => {
    installation = await startInstallation({ service: { wrapDatabase } });
    Object.assign(faulty, { armed: true, failAt: 0, writes: [] });
    const { request } = await accept('key-1');
    faulty.armed = false;
    const found = rows();
    const written = faulty.writes.filter((table) => table !== 'ledger_heads');
    expect(written.slice(0, 4)).toEqual(tables.slice(0, 4));
    expect(found).toMatchObject({ access_requests: 1, idempotency_keys: 1, steps: 1, ledger: 1 });
    await installation.service.requests.wait(request.id, 20_000);
  });
});

describe('an idempotency key', () => {
  test('with the same order is the same request, also after its end and after a restart', async () => {
    installation = await startInstallation();
    const first = await accept('key-1');
    expect(await accept('key-1')).toMatchObject({ isReplay: true, request: { id: first.request.id } });
    await installation.service.requests.wait(first.request.id, 20_000);
    await installation.restart();
    const again = await accept('key-1');
    expect([again.isReplay, again.request.id, again.request.status]).toEqual([
      ...[true, first.request.id, 'no_match'],
    ]);
    expect(rows()).toMatchObject({ access_requests: 1, idempotency_keys: 1 });
  });

  test.each<[string, Partial<RequestOrder>]>([
    ['e-mail', { email: 'other@example.com' }],
    ['media', { media: false }],
    ['sources', { sources: ['user'] }],
    ['period', { from: '2026-01-01' }],
    ['reference', { reference: 'ticket' }],
    ['due date', { dueAt: 1_800_000_000_000 }],
    ['connection', { connectionId: 'other' }],
  ])('with another %s is refused', async (_name, changes) => {
    installation = await startInstallation();
    const { request } = await accept('key-1');
    const refused = expect.objectContaining({ code: 'idempotency_key_reused', httpStatus: 422 });
    await expect(async () => accept('key-1', changes)).rejects.toThrow(refused);
    expect(rows()).toMatchObject({ access_requests: 1, ledger: expect.any(Number) });
    await installation.service.requests.wait(request.id, 20_000);
  });

  test('of another owner is another request; without keys every order is one', async () => {
    installation = await startInstallation();
    const taken = [
      await accept('key-1'),
      await accept('key-1', { origin: 'owner-2' }),
      await accept(),
      await accept(),
    ];
    expect(new Set(taken.map(({ request }) => request.id)).size).toBe(4);
    for (const { request } of taken) await installation.service.requests.wait(request.id, 20_000);
  });

  test('is at rest as a hash only', async () => {
    installation = await startInstallation();
    const { request } = await accept('key-of-the-caller');
    await installation.service.requests.wait(request.id, 20_000);
    const database = openDatabase(installation.service.folder.database);
    const all = database.all('SELECT * FROM idempotency_keys');
    database.close();
    expect([all.length, JSON.stringify(all).includes('key-of-the-caller')]).toEqual([1, false]);
  });

  test('is answered also where nothing new is taken in', async () => {
    let hasRoom = true;
    installation = await startInstallation({ service: { mostWaiting: 1, hasRoom: () => hasRoom } });
    const { request } = await accept('key-1');
    const code = (wanted: string) => expect.objectContaining({ code: wanted });
    await expect(async () => accept('key-2')).rejects.toThrow(code('queue_full'));
    hasRoom = false;
    expect((await accept('key-1')).request.id).toBe(request.id);
    hasRoom = true;
    await installation.service.requests.wait(request.id, 20_000);
    hasRoom = false;
    await expect(async () => accept('key-2')).rejects.toThrow(code('disk_full'));
    expect((await accept('key-1')).isReplay).toBe(true);
    hasRoom = true;
    const { request: next } = await accept('key-2');
    await installation.service.requests.wait(next.id, 20_000);
  });

  test('ends when its request is destroyed: the same order is a new request then', async () => {
    installation = await startInstallation();
    const { request } = await accept('key-1');
    await installation.service.requests.wait(request.id, 20_000);
    await installation.service.requests.remove(request.id, { by: 'tests' });
    const again = await accept('key-1', { email: 'other@example.com' });
    expect([again.isReplay, again.request.id === request.id]).toEqual([false, false]);
    await installation.service.requests.wait(again.request.id, 20_000);
  });
});
