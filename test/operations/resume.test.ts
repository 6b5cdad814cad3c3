import { afterEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { z } from 'zod';
import { keyOf, textOf, type Given } from '../../src/contract/index.js';
import { openDatabase } from '../../src/storage/sqlite/database.js';
import { declareSource } from '../support/declared-source.js';
import {
  refusal,
  Reply,
  startSmallVendor,
  type Answered,
  type SmallVendor,
} from '../support/small-vendor.js';

let vendor: SmallVendor;
afterEach(() => vendor.close());

const limits = {
  rateLimit: { family: 'main', label: 'light' },
  scopes: { granular: ['thing:read'], classic: [] },
};
const base = {
  record: z.looseObject({}),
  recordId: ({ of, id }: Record<string, unknown>) => keyOf(id, of),
};
const idOf = ({ parent }: Given) => {
  const id = textOf(parent?.id);
  return id === undefined ? undefined : { id };
};
const things = declareSource({
  ...{ ...base, id: 'things', title: 'Things' },
  asks: [
    { ...limits, endpoint: '/users/{subject}/new-things', list: 'things' },
    { ...limits, endpoint: '/users/{subject}/old-things', list: 'things' },
  ],
  details: [{ ...limits, id: 'more', endpoint: '/things/{id}', values: idOf }],
  attachments: [
    {
      id: 'sound',
      list: (record) => {
        const url = textOf(record.sound);
        return url === undefined ? [] : [{ key: url, kind: 'sound', extension: 'mp3', url }];
      },
    },
  ],
});
const rows = declareSource({
  ...{ ...base, id: 'rows', title: 'Rows' },
  forEach: [{ source: 'things', carry: ['words'] }],
  asks: [{ ...limits, endpoint: '/things/{id}/rows', list: 'rows', values: idOf }],
});

const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const daily = new Reply(
  429,
  { code: 429, message: 'daily' },
  { 'x-ratelimit-type': 'Daily-limit', 'retry-after': tomorrow },
);
const sound = `ID3\u0003${'sound '.repeat(60)}`;
function answer(path: string): Answered | undefined {
  if (path === '/users/u1/new-things') return refusal(2300, 'This API endpoint is not recognized.');
  if (path === '/users/u1/old-things') return { things: ['a', 'b', 'c'].map((id) => ({ id })) };
  const [, id = '', isRows] = /^\/things\/(\w)(\/rows)?$/.exec(path) ?? [];
  if (isRows) return { rows: [{ id: 'r', of: id }] };
  if (id !== '') return { id, words: `of ${id}`, sound: `${vendor.origin}/sounds/${id}` };
  return path.startsWith('/sounds/') ? new Reply(200, sound, { 'content-type': 'audio/mpeg' }) : undefined;
}
const pathsOf = () => vendor.calls.map((call) => call.split('?')[0] ?? '').sort();

/** Runs to a pause in the middle, and on after a restart. Resolves with what was asked after it. */
async function interrupted(isPause: (path: string) => boolean, meanwhile?: () => void): Promise<string[]> {
  vendor = await startSmallVendor([things, rows], (path) => (isPause(path) ? daily : answer(path)));
  const paused = await vendor.ask();
  expect(paused.status).toBe('paused');
  const before = pathsOf();
  vendor.calls.length = 0;
  vendor.answer(answer);
  await vendor.restart(() => {
    meanwhile?.();
    const database = openDatabase(join(vendor.dataDir, 'database.sqlite'));
    database.run('UPDATE access_requests SET resume_at = 1');
    database.run('DELETE FROM daily_counts');
    database.close();
  });
  let ended = await vendor.service.requests.wait(paused.id, 60_000);
  for (let tries = 0; ended?.status === 'paused' && tries < 200; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ended = await vendor.service.requests.wait(paused.id, 60_000);
  }
  if (ended?.status !== 'completed')
    throw new Error(`It ended as ${ended?.status ?? 'nothing'}: ${JSON.stringify(ended?.problem)}`);
  const report = await vendor.open(ended);
  expect(report.records('rows')).toEqual(
    ['a', 'b', 'c'].map((id) => ({ words: `of ${id}`, id: 'r', of: id })),
  );
  expect(report.source('things')).toMatchObject({ records: 3, files: 3, outcome: 'complete' });
  expect([...before, ...pathsOf()].length).toBeGreaterThan(0);
  return pathsOf();
}

test('a pause among the records it is asked for: what was read of the others is not asked again', async () => {
  expect(await interrupted((path) => path === '/things/b/rows')).toContain('/things/b/rows');
  for (const path of ['/users/u1/old-things', '/things/a', '/sounds/a'])
    expect(pathsOf()).not.toContain(path);
});

test('a pause among the details: who waits for them waits on', async () => {
  const after = await interrupted((path) => path === '/things/b');
  expect(after.filter((path) => path.endsWith('/rows'))).toHaveLength(3);
  expect(after).not.toContain('/users/u1/old-things');
});

test('a data folder that an older version left in the middle goes on, and nothing is fetched twice', async () => {
  const after = await interrupted((path) => path === '/sounds/b', toOlderForm);
  for (const path of after.filter((one) => !one.startsWith('/sounds/'))) expect(path).toMatch(/rows$/);
  expect(after).toContain('/sounds/b');
  expect(after.filter((path) => path.startsWith('/sounds/')).length).toBeLessThanOrEqual(3);
});

/** Steps as the version before wrote them: a fallback and one detail, which had no name. */
function toOlderForm(): void {
  const database = openDatabase(join(vendor.dataDir, 'database.sqlite'));
  for (const row of database.all('SELECT rowid AS row, kind, parameters, result FROM steps')) {
    const parameters = JSON.parse(String(row.parameters)) as Record<string, unknown>;
    const result = row.result === null ? null : (JSON.parse(String(row.result)) as Record<string, unknown>);
    if (row.kind === 'detail') delete parameters.detail;
    const [detail] = (parameters.details ?? []) as { position: number }[];
    if (detail) {
      parameters.detail = detail.position;
      delete parameters.details;
    }
    if (result?.operation === 1) {
      result.usedFallback = true;
      delete result.operation;
      delete result.passedOver;
    }
    database.run(
      'UPDATE steps SET parameters = ?, result = ? WHERE rowid = ?',
      ...[JSON.stringify(parameters), result && JSON.stringify(result), Number(row.row)],
    );
  }
  database.close();
}
