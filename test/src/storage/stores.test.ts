import type { SourceRun } from '../../../src/model/source-run.js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createApiKeyStore } from '../../../src/storage/api-key-store.js';
import { addDailyCall } from '../../../src/storage/daily-counts.js';
import { openDatabase, type Database } from '../../../src/storage/database.js';
import { isFinished, requestStatuses, type AccessRequest } from '../../../src/model/access-request.js';
import { createRequestStore, listQuery, type RequestFilter } from '../../../src/storage/request-store.js';
import type { ListResult } from '../../../src/model/step-result.js';
import type { FileStep, ListStep, Step } from '../../../src/model/step.js';
import { createStepStore, LeaseLost, type StepStore } from '../../../src/storage/step-store.js';

let database: Database;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

const request = (id: string, changes: Partial<AccessRequest> = {}): AccessRequest => ({
  ...{ id, connectionId: 'default', origin: 'k1', email: 'a@example.com', media: true, status: 'queued' },
  ...{ lookupCalls: 0, version: 1, reopens: false, createdAt: 1_000, updatedAt: 1_000 },
  ...changes,
});

describe('requests at rest', () => {
  test('come back whole', () => {
    const store = createRequestStore(database);
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
    store.insert(whole);
    expect(store.find('a')).toEqual(whole);
    store.insert(request('b'));
    expect(store.find('b')).toEqual({ ...request('b') });
    expect(store.find('c')).toBeUndefined();
  });

  test('change, also back to nothing', () => {
    const store = createRequestStore(database);
    store.insert(request('a', { resumeAt: 5, problem: { code: 'x', detail: 'y' } }));
    const changed = store.writeStatus('a', 'running', { resumeAt: undefined, problem: undefined }, 2_000);
    expect(store.find('a')).toEqual(changed);
    expect(changed).toMatchObject({ status: 'running', updatedAt: 2_000, createdAt: 1_000 });
    expect(store.find('a')?.problem).toBeUndefined();
    expect(() => store.change('none', {}, 1)).toThrow(RangeError);
  });

  test('are listed newest first, by filter, page by page, without a gap where times are equal', () => {
    const store = createRequestStore(database);
    const ids = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'));
    for (const id of ids) {
      const createdAt = 1_000 + Math.floor(Number(id) / 5);
      store.insert(
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
      const page = store.list({ before, limit: 4 });
      walked.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (page.length < 4 || !last) break;
      before = last;
    }
    expect(walked).toEqual([...ids].reverse());
    expect(store.list({ origin: 'k2', limit: 99 })).toHaveLength(7);
    expect(store.list({ status: 'completed', reference: 'r0', limit: 99 }).map(({ id }) => id)).toEqual([
      '21',
      '15',
      '09',
      '03',
    ]);
    expect(store.list({ reference: "' OR 1=1 --", limit: 99 })).toEqual([]);
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
    const { sql, values } = listQuery({ ...filter, limit: 9 });
    const plan = database.all(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => String(detail));
    expect(plan[0]).toContain(`USING INDEX ${index}`);
    expect(plan.join()).not.toContain('TEMP B-TREE');
  });

  test('that are unfinished come oldest first', () => {
    const store = createRequestStore(database);
    requestStatuses.forEach((status, index) =>
      store.insert(request(status, { status, createdAt: 100 - index })),
    );
    expect(store.unfinished().map(({ id }) => id)).toEqual(['paused', 'running', 'queued']);
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
  const open = () => {
    createRequestStore(database).insert(request('a'));
    return createStepStore(database);
  };

  const finish = (steps: StepStore, one: Step, result: object) =>
    steps.finish(one, steps.lease(one, 'me', 0, 10) ?? { fence: -1 }, result);

  test('are planned all or none', () => {
    const steps = open();
    expect(() => steps.plan([run('s')], [step(0), { ...step(0), requestId: 'nobody' }])).toThrow();
    expect(steps.runs('a')).toEqual([]);
    expect(steps.pending('a', 's', 'list', -1, 9)).toEqual([]);
  });

  test('keep the order in which they were planned', () => {
    const steps = open();
    steps.plan([run('z'), run('b')], [step(1, 'z'), step(0, 'z')]);
    expect(steps.runs('a').map(({ sourceId }) => sourceId)).toEqual(['z', 'b']);
    expect(steps.runs('a')[0]?.plan).toEqual(run('z').plan);
    expect(steps.pending('a', 'z', 'list', -1, 9).map(({ position }) => position)).toEqual([0, 1]);
    expect(steps.pending('a', 'z', 'list', 0, 9).map(({ position }) => position)).toEqual([1]);
    expect(steps.pending('a', 'z', 'list', -1, 1)).toHaveLength(1);
  });

  test('that are finished are done, with their result, and no longer pending', () => {
    const steps = open();
    steps.plan([run('s')], [step(0), step(1), step(2)]);
    finish(steps, step(1), { total: 12345678901234567890n, records: 3, calls: 2, bytes: 7 });
    expect([...steps.done('a', 's', 'list')]).toEqual([
      { ...step(1), result: { total: 12345678901234567890n, records: 3, calls: 2, bytes: 7 } },
    ]);
    expect(steps.pending('a', 's', 'list', -1, 9).map(({ position }) => position)).toEqual([0, 2]);
    expect(steps.counts('a')).toEqual([
      { sourceId: 's', kind: 'list', done: 1, total: 3, records: 3, bytes: 7, calls: 2 },
    ]);
  });

  test('a phase ends with its next steps, all or none', () => {
    const steps = open();
    steps.plan([run('s')], [step(0)]);
    const foreign = file(0, { requestId: 'nobody' });
    expect(() => steps.advance({ ...run('s'), phase: 'files' }, 'file', [foreign])).toThrow();
    expect(steps.runs('a')[0]?.phase).toBe('listing');
    const plan = { ...run('s').plan, filesLeftOut: 1 };
    steps.advance({ ...run('s'), phase: 'files', plan }, 'file', [file(0)]);
    expect(steps.runs('a')[0]).toMatchObject({ phase: 'files', plan });
  });

  test('that are planned again keep their results, and those that are not wanted any more are dropped', () => {
    const steps = open();
    const moved = file(1, { parameters: { ...file(1).parameters, key: 'moved' } });
    steps.plan([run('s')], [file(0), file(1), file(2)]);
    finish(steps, file(1), { calls: 7 });
    steps.advance(run('s'), 'file', [moved, file(3)]);
    expect([...steps.all('a', 's', 'file')]).toEqual([{ ...moved, result: { calls: 7 } }, file(3)]);
  });

  test('are leased to one holder at a time, and a lease that is over brings no result', () => {
    const steps = open();
    steps.plan([run('s')], [step(0)]);
    const first = steps.lease(step(0), 'one', 0, 10);
    expect(first).toEqual({ fence: 1 });
    expect(steps.lease(step(0), 'other', 9, 20)).toBeUndefined();
    steps.extend('one', 15);
    expect(steps.lease(step(0), 'other', 14, 20)).toBeUndefined();
    const second = steps.lease(step(0), 'other', 15, 20);
    expect(second).toEqual({ fence: 2 });
    const result = (calls: number) => ({ calls }) as ListResult;
    expect(() => steps.finish(step(0), { fence: 1 }, result(1))).toThrow(LeaseLost);
    steps.finish(step(0), { fence: 2 }, result(2));
    expect([...steps.done('a', 's', 'list')]).toMatchObject([{ result: { calls: 2 } }]);
    expect(steps.lease(step(0), 'other', 99, 100)).toBeUndefined();
  });

  test('that a dead process held have crashed once more; those given back have not', () => {
    const steps = open();
    steps.plan([run('s')], [step(0), step(1), step(2)]);
    for (const position of [0, 1]) steps.lease(step(position), 'dead', 0, 10);
    steps.release(step(1), { fence: 1 });
    steps.lease(step(2), 'alive', 0, 10);
    expect(steps.recover('alive')).toBe(1);
    expect([0, 1, 2].map((position) => steps.crashesOf(step(position)))).toEqual([1, 0, 0]);
    expect(steps.lease(step(0), 'alive', 0, 10)).toEqual({ fence: 2 });
    steps.reset([step(0)]);
    expect(steps.crashesOf(step(0))).toBe(0);
  });

  test('are forgotten for one request only', () => {
    const steps = open();
    createRequestStore(database).insert(request('b'));
    steps.plan([run('s'), { ...run('s'), requestId: 'b' }], [step(0), { ...step(0), requestId: 'b' }]);
    steps.clear('a');
    expect([steps.runs('a'), steps.counts('a')]).toEqual([[], []]);
    expect(steps.runs('b')).toHaveLength(1);
  });
});

describe('keys and budgets at rest', () => {
  test('a key is found, used, revoked once, and never holds its secret', () => {
    const keys = createApiKeyStore(database);
    keys.insert({ id: '0a', role: 'auditor', label: 'l', hash: 'h', owner: '0a', createdAt: 1 });
    expect(keys.find('0a')).toEqual({
      id: '0a',
      role: 'auditor',
      label: 'l',
      hash: 'h',
      owner: '0a',
      createdAt: 1,
    });
    keys.used('0a', 5);
    expect(keys.find('0a')?.lastUsedAt).toBe(5);
    expect([keys.revoke('0a', 6), keys.revoke('0a', 7), keys.revoke('0b', 7)]).toEqual([true, false, false]);
    expect(keys.list()).toMatchObject([{ revokedAt: 6 }]);
    expect(keys.find('nobody')).toBeUndefined();
  });

  test('daily calls are counted per connection, budget and day', () => {
    const add = (connection: string, budget: string, day: string) =>
      addDailyCall(database, connection, budget, day);
    expect([add('c', 'b', '1'), add('c', 'b', '1'), add('c', 'b', '2')]).toEqual([1, 2, 1]);
    expect([add('d', 'b', '1'), add('c', 'e', '1'), add('c', 'b', '1')]).toEqual([1, 1, 3]);
  });
});
