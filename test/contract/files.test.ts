import { beforeAll, describe, expect, test } from '@jest/globals';
import type { VendorRecord } from '../../src/contract/index.js';
import { sources, table, type DeclaredSource } from './declared.js';
import { wholeRows } from './fixtures.js';
import { inWorld, reshelve, sharedSuite } from './in-world.js';
import { inTheMaking } from './spoil.js';
import type { Report } from './suite.js';
import { digestOf, downloadCalls } from './vendor.js';

const suite = sharedSuite();
const withFiles = table(({ hasFiles }) => hasFiles);
const media = { media: true };

const digestsIn = ({ digests }: Report, id: string) =>
  [...digests].flatMap(([name, sha256]) => (name.startsWith(`data/${id}/files/`) ? [sha256] : [])).sort();

/** Digests of what the vendor has of every file that the rows name, each file once. */
const digestsOf = (source: DeclaredSource, rows: readonly VendorRecord[] = wholeRows(source)) =>
  rows
    .flatMap((row) => source.filesOf(row).map((file) => digestOf(suite.current.simulator.world, file)))
    .sort();

describe('9 files', () => {
  const found = inWorld(suite, undefined, media);
  test.each(withFiles)('%s: every file is what the vendor has, byte for byte', (id, source) => {
    const wanted = digestsOf(source);
    expect(wanted.length).toBeGreaterThan(0);
    expect(new Set(digestsIn(found.report, id))).toEqual(new Set(wanted));
    expect(found.ran.outcome(id).outcome).toBe('complete');
  });

  test('the token stays with the vendor’s own hosts', () => {
    const elsewhere = found.ran.calls.filter(({ operation }) => operation === 'media');
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(elsewhere.filter(({ authorization }) => authorization)).toEqual([]);
    expect(suite.current.simulator.leakedAuthorizations).toBe(0);
  });
});

describe('9 files, whose address is out of date', () => {
  const hits = new Map<string, number>();
  const runs = {} as { report: Report; outcome: (id: string) => { outcome?: string } };
  beforeAll(async () => {
    suite.current.reset();
    const faults = sources.map((source) => {
      const operation = downloadCalls(source, wholeRows(source));
      return [source.id, suite.current.simulator.faults.add({ operation, respond: 'html-200' })] as const;
    });
    const ran = await suite.current.run(undefined, media);
    Object.assign(runs, { report: await ran.report(), outcome: ran.outcome });
    for (const [id, fault] of faults) hits.set(id, fault.hits);
  });
  test.each(withFiles)('%s: the record is read again, and the file comes', (id, source) => {
    expect([hits.get(id), runs.outcome(id).outcome]).toEqual([1, 'complete']);
    expect(new Set(digestsIn(runs.report, id))).toEqual(new Set(digestsOf(source)));
  });
});

describe('9 files, in whose place a page comes', () => {
  const found = inWorld(
    suite,
    () =>
      suite.current.simulator.faults.add({
        operation: /download|\/media\//,
        times: Infinity,
        respond: 'html-200',
      }),
    media,
  );
  test.each(withFiles)('%s: the page is refused and told', (id) => {
    expect(digestsIn(found.report, id)).toEqual([]);
    expect(found.ran.outcome(id).outcome).toBe('partial');
  });
});

describe('9 files, unfinished', () => {
  const found = inWorld(
    suite,
    reshelve((_source, rows) => [...rows.slice(0, -1), ...rows.slice(-1).map(inTheMaking)]),
    media,
  );
  const unfinishedOf = (source: DeclaredSource) =>
    wholeRows(source)
      .slice(-1)
      .flatMap((row) => source.filesOf(inTheMaking(row)).filter(({ isUnfinished }) => isUnfinished));

  test.each(table((source) => unfinishedOf(source).length > 0))(
    '%s: what the vendor still makes is told, the rest is there',
    (id, source) => {
      const isGap = unfinishedOf(source).some(({ mayBeRefused }) => !mayBeRefused);
      expect(new Set(digestsIn(found.report, id))).toEqual(
        new Set(digestsOf(source, wholeRows(source).slice(0, -1))),
      );
      const wanted = isGap ? { outcome: 'partial', reason: 'not_finished' } : { outcome: 'complete' };
      expect(found.ran.outcome(id)).toEqual(wanted);
      if (!isGap) expect(found.report.source(id).files_not_given).toBeGreaterThan(0);
    },
  );
});

describe('9 files, without video', () => {
  const found = inWorld(suite, undefined, { ...media, video: false });
  const isVideo = (name: string) => name.endsWith('.mp4');
  test.each(withFiles)(
    '%s: all but moving pictures are there, and what was left out is counted',
    (id, source) => {
      const names = [...found.report.texts.keys()].filter((name) => name.startsWith(`data/${id}/files/`));
      expect(names.filter(isVideo)).toEqual([]);
      const { files, files_left_out: leftOut } = found.report.source(id);
      const wanted = new Set(wholeRows(source).flatMap((row) => source.filesOf(row).map(({ url }) => url)));
      expect(files + leftOut).toBeGreaterThanOrEqual(wanted.size);
      expect(found.ran.outcome(id).outcome).toBe('complete');
    },
  );
});
