import { describe, expect, test } from '@jest/globals';
import type { OperationUse, VendorRecord } from '../../src/contract/index.js';
import { connector, sources, table } from './declared.js';
import { documented, documentedDownloads, hasDocuments } from './documents.js';
import { detailsOf, everyRow, fallbacksOf, listedRows, pagesOf } from './fixtures.js';

const byId = new Map(sources.map((source) => [source.id, source]));

describe('1 declaration', () => {
  test.each(table())(
    '%s: its id is free, and the sources it needs exist and never need it back',
    (id, source) => {
      expect(sources.filter((other) => other.id === id)).toHaveLength(1);
      expect(connector.notRead.map((kind) => kind.id)).not.toContain(id);
      expect(source.needs.filter((need) => !byId.has(need))).toEqual([]);
      const reached = new Set<string>();
      const follow = (needs: readonly string[]) => {
        for (const need of needs.filter((one) => !reached.has(one))) {
          reached.add(need);
          follow(byId.get(need)?.needs ?? []);
        }
      };
      follow(source.needs);
      expect([...reached]).not.toContain(id);
    },
  );

  test.each(table())('%s: its labels have a limit on every plan', (_id, { limits }) => {
    expect(limits.length).toBeGreaterThan(0);
    for (const plan of connector.plans) {
      const known = connector.rateLimits(plan).labels.map(({ family, label }) => `${family}/${label}`);
      for (const { family, label } of limits) expect(known).toContain(`${family}/${label}`);
    }
  });

  test.each(table())('%s: it has two fixture pages of records that fit and are told apart', (id, source) => {
    expect(pagesOf(id).length).toBeGreaterThanOrEqual(2);
    const rows = pagesOf(id).flatMap((page) => source.itemsOf(page));
    expect(rows.filter((row) => !source.fits(row))).toEqual([]);
    if (source.isPaged) {
      const [query = {}] = source.queries;
      const ids = listedRows(source).map((row) => source.identityOf(row, query));
      expect(new Set(ids).size).toBe(rows.length);
      const [first, second] = pagesOf(id).map((page) => source.itemsOf(page).length);
      expect([first, second]).not.toContain(0);
    }
  });

  test.each(table())('%s: columns, moments and dates name fields that the fixtures have', (_id, source) => {
    const labels = source.queries.map((query) => source.label(query));
    // Sources of one operation share its fields.
    const alike = sources.filter((other) => other.operations[0]?.endpoint === source.operations[0]?.endpoint);
    const rows = [...alike.flatMap((one) => everyRow(one.id)), ...labels];
    const fields = new Set(rows.flatMap((row) => [...fieldsIn(row)]));
    const named = [
      ...source.columns.flatMap((column) => column.fields),
      ...source.moments,
      ...(source.window ? [source.window.dateField] : []),
    ];
    expect(named.filter((field) => !fields.has(field))).toEqual([]);
  });

  test.each(table(({ window }) => window !== undefined))(
    '%s: every row of the fixtures has the moment it is asked by',
    (_id, source) => {
      for (const row of listedRows(source))
        expect(Date.parse(String(row[source.window?.dateField ?? '']))).not.toBeNaN();
    },
  );
});

/** Names of fields, also in objects and lists, with dots. */
function* fieldsIn(value: unknown, path = ''): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* fieldsIn(item, path);
  else if (typeof value === 'object' && value !== null)
    for (const [name, held] of Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`;
      yield place;
      yield* fieldsIn(held, place);
    }
}

/** Fields that real answers carry although the document does not name them. */
const unnamed: Record<string, string[]> = {
  user: ['/host_key'],
  recordings: ['/meetings/host_email', '/meetings/share_url', '/meetings/timezone'],
  'recordings-trash': ['/meetings/host_email', '/meetings/share_url', '/meetings/timezone'],
  'phone-recordings': ['/recordings/recording_type'],
  // Documented in the list by which programs keep up to date.
  'phone-calls': ['/call_elements/ai_call_summary_id'],
  'recordings details': ['/host_email', '/share_url', '/timezone'],
};

/** Where a document contradicts itself. */
const contradicted: Record<string, string[]> = {
  // A moment is a text, and one of an object and an empty text.
  'archived-meetings': ['anyOf', 'enum', 'type'].map((word) => `/meetings/complete_time ${word}`),
  // The enumeration of the members stands on the list.
  'phone-settings': ['/delegation/privileges enum'],
};

/** https://developers.zoom.us/docs/api/using-zoom-apis/#pagination */
const largestOfGuide = 300;

/** Scopes that open an operation although its own document leaves them out; the family's other documents name them. */
const alsoClassic = ['recording:read:admin', 'phone:read', 'phone_call_log:read:admin'];

if (!hasDocuments) {
  test('1 declaration: not held against the documents while ZOOM_OPENAPI_DIR is not set', () => {
    expect(process.env.ZOOM_OPENAPI_DIR ?? '').toBe('');
  });
} else
  describe('1 declaration, by the vendor’s documents', () => {
    test.each(table())('%s: scopes, label and largest page of each operation', (_id, { operations }) => {
      for (const { use, endpoint, scopes, rateLimit, pageSize } of operations) {
        if (endpoint === undefined) continue;
        const official = documented(endpoint);
        expect([use, [...scopes.granular].sort()]).toEqual([use, [...official.granular].sort()]);
        const strange = scopes.classic.filter(
          (scope) => ![...official.classic, ...alsoClassic].includes(scope),
        );
        expect([use, strange]).toEqual([use, []]);
        // Where it names no label, the strictest that fits is declared.
        expect([use, rateLimit?.label]).toEqual([use, official.label ?? 'heavy']);
        // Where a document names no largest page, that of the guide to pages holds.
        const largest = official.largestPage ?? largestOfGuide;
        expect([use, pageSize]).toEqual([use, pageSize === undefined ? undefined : largest]);
      }
    });

    test.each(table(({ hasFiles }) => hasFiles))('%s: scopes of its downloads', (_id, { operations }) => {
      const [list] = operations;
      const known = documentedDownloads().map((scopes) => [...scopes].sort().join());
      for (const { scopes } of operations.filter(({ use }) => use === 'file'))
        if (scopes !== list?.scopes) expect(known).toContain([...scopes.granular].sort().join());
    });

    test.each(table())('%s: its fixtures are answers as documented', (id, { operations, isMade }) => {
      const check = (name: string, endpoint: string | undefined, answers: readonly VendorRecord[]) => {
        const official = documented(endpoint ?? '');
        const found = (of: (answer: unknown) => string[]) => [...new Set(answers.flatMap(of))].sort();
        expect([name, found(official.deviations)]).toEqual([name, contradicted[name] ?? []]);
        expect([name, found(official.undeclared)]).toEqual([name, unnamed[name] ?? []]);
      };
      const endpointOf = (use: OperationUse) => operations.find((one) => one.use === use)?.endpoint;
      check(id, endpointOf(isMade ? 'lookup' : 'list'), pagesOf(id));
      const details = detailsOf(id);
      if (details.length > 0) check(`${id} details`, endpointOf('detail'), details);
      const standIns = operations.filter(({ use }) => use === 'stand-in');
      expect(fallbacksOf(id)).toHaveLength(standIns.length);
      for (const [index, fallback] of fallbacksOf(id).entries())
        check(`${id} fallback`, standIns[index]?.endpoint, [fallback]);
    });
  });
