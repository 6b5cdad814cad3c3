import { describe, expect, test } from '@jest/globals';
import { byId, countOf, idOf, timesOf } from './compare.js';
import { sources, table, type DeclaredSource } from './declared.js';
import { listedRows, wantedRecords, wholeRows } from './fixtures.js';
import { inWorld, reshelve, sharedSuite } from './in-world.js';
import { changed, differing, poorer, unfitting, unidentified, withoutSecrets } from './spoil.js';
import { callsOf, second, shelve, templateOf, type JsonObject, type WorldUser } from './vendor.js';

const suite = sharedSuite({ webinarPaging: 'token' });

describe('2 pages', () => {
  const found = inWorld(suite);
  test.each(table())('%s: two pages give exactly their records', (id, source) => {
    const wanted = wantedRecords(source, wholeRows(source));
    expect(byId(source, found.report.records(id))).toEqual(byId(source, wanted));
    expect(found.ran.outcome(id).outcome).toBe('complete');
  });

  test.each(table(({ isPaged }) => isPaged))(
    '%s: every query asks for the second page, none for too large a one',
    (_id, source) => {
      const calls = found.ran.calls.filter(({ path }) => callsOf(source).test(path));
      const asked = calls.map(({ path }) => new URL(path, 'http://example.com').searchParams);
      const [{ pageSize } = {}] = source.operations;
      expect(new Set(asked.map((query) => query.get('page_size')))).toEqual(new Set([String(pageSize)]));
      for (const query of source.queries) {
        const own = asked.filter((one) =>
          Object.entries(query).every(([name, value]) => one.get(name) === value),
        );
        expect([query, own.filter((one) => one.has('next_page_token')).length > 0]).toEqual([query, true]);
      }
    },
  );
});

describe('2 pages, of the second person', () => {
  const found = inWorld(suite, undefined, { email: second });
  test.each(
    table(({ isPaged, queries, parents }) => !isPaged && parents.length === 0 && queries.length === 1),
  )('%s: the second page gives exactly its record', (id, source) => {
    expect(byId(source, found.report.records(id))).toEqual(byId(source, wholeRows(source, 1)));
  });
});

describe('2 pages, the first of them empty', () => {
  const paged = sources.filter(({ isPaged }) => isPaged);
  const found = inWorld(suite, (world) => (world.emptyFirstPages = paged.map(templateOf)));
  test.each(table(({ isPaged }) => isPaged))('%s: the token of an empty page is followed', (id, source) => {
    const wanted = wantedRecords(source, wholeRows(source));
    expect(byId(source, found.report.records(id))).toEqual(byId(source, wanted));
  });
});

describe('2 pages, of lists that have rows of their own', () => {
  const lists = new Map<string, Set<string>>();
  const own = (source: DeclaredSource, list: string) => changed(source, wholeRows(source).at(-1) ?? {}, list);
  const found = inWorld(suite, (world) => {
    const [user] = world.users;
    for (const source of user ? sources.filter(({ isPaged }) => isPaged) : [])
      shelve(world, user as WorldUser, source, wholeRows(source), (list) => {
        lists.set(source.id, (lists.get(source.id) ?? new Set()).add(list));
        return [own(source, list)];
      });
  });
  test.each(table(({ isPaged }) => isPaged))('%s: no list of the vendor is left out', (id, source) => {
    const records = found.report.records(id);
    const missing = [...(lists.get(id) ?? ['none'])].filter(
      (list) => countOf(source, records, own(source, list)) === 0,
    );
    expect(missing).toEqual([]);
  });
});

describe('4 identity', () => {
  const twice = inWorld(
    suite,
    reshelve((source, rows) => (source.isList ? [...rows, ...structuredClone(rows)] : rows)),
  );
  test.each(table())('%s: the same rows twice are the same records once', (id, source) => {
    const wanted = wantedRecords(source, wholeRows(source));
    expect(byId(source, twice.report.records(id))).toEqual(byId(source, wanted));
    if (source.isList) expect(twice.report.source(id).duplicates).toBeGreaterThan(0);
  });
});

describe('4 identity, of rows that are alike', () => {
  const found = inWorld(
    suite,
    reshelve((source, rows) => {
      const [first = {}, , last = {}] = rows;
      if (!source.isPaged) return rows;
      const others = [differing(source, last), unidentified(source, last)];
      const copy = poorer(source, first);
      return source.copies === 'merged' ? [copy, ...rows, ...others] : [...rows, copy, ...others];
    }),
  );
  const paged = table(({ isPaged }) => isPaged);
  test.each(paged)('%s: a poorer copy is not kept beside the row it says nothing more than', (id, source) => {
    const [first = {}] = wholeRows(source);
    expect(countOf(source, found.report.records(id), poorer(source, first))).toBe(0);
    expect(countOf(source, found.report.records(id), first)).toBe(timesOf(source));
  });

  test.each(paged)('%s: a row that says something else is kept', (id, source) => {
    const [, , last = {}] = listedRows(source);
    const records = found.report.records(id);
    const ids = new Set(wantedRecords(source, [last]).map((record) => idOf(source, record)));
    const alike = records.filter((record) => ids.has(idOf(source, record)));
    expect(alike).toHaveLength(2 * timesOf(source));
    // A detail is laid over both rows that it belongs to.
    if (!source.hasDetails) expect(countOf(source, records, differing(source, last))).toBe(timesOf(source));
  });

  test.each(paged)('%s: a row without identity is kept', (id, source) => {
    const [, , last = {}] = listedRows(source);
    const count = countOf(source, found.report.records(id), unidentified(source, last));
    // It is known by its content alone, and addresses that are made anew for each answer change that.
    if (source.hasFiles) expect(count).toBeGreaterThanOrEqual(timesOf(source));
    else expect(count).toBe(timesOf(source));
  });
});

/** Fields and rows nobody knows. */
const big = 9_007_199_254_740_993n;
const news = { a_field_nobody_knows: { deep: [1, null, 'ü "quoted" \u2028 \\ text'] }, a_big_number: big };
const odd = { shape: 'that nobody knows', number: big, list: [[]] };

describe('5 unknown shapes', () => {
  const found = inWorld(suite, (world) => {
    reshelve((_source, rows) => rows.map((row) => ({ ...row, ...news })))(world);
    for (const source of sources)
      suite.current.simulator.faults.add({
        operation: callsOf(source),
        times: Infinity,
        respond: { transform: (body) => spoilt(source, body) },
      });
  });
  const spoilt = (source: DeclaredSource, body: JsonObject): JsonObject => {
    if (typeof body.code === 'number' && typeof body.message === 'string') return body;
    if (!source.isList) return unfitting(source, body) as JsonObject;
    const lists = Object.entries(body).filter(([, list]) => Array.isArray(list));
    return {
      ...body,
      ...Object.fromEntries(
        lists.map(([name, list]) => [name, [...(list as JsonObject[]), odd, 'only a word']]),
      ),
    };
  };

  test.each(table())('%s: what does not fit is written whole and counted', (id, source) => {
    const records = found.report.records(id);
    const { unrecognised, unnamed } = found.report.source(id);
    if (source.isOfEverybody) {
      const pages = found.ran.calls.filter(({ path }) => callsOf(source).test(path)).length;
      expect(unrecognised).toBe(1);
      expect(unnamed).toBeGreaterThanOrEqual(pages);
    } else if (source.isHeldBack) {
      expect(records).toContain('only a word');
      expect(unnamed).toBeGreaterThan(0);
    } else if (source.isList) {
      expect(records).toContain('only a word');
      expect(
        JSON.stringify(
          records.map((one) => withoutSecrets(source, one)),
          text,
        ),
      ).toContain(JSON.stringify(odd, text).slice(1));
      expect(unrecognised).toBeGreaterThanOrEqual(2);
    } else if (source.fits({})) expect(unrecognised).toBe(0);
    else if (source.parents.length > 0) expect([unrecognised]).toEqual([records.length]);
    else expect([records.length, unrecognised]).toEqual([1, 1]);
  });

  test.each(table())('%s: unknown fields and integers beyond 2^53 survive', (id) => {
    const records = found.report
      .records(id)
      .filter((record) => typeof record === 'object' && !('shape' in record));
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(record).toMatchObject(news);
    expect(found.report.texts.get(`data/${id}/${id}.json`)).toContain(`"a_big_number":${big}`);
  });
});

const text = (_name: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
