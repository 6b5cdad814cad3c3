import type { SourceRun } from '../../../src/model/source-run.js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isFinished, requestStatuses, type AccessRequest } from '../../../src/model/access-request.js';
import { listQuery, type RequestFilter } from '../../../src/storage/request-store.js';
import type { ListResult } from '../../../src/model/step-result.js';
import type { FileStep, ListStep, Step } from '../../../src/model/step.js';
import { sqliteDialect } from '../../../src/storage/sqlite/dialect.js';
import { LeaseLost } from '../../../src/storage/step-leases.js';
import type { StepStore } from '../../../src/storage/step-store.js';
import { gather } from '../../../src/storage/rows.js';
import { openTestStore, type TestStore } from '../../support/open-test-store.js';

let opened: TestStore;
beforeEach(async () => {
  opened = await openTestStore();
});
afterEach(() => opened.close());

const request = (id: string, changes: Partial<AccessRequest> = {}): AccessRequest => ({
  ...{ id, connectionId: 'default', origin: 'k1', email: 'a@example.com', media: true, status: 'queued' },
  ...{ lookupCalls: 0, version: 1, reopens: false, createdAt: 1_000, updatedAt: 1_000 },
  ...changes,
});

describe('requests at rest', () => {
  test('come back whole', async () => {
    const { requests: store, statusRows } = opened.store;
    const whole = request('a', {
      ...{ reference: "o'brien 😀", from: '2026-01-01', to: '2026-01-31', sources: ['user'], media: false },
      ...{ version: 3, reopens: true, dueAt: 9 },
      ...{ resumeAt: 5, collectedAt: 6, finishedAt: 7, lookupCalls: 2, status: 'paused' },
      problem: { code: 'disk_full', detail: 'full' },
      outcomes: [{ id: 'user', outcome: 'complete', records: 1, files: 0, bytes: 9 }],
      report: { version: 2, bytes: 10, sha256: 'f'.repeat(64) },
      lookup: {
        ...{ end: 'found', searched: [{ place: 'p', result: 'r' }], notSearched: [] },
        subject: {
          email: 'a@example.com',
          id: 'u',
          createdAt: new Date('2020-01-01T00:00:00Z'),
          record: { big: 12345678901234567890n },
        },
      },
    });
    await statusRows.insert(whole);
    expect(await store.find('a')).toEqual(whole);
    await statusRows.insert(request('b'));
    expect(await store.find('b')).toEqual({ ...request('b') });
    expect(await store.find('c')).toBeUndefined();
  });

  test('change, also back to nothing', async () => {
    const { requests: store, statusRows } = opened.store;
    await statusRows.insert(request('a', { resumeAt: 5, problem: { code: 'x', detail: 'y' } }));
    const changed = await statusRows.writeStatus(
      'a',
      'running',
      { resumeAt: undefined, problem: undefined },
      2_000,
    );
    expect(await store.find('a')).toEqual(changed);
    expect(changed).toMatchObject({ status: 'running', updatedAt: 2_000, createdAt: 1_000 });
    expect((await store.find('a'))?.problem).toBeUndefined();
    await expect(async () => store.change('none', {}, 1)).rejects.toThrow(RangeError);
  });

  test('are listed newest first, by filter, page by page, without a gap where times are equal', async () => {
    const { requests: store, statusRows } = opened.store;
    const ids = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'));
    for (const id of ids) {
      const createdAt = 1_000 + Math.floor(Number(id) / 5);
      await statusRows.insert(
        request(id, {
          createdAt,
          status: Number(id) % 2 ? 'completed' : 'queued',
          reference: `r${Number(id) % 3}`,
          origin: Number(id) % 4 ? 'k1' : 'k2',
        }),
      );
    }
    const walked: string[] = [];
    for (let before: { createdAt: number; id: string } | undefined; ;) {
      const page = await store.list({ before, limit: 4 });
      walked.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (page.length < 4 || !last) break;
      before = last;
    }
    expect(walked).toEqual([...ids].reverse());
    expect(await store.list({ origin: 'k2', limit: 99 })).toHaveLength(7);
    expect(
      (await store.list({ status: 'completed', reference: 'r0', limit: 99 })).map(({ id }) => id),
    ).toEqual(['21', '15', '09', '03']);
    expect(await store.list({ reference: "' OR 1=1 --", limit: 99 })).toEqual([]);
  });

  const before = { createdAt: 5, id: 'x' };
  test.each<[index: string, filter: Omit<RequestFilter, 'limit'>]>([
    ['access_requests_by_time', {}],
    ['access_requests_by_time', { before }],
    ['access_requests_by_time', { connections: ['default'] }],
    ['access_requests_by_reference', { reference: 'r' }],
    ['access_requests_by_reference', { reference: 'r', before, connections: ['default'] }],
    ['access_requests_by_status', { status: 'paused' }],
    ['access_requests_by_status', { status: 'paused', before }],
    ['access_requests_by_origin', { origin: 'k' }],
  ])('are found by %s, however many there are: %j', (index, filter) => {
    const { sql, values } = listQuery(sqliteDialect, { ...filter, limit: 9 });
    const plan = opened.database
      .all(`EXPLAIN QUERY PLAN ${sql}`, ...values)
      .map(({ detail }) => String(detail));
    expect(plan[0]).toContain(`USING INDEX ${index}`);
    expect(plan.join()).not.toContain('TEMP B-TREE');
  });

  test('that are unfinished come oldest first', async () => {
    const { requests: store, statusRows } = opened.store;
    for (const [index, status] of requestStatuses.entries())
      await statusRows.insert(request(status, { status, createdAt: 100 - index }));
    expect((await store.unfinished()).map(({ id }) => id)).toEqual(['paused', 'running', 'queued']);
    expect(requestStatuses.filter((status) => !isFinished(status))).toEqual(['queued', 'running', 'paused']);
  });
});

describe('steps at rest', () => {
  const run = (sourceId: string): SourceRun => ({
    requestId: 'a',
    sourceId,
    phase: 'listing',
    plan: { requested: true, missing: [], filesLeftOut: 0, start: { day: '2020-01-01', bound: 'requested' } },
  });
  const step = (position: number, sourceId = 's'): ListStep => ({
    requestId: 'a',
    sourceId,
    kind: 'list',
    position,
    parameters: { query: position },
  });
  const file = (position: number, changes: Partial<FileStep> = {}): FileStep => ({
    ...{ requestId: 'a', sourceId: 's', kind: 'file', position },
    parameters: {
      ...{ rule: 'files', record: { number: 1, offset: 0, bytes: 1 }, query: 0 },
      key: String(position),
    },
    ...changes,
  });
  const open = async () => {
    await opened.store.statusRows.insert(request('a'));
    return opened.store.steps;
  };

  const finish = async (steps: StepStore, one: Step, result: object) =>
    steps.finish(one, (await steps.lease(one, 'me', 0, 10)) ?? { fence: -1 }, result);

  test('are planned all or none', async () => {
    const steps = await open();
    await expect(async () =>
      steps.plan([run('s')], [step(0), { ...step(0), requestId: 'nobody' }]),
    ).rejects.toThrow();
    expect(await steps.runs('a')).toEqual([]);
    expect(await steps.pending('a', 's', 'list', -1, 9)).toEqual([]);
  });

  test('keep the order in which they were planned', async () => {
    const steps = await open();
    await steps.plan([run('z'), run('b')], [step(1, 'z'), step(0, 'z')]);
    expect((await steps.runs('a')).map(({ sourceId }) => sourceId)).toEqual(['z', 'b']);
    expect((await steps.runs('a'))[0]?.plan).toEqual(run('z').plan);
    expect((await steps.pending('a', 'z', 'list', -1, 9)).map(({ position }) => position)).toEqual([0, 1]);
    expect((await steps.pending('a', 'z', 'list', 0, 9)).map(({ position }) => position)).toEqual([1]);
    expect(await steps.pending('a', 'z', 'list', -1, 1)).toHaveLength(1);
  });

  test('that are finished are done, with their result, and no longer pending', async () => {
    const steps = await open();
    await steps.plan([run('s')], [step(0), step(1), step(2)]);
    await finish(steps, step(1), { total: 12345678901234567890n, records: 3, calls: 2, bytes: 7 });
    expect(await gather(steps.done('a', 's', 'list'))).toEqual([
      { ...step(1), result: { total: 12345678901234567890n, records: 3, calls: 2, bytes: 7 } },
    ]);
    expect((await steps.pending('a', 's', 'list', -1, 9)).map(({ position }) => position)).toEqual([0, 2]);
    expect(await steps.counts('a')).toEqual([
      { sourceId: 's', kind: 'list', done: 1, total: 3, records: 3, bytes: 7, calls: 2 },
    ]);
  });

  test('a phase ends with its next steps, all or none', async () => {
    const steps = await open();
    await steps.plan([run('s')], [step(0)]);
    const foreign = file(0, { requestId: 'nobody' });
    await expect(async () =>
      steps.advance({ ...run('s'), phase: 'files' }, 'file', [foreign]),
    ).rejects.toThrow();
    expect((await steps.runs('a'))[0]?.phase).toBe('listing');
    const plan = { ...run('s').plan, filesLeftOut: 1 };
    await steps.advance({ ...run('s'), phase: 'files', plan }, 'file', [file(0)]);
    expect((await steps.runs('a'))[0]).toMatchObject({ phase: 'files', plan });
  });

  test('that are planned again keep their results, and those that are not wanted any more are dropped', async () => {
    const steps = await open();
    const moved = file(1, { parameters: { ...file(1).parameters, key: 'moved' } });
    await steps.plan([run('s')], [file(0), file(1), file(2)]);
    await finish(steps, file(1), { calls: 7 });
    await steps.advance(run('s'), 'file', [moved, file(3)]);
    expect(await gather(steps.all('a', 's', 'file'))).toEqual([{ ...moved, result: { calls: 7 } }, file(3)]);
  });

  test('are leased to one holder at a time, and a lease that is over brings no result', async () => {
    const steps = await open();
    await steps.plan([run('s')], [step(0)]);
    const first = await steps.lease(step(0), 'one', 0, 10);
    expect(first).toEqual({ fence: 1 });
    expect(await steps.lease(step(0), 'other', 9, 20)).toBeUndefined();
    await steps.extend('one', 15);
    expect(await steps.lease(step(0), 'other', 14, 20)).toBeUndefined();
    const second = await steps.lease(step(0), 'other', 15, 20);
    expect(second).toEqual({ fence: 2 });
    const result = (calls: number) => ({ calls }) as ListResult;
    await expect(async () => steps.finish(step(0), { fence: 1 }, result(1))).rejects.toThrow(LeaseLost);
    await steps.finish(step(0), { fence: 2 }, result(2));
    expect(await gather(steps.done('a', 's', 'list'))).toMatchObject([{ result: { calls: 2 } }]);
    expect(await steps.lease(step(0), 'other', 99, 100)).toBeUndefined();
  });

  test('that a dead process held have crashed once more; those given back have not', async () => {
    const steps = await open();
    await steps.plan([run('s')], [step(0), step(1), step(2)]);
    for (const position of [0, 1]) await steps.lease(step(position), 'dead', 0, 10);
    await steps.release(step(1), { fence: 1 });
    await steps.lease(step(2), 'alive', 0, 10);
    expect(await steps.recover('alive', 9)).toBe(0);
    expect(await steps.recover('alive')).toBe(1);
    expect(await Promise.all([0, 1, 2].map((position) => steps.crashesOf(step(position))))).toEqual([
      1, 0, 0,
    ]);
    expect(await steps.lease(step(0), 'alive', 0, 10)).toEqual({ fence: 2 });
    await steps.reset([step(0)]);
    expect(await steps.crashesOf(step(0))).toBe(0);
  });

  test('are forgotten for one request only', async () => {
    const steps = await open();
    await opened.store.statusRows.insert(request('b'));
    await steps.plan([run('s'), { ...run('s'), requestId: 'b' }], [step(0), { ...step(0), requestId: 'b' }]);
    await steps.clear('a');
    expect([await steps.runs('a'), await steps.counts('a')]).toEqual([[], []]);
    expect(await steps.runs('b')).toHaveLength(1);
  });
});

describe('keys and budgets at rest', () => {
  test('a key is found, used, revoked once, and never holds its secret', async () => {
    const { keys } = opened.store;
    await keys.insert({ id: '0a', role: 'auditor', label: 'l', hash: 'h', owner: '0a', createdAt: 1 });
    expect(await keys.find('0a')).toEqual({
      id: '0a',
      role: 'auditor',
      label: 'l',
      hash: 'h',
      owner: '0a',
      createdAt: 1,
    });
    await keys.used('0a', 5);
    expect((await keys.find('0a'))?.lastUsedAt).toBe(5);
    expect([await keys.revoke('0a', 6), await keys.revoke('0a', 7), await keys.revoke('0b', 7)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await keys.list()).toMatchObject([{ revokedAt: 6 }]);
    expect(await keys.find('nobody')).toBeUndefined();
  });

  test('calls of a day are reserved per connection, budget and day, up to the most and no further', async () => {
    const { budgets } = opened.store;
    const reserve = (connectionId: string, budgetId: string, day: string, wanted: number) =>
      budgets.reserve({ connectionId, budgetId, day }, wanted, 10);
    expect([await reserve('c', 'b', '1', 8), await reserve('c', 'b', '1', 8)]).toEqual([8, 2]);
    expect([await reserve('c', 'b', '1', 8), await reserve('c', 'b', '2', 8)]).toEqual([0, 8]);
    expect([await reserve('d', 'b', '1', 8), await reserve('c', 'e', '1', 8)]).toEqual([8, 8]);
    const day = { connectionId: 'c', budgetId: 'b', day: '1' };
    await budgets.giveBack(day, 3);
    expect([await budgets.used(day), await reserve('c', 'b', '1', 8)]).toEqual([7, 3]);
  });

  test('equal orders of two that write at once are told apart by the key alone', async () => {
    await opened.store.statusRows.insert(request('a'));
    await opened.store.statusRows.insert(request('b'));
    const key = { owner: 'k', keyHash: 'h', bodyHash: 'body' };
    const { idempotency } = opened.store;
    const taken = await Promise.all(['a', 'b'].map((requestId) => idempotency.take({ ...key, requestId })));
    expect(taken).toEqual([undefined, { ...key, requestId: 'a' }]);
  });
});
