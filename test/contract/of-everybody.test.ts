import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isVendorRecord, type VendorRecord } from '../../src/contract/index.js';
import { byId } from './compare.js';
import { sources, table, type DeclaredSource } from './declared.js';
import { wantedRecords, wholeRows } from './fixtures.js';
import { inWorld, reshelve, sharedSuite } from './in-world.js';
import { shelve, subject } from './vendor.js';
import { changed } from './spoil.js';
import type { Ran, Report } from './suite.js';

const suite = sharedSuite();
const id = 'rB1nSubjectIdAAAAAAAAA';
const about = table(({ isOfEverybody }) => isOfEverybody);

/** The rows of a source as somebody else’s, whose address and id hold the person’s. */
const strangersOf = (source: DeclaredSource): VendorRecord[] =>
  wholeRows(source).map(
    (row) =>
      JSON.parse(
        JSON.stringify(changed(source, row, 'other'))
          .replaceAll(subject, `canary.${subject}`)
          .replaceAll(id, `canary${id}`),
      ) as VendorRecord,
  );

const mixed = {} as { ran: Ran; report: Report };

beforeAll(async () => {
  suite.current.reset((world) => {
    const [user] = world.users;
    for (const source of user ? sources.filter((one) => one.isOfEverybody) : [])
      shelve(world, user as never, source, [...strangersOf(source), ...wholeRows(source)]);
  });
  const ran = await suite.current.run(
    about.map(([name]) => name),
    { thirdParties: 'keep', media: true },
  );
  Object.assign(mixed, { ran, report: await ran.report() });
});

describe('13 lists about everybody', () => {
  test.each(about)('%s: only the person’s records are kept, the others are counted', (name, source) => {
    const { ran, report } = mixed;
    const wanted = wantedRecords(source, wholeRows(source));
    expect(byId(source, report.records(name))).toEqual(byId(source, wanted));
    expect(ran.outcome(name).outcome).toBe('complete');
    expect(report.source(name).looked_through).toBe(strangersOf(source).length * source.queries.length);
  });

  test('what is about others touches neither the disk nor the report', () => {
    const folder = suite.current.installation.service.folder.path;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(0);
    const held = files.filter((one) => readFileSync(join(one.parentPath, one.name)).includes('canary'));
    expect(held.map(({ name }) => name)).toEqual([]);
    expect([...mixed.report.texts].filter(([, text]) => text.includes('canary'))).toEqual([]);
  });
});

/** The row without what names anybody. */
const unnamed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes(subject) || value === id ? '' : value;
  if (Array.isArray(value)) return value.map(unnamed);
  if (!isVendorRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, naming.test(name) ? '' : unnamed(held)]),
  );
};
const naming = /(^|_)(email|operator|host_id|host_name|user_name)$/;

describe('13 lists about everybody, in which the names are left out', () => {
  const found = inWorld(
    suite,
    reshelve((source, rows) => (source.isOfEverybody ? (rows.map(unnamed) as VendorRecord[]) : rows)),
  );
  test.each(about)('%s: is not told as empty', (name, source) => {
    expect(found.ran.outcome(name)).toEqual({ outcome: 'withheld', reason: 'unnamed' });
    expect(found.report.source(name).unnamed).toBe(wholeRows(source).length * source.queries.length);
    expect(found.report.texts.get('pages/completeness.html')).toContain('whose they are cannot be told');
  });
});
