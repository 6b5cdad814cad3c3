import { identify } from '../../../src/spool/identity.js';
import { describe, expect, test } from '@jest/globals';
import { PassCount } from '../../../src/collect/pass-count.js';
import type { Query, Source } from '../../../src/contract/index.js';
import type { Page } from '../../../src/upstream/pages.js';
import { declareSource, longAgo } from '../../support/declared-source.js';
import { runBuilt } from '../../support/run-built.js';

const page = (items: readonly unknown[], body: Page['body'] = {}): Page => ({ items, body });

function open({
  source = declareSource(),
  query = {},
  period = {},
}: { source?: Source; query?: Query; period?: { from?: string; to?: string } } = {}) {
  const written: unknown[] = [];
  const records = new PassCount(source, period, (record) => {
    written.push(record);
    return Promise.resolve();
  });
  const fresh = Object.assign(records, {
    take: (one: Page) => PassCount.prototype.take.call(records, one, query),
  });
  return { fresh, written };
}

/** Attendance rows, and poorer rows of the same meeting without the time of joining. */
const attended = declareSource({
  recordId: ({ uuid, join }) =>
    typeof uuid !== 'string' ? undefined : typeof join === 'string' ? [`${uuid}|${join}`, uuid] : uuid,
});
const longAgoWindow = { maxDays: 30, earliest: longAgo, dateField: 'start', ifWider: 'cut' } as const;
const dated = (ifWider: 'cut' = 'cut') =>
  declareSource({}, { window: { maxDays: 30, earliest: longAgo, dateField: 'start', ifWider } });

describe('the wanted period', () => {
  test('what lies after it is kept where the date moves with what happens later', async () => {
    const window = { ...longAgoWindow, dateMoves: true };
    const period = { from: '2026-03-02', to: '2026-03-05' };
    const rows = ['2026-03-01', '2026-03-04', '2026-03-09'].map((start) => ({ start }));
    const counts = await Promise.all(
      [longAgoWindow, window].map(async (one) => {
        const { fresh, written } = open({ source: declareSource({}, { window: one }), period });
        await fresh.take(page(rows));
        return [written.length, fresh.outside];
      }),
    );
    expect(counts).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});

describe('fresh records', () => {
  test('every record is written, and what this pass had not brought yet is counted', async () => {
    const { fresh, written } = open();
    expect(await fresh.take(page([{ id: 'a' }, { id: 'b' }, { id: 'a' }]))).toBe(2);
    expect(await fresh.take(page([{ id: 'b' }, { id: 'c', more: 1 }]))).toBe(1);
    // A later copy can hold more than the first: which one counts is decided when all are there.
    expect(written).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'a' }, { id: 'b' }, { id: 'c', more: 1 }]);
    expect([fresh.written, fresh.rows]).toEqual([5, 5]);
  });

  test('a second pass over the same pages starts its counts from nothing', async () => {
    const { fresh, written } = open();
    await fresh.take(page([{ id: 'a' }, { id: 'b' }]));
    fresh.startPass();
    expect(await fresh.take(page([{ id: 'a' }, { id: 'b' }, { id: 'c' }]))).toBe(3);
    expect(written).toHaveLength(5);
    expect([fresh.rows, fresh.written]).toEqual([3, 5]);
  });

  test('a row is news by its own identity, not by a further name it shares', async () => {
    const { fresh } = open({ source: attended });
    const rows = [{ uuid: 'm', join: '10:00' }, { uuid: 'm', join: '10:30' }, { uuid: 'm' }, { uuid: 'm' }];
    expect(await fresh.take(page(rows))).toBe(3);
  });

  test('records without identity are known by their content, and none is lost', async () => {
    const { fresh, written } = open();
    const rows = [{ name: 'x' }, { name: 'y' }, { name: 'x' }, { id: '' }, { id: null }, {}];
    expect(await fresh.take(page(rows))).toBe(5);
    expect(written).toEqual(rows);
  });

  test.each<[string, unknown]>([
    ['a text', 'just text'],
    ['an empty text', ''],
    ['a number', 42],
    ['null', null],
    ['a list', [{ id: 'a' }]],
    ['a truth value', false],
    ['a big integer', 12345678901234567890n],
  ])('%s where an object was expected is kept', async (_name, item) => {
    const { fresh, written } = open({
      source: declareSource({ label: () => ({ kind: 'x' }), asks: dated().asks }),
      period: { from: '2026-01-01', to: '2026-01-31' },
    });
    await fresh.take(page([item]));
    expect(written).toEqual([item]);
  });

  test('content that only looks alike is not the same', () => {
    const source = declareSource({ recordId: () => undefined });
    const identities = [{ a: 1 }, { a: '1' }, { a: [1] }, [1], '1', 1, { a: 1n }, null, 'null'].map(
      (record) => identify(source, {}, record)[0],
    );
    expect(new Set(identities).size).toBe(identities.length - 1); // 1 and 1n are one number in JSON
  });

  test('the label says which query brought a record, but the vendor’s own field wins', async () => {
    const source = declareSource({ label: (query) => ({ kind: query.kind }) });
    const { fresh, written } = open({ source, query: { kind: 'trash' } });
    await fresh.take(page([{ id: 'a' }, { id: 'b', kind: 'own' }]));
    expect(written).toEqual([
      { kind: 'trash', id: 'a' },
      { kind: 'own', id: 'b' },
    ]);
  });

  test('a field named __proto__ stays a field', async () => {
    const { fresh, written } = open({ source: declareSource({ label: () => ({ kind: 'x' }) }) });
    await fresh.take(page([JSON.parse('{"id":"a","__proto__":{"polluted":true}}')]));
    expect(JSON.stringify(written)).toBe('[{"kind":"x","id":"a","__proto__":{"polluted":true}}]');
    expect((written[0] as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the wanted period', () => {
  const period = { from: '2026-01-10', to: '2026-01-20' };
  const take = async (start: unknown, wanted: { from?: string; to?: string } = period) => {
    const { fresh, written } = open({ source: dated(), period: wanted });
    await fresh.take(page([{ id: 'a', start }]));
    return written.length === 1;
  };

  test.each<[unknown, boolean]>([
    ['2026-01-09T23:59:59Z', false],
    ['2026-01-10T00:00:00Z', true],
    ['2026-01-20T23:59:59Z', true],
    ['2026-01-21T00:00:00Z', false],
    ['2026-01-20T23:30:00-02:00', false],
    ['2026-01-21T00:30:00+02:00', true],
    ['2026-01-10', true],
    ['2026-01-09', false],
    [Date.parse('2026-01-15T00:00:00Z'), true],
    ['', true],
    [undefined, true],
    [null, true],
    ['soon', true],
    [{ day: 1 }, true],
  ])('a record that starts at %j is inside: %s', async (start, expected) => {
    expect(await take(start)).toBe(expected);
  });

  test.each(['Pacific/Kiritimati', 'UTC', 'America/Los_Angeles'])(
    'a date without a time zone means the same where the service runs in %s',
    (zone) => {
      const script = `
        const { PassCount } = await load('src/collect/pass-count.js');
        const kept = [];
        const source = { recordId: ({ id }) => id, asks: [{ window: { dateField: 'start' } }] };
        const fresh = new PassCount(source, input, async ({ id }) => void kept.push(id));
        const items = ['2026-01-09T23:59:00', '2026-01-10T00:01:00', '2026-01-20T23:59:00', '2026-01-21T00:01:00'];
        await fresh.take({ items: items.map((start) => ({ id: start, start })), body: {} }, {});
        print(kept);
      `;
      expect(runBuilt(script, { TZ: zone }, period)).toEqual(['2026-01-10T00:01:00', '2026-01-20T23:59:00']);
    },
  );

  test('open ends', async () => {
    expect(await take('2030-01-01T00:00:00Z', { from: '2026-01-10' })).toBe(true);
    expect(await take('2013-01-01T00:00:00Z', { to: '2026-01-20' })).toBe(true);
    expect(await take('2013-01-01T00:00:00Z', {})).toBe(true);
  });

  test('records outside count as rows that were read, so that the vendor’s total still fits', async () => {
    const { fresh } = open({ source: dated(), period });
    await fresh.take(
      page([
        { id: 'a', start: '2026-01-09T00:00:00Z' },
        { id: 'b', start: '2026-01-15T00:00:00Z' },
      ]),
    );
    expect([fresh.rows, fresh.written]).toEqual([2, 1]);
    expect(fresh.isShort(2)).toBe(false);
  });
});

describe('a shortage against the vendor’s total', () => {
  test.each<[string, string[][], number | undefined, boolean]>([
    ['no total', [['a']], undefined, false],
    ['all there', [['a', 'b']], 2, false],
    ['more than stated', [['a', 'b', 'c']], 2, false],
    ['fewer', [['a', 'b']], 3, true],
    [
      'a row moved between pages: one twice, one missing',
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      4,
      true,
    ],
    ['nothing at all', [[]], 1, true],
    ['nothing stated, nothing there', [[]], 0, false],
  ])('%s', async (_name, pages, total, expected) => {
    const { fresh } = open();
    for (const ids of pages) await fresh.take(page(ids.map((id) => ({ id }))));
    expect(fresh.isShort(total)).toBe(expected);
  });

  test('an answer that holds the list in two forms counts the longer one', async () => {
    const { fresh } = open();
    await fresh.take(page([{ id: 'a' }], { elements: [{}], logs: [{}, {}] }));
    expect(fresh.rows).toBe(2);
    expect(fresh.isShort(2)).toBe(true);
  });

  test('two passes together can make up for a moved row; a new span starts from nothing', async () => {
    const { fresh } = open();
    await fresh.take(page([{ id: 'a' }, { id: 'b' }, { id: 'b' }]));
    expect(fresh.isShort(3)).toBe(true);
    fresh.startPass();
    await fresh.take(page([{ id: 'a' }, { id: 'c' }, { id: 'c' }]));
    expect(fresh.isShort(3)).toBe(false);
    fresh.endSpan();
    expect(fresh.isShort(1)).toBe(true);
  });
});
