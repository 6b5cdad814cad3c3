import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { keyOf, textOf, type AskedSource, type WindowRule } from '../../src/contract/index.js';
import { declareSource, longAgo } from '../support/declared-source.js';
import { refusal, startSmallVendor, type Handler, type SmallVendor } from '../support/small-vendor.js';

let vendor: SmallVendor;
afterEach(() => vendor.close());

const dayMs = 86_400_000;
const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10);
const window = (dateField: string): WindowRule => ({
  ...{ maxDays: 30, dateField, ifWider: 'not documented' },
  earliest: { ...longAgo, day: dayOf(200) },
});
const noPermission = refusal(200, 'No permission.');

const talks = declareSource(
  { id: 'talks', title: 'Your conversations' },
  {
    ...{ endpoint: '/users/{subject}/talks', list: 'talks' },
    window: { ...window('latest'), dateMoves: true },
  },
);
const lines = declareSource(
  {
    ...{ id: 'lines', title: 'What was said', forEach: [{ source: 'talks', carry: ['id'] }] },
    ...{ record: z.looseObject({}), recordId: ({ id, at }) => keyOf(id, at) },
  },
  {
    ...{ endpoint: '/talks/{talk}/lines', list: 'lines' },
    values: ({ parent }) => ({ talk: textOf(parent?.id) ?? '' }),
    window: { ...window('at'), whereListed: true },
  },
);

/** Days ago on which something was said in two conversations. */
const said: Record<string, readonly number[]> = { a: [3, 150], b: [3] };
const isIn = (daysAgo: number, query: URLSearchParams) =>
  dayOf(daysAgo) >= (query.get('from') ?? '') && dayOf(daysAgo) <= (query.get('to') ?? '');
const talksWorld: Handler = (path, query) => {
  const isAsked = (id: string) => said[id]?.some((day) => isIn(day, query)) ?? false;
  if (path === '/users/u1/talks')
    return {
      talks: Object.keys(said)
        .filter(isAsked)
        .map((id) => ({ id, latest: dayOf(3) })),
    };
  const [, talk = ''] = /^\/talks\/(\w)\/lines$/.exec(path) ?? [];
  if (talk === '') return undefined;
  return { lines: (said[talk] ?? []).filter((day) => isIn(day, query)).map((day) => ({ at: dayOf(day) })) };
};
const linesOf = (talk: string) => vendor.calls.filter((call) => call.startsWith(`/talks/${talk}/`));

describe('windows in which a record was listed', () => {
  test('are all that is asked for it', async () => {
    vendor = await startSmallVendor([talks, lines], talksWorld);
    const report = await vendor.open(await vendor.ask());
    expect(report.records('talks')).toHaveLength(2);
    expect(report.records('lines').map(({ id, at }) => [id, at])).toEqual([
      ['a', dayOf(3)],
      ['a', dayOf(150)],
      ['b', dayOf(3)],
    ]);
    expect([linesOf('a').length, linesOf('b').length]).toEqual([2, 1]);
  });

  test('are more after a retry that has read more of the list, and the others are not asked again', async () => {
    vendor = await startSmallVendor([talks, lines], (path, query) =>
      path.endsWith('/talks') && isIn(150, query) ? noPermission : talksWorld(path, query),
    );
    const first = await vendor.ask();
    expect([(await vendor.open(first)).source('lines').outcome, linesOf('a').length]).toEqual(['partial', 1]);
    vendor.answer(talksWorld);
    vendor.calls.length = 0;
    const second = await vendor.retry(first.id);
    expect([second.status, linesOf('a').length, linesOf('b').length]).toEqual(['completed', 1, 0]);
    expect((await vendor.open(second)).records('lines')).toHaveLength(3);
  });

  test('are those of the wanted days, also where something was said later', async () => {
    vendor = await startSmallVendor([talks, lines], talksWorld);
    const report = await vendor.open(await vendor.ask({ from: dayOf(155), to: dayOf(145) }));
    expect(report.records('lines')).toEqual([{ id: 'a', at: dayOf(150) }]);
    expect([linesOf('a').length, linesOf('b')]).toEqual([1, []]);
  });
});

const rooms = declareSource(
  { id: 'rooms', title: 'Your rooms' },
  { endpoint: '/users/{subject}/rooms', list: 'rooms', scopes: { granular: ['room:read'], classic: [] } },
);
const sessions = (changes: Partial<AskedSource> = {}) =>
  declareSource(
    {
      ...{ id: 'sessions', title: 'What happened there' },
      heldAgainst: { source: 'rooms', names: ({ id }) => [`room ${textOf(id) ?? ''}`] },
      about: ({ room }, { held }) => (held?.has(`room ${textOf(room) ?? ''}`) ? 'subject' : 'nobody'),
      ...changes,
    },
    { endpoint: '/account/sessions', list: 'sessions' },
  );
const ofAll = { sessions: ['r1', 'r2', 'r3'].map((room) => ({ id: `in ${room}`, room })) };
const roomsWorld: Handler = (path) => {
  if (path === '/users/u1/rooms') return { rooms: [{ id: 'r1' }, { id: 'r3' }] };
  return path === '/account/sessions' ? ofAll : undefined;
};

describe('a list of the whole account', () => {
  test('is held against what the person has: the rest is counted and written nowhere', async () => {
    vendor = await startSmallVendor([sessions(), rooms], roomsWorld);
    const request = await vendor.ask({ sources: ['sessions'] });
    expect(request.status).toBe('completed');
    const report = await vendor.open(request);
    expect(report.records('sessions').map(({ room }) => room)).toEqual(['r1', 'r3']);
    expect(report.source('sessions').looked_through).toBe(1);
    for (const name of report.entries.keys())
      if (/\.(json|csv|html)$/.test(name)) expect(report.text(name)).not.toContain('in r2');
  });

  test('has a gap where that could not be read, and a retry looks through it again', async () => {
    vendor = await startSmallVendor([sessions(), rooms], (path, query) =>
      path === '/users/u1/rooms' ? noPermission : roomsWorld(path, query),
    );
    const first = await vendor.ask();
    expect((await vendor.open(first)).source('sessions')).toMatchObject({
      ...{ outcome: 'partial', reason: 'not_permitted', records: 0, looked_through: 3 },
    });
    vendor.answer(roomsWorld);
    const second = await vendor.retry(first.id);
    expect(second.status).toBe('completed');
    expect((await vendor.open(second)).records('sessions')).toHaveLength(2);
  });

  test('where it decides for which records something is asked, what is there already is not asked', async () => {
    const details = sessions({
      ...{ about: undefined, id: 'details', record: z.looseObject({}) },
      forEach: [
        { source: 'talks', where: ({ id }, _subject, held) => !held?.has(`room ${textOf(id) ?? ''}`) },
      ],
      asks: [
        {
          ...{ endpoint: '/talks/{talk}/detail', scopes: { granular: ['talk:read'], classic: [] } },
          rateLimit: { family: 'main', label: 'light' },
          values: ({ parent }) => ({ talk: textOf(parent?.id) ?? '' }),
        },
      ],
    });
    vendor = await startSmallVendor([details, talks, rooms], (path, query) => {
      if (path.endsWith('/detail')) return { id: path.split('/')[2] };
      return path === '/users/u1/rooms' ? { rooms: [{ id: 'a' }] } : talksWorld(path, query);
    });
    const request = await vendor.ask();
    expect(request.status).toBe('completed');
    expect(vendor.calls.filter((call) => call.endsWith('/detail'))).toEqual(['/talks/b/detail']);
  });
});
