import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomes } from '../../../src/contract/index.js';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { fastZoom } from '../../support/fast-zoom.js';
import { packageFolder } from '../../../src/package.js';
import { foundPerson } from '../../support/build-report.js';
import { statusOf } from '../../../src/report/manifest.js';
import type { ReadReport } from '../../support/read-report.js';
import { startInstallation, type Installation } from '../../support/start-service.js';

let installation: Installation;
let report: ReadReport;
let noMatch: ReadReport;

beforeAll(async () => {
  installation = await startInstallation();
  [report, noMatch] = await Promise.all([
    installation.report(demoEmail, { reference: 'case 7' }),
    installation.report('nobody@example.com'),
  ]);
});
afterAll(() => installation.close());

/** Every object of a JSON value with the path to it. */
function* objectsOf(value: unknown, path = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [name, inner] of Object.entries(value))
    yield* objectsOf(inner, Array.isArray(value) ? `${path}[]` : `${path}.${name}`);
}

interface Described {
  properties?: Record<string, Described>;
  items?: Described;
  anyOf?: Described[];
}

/** Fields of a value that the schema has no name for. */
function* unnamed(value: unknown, schema: Described, path = ''): Generator<string> {
  const described = schema.anyOf?.find(({ properties }) => properties) ?? schema;
  if (Array.isArray(value)) {
    for (const item of value) yield* unnamed(item, described.items ?? {}, `${path}[]`);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const found = described.properties?.[name];
    if (found) yield* unnamed(inner, found, `${path}.${name}`);
    else yield `${path}.${name}`;
  }
}

const day = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as unknown;
const count = expect.any(Number) as unknown;

describe('manifest.json', () => {
  test('has the fields the format promises, by exactly these names', () => {
    expect(report.manifest).toMatchObject({
      format_version: expect.stringMatching(/^1\.\d+$/) as unknown,
      status: expect.stringMatching(/^completed/) as unknown,
      subject: expect.any(Object) as unknown,
      connection: expect.any(Object) as unknown,
      sources: expect.any(Array) as unknown,
      files: expect.any(Array) as unknown,
    });
    const promised = [
      ...['id', 'outcome', 'reason', 'remedy', 'windows_asked', 'windows_answered', 'out_of_reach', 'calls'],
      ...['pages', 'records', 'duplicates', 'unrecognised', 'vendor_total', 'bytes'],
    ];
    for (const source of report.manifest.sources)
      expect(Object.keys(source)).toEqual(expect.arrayContaining(promised));
  });

  test('is of the form that docs/manifest.schema.json describes', () => {
    const schema = JSON.parse(
      readFileSync(join(packageFolder(), 'docs/manifest.schema.json'), 'utf8'),
    ) as object;
    const isOfForm = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    for (const { manifest } of [report, noMatch]) {
      isOfForm(manifest);
      expect(isOfForm.errors).toBeNull();
    }
    const { completeness: _gone, ...rest } = report.manifest;
    expect(isOfForm(rest)).toBe(false);
    expect(isOfForm({ ...report.manifest, status: 'fine' })).toBe(false);
    expect(isOfForm({ ...report.manifest, added_later: 1 })).toBe(true);
  });

  test('the schema names every field that is written, so that none is undocumented', () => {
    const schema = JSON.parse(
      readFileSync(join(packageFolder(), 'docs/manifest.schema.json'), 'utf8'),
    ) as Described;
    const undocumented = [report, noMatch].flatMap(({ manifest }) => [...unnamed(manifest, schema)]);
    expect([...new Set(undocumented)]).toEqual([]);
  });

  test('the statement adds up the sources', () => {
    const { completeness, sources } = report.manifest;
    const total = (read: (source: (typeof sources)[number]) => number) =>
      sources.reduce((sum, source) => sum + read(source), 0);
    expect(completeness.totals).toMatchObject({
      ...{ sources: 12, sources_asked: 12, records: total((source) => source.records) },
      ...{ calls: total((source) => source.calls), files: total((source) => source.files) },
      ...{ bytes: total((source) => source.bytes), secrets_masked: total((source) => source.secrets_masked) },
    });
    expect(completeness.gaps).toEqual(['recordings']);
    expect(completeness.is_complete).toBe(false);
    expect(completeness.statement).toContain('Your cloud recordings');
    expect(completeness.certificate_of_no_data).toBeNull();
    expect(completeness.limits.map(({ source }) => source)).toEqual([
      ...['meeting-history', 'phone-calls', 'phone-voicemails', 'phone-recordings'],
    ]);
  });

  test('nobody found anywhere is certified, with where was looked', () => {
    const { certificate_of_no_data, is_complete } = noMatch.manifest.completeness;
    expect(is_complete).toBe(true);
    expect(certificate_of_no_data).toMatchObject({ kind: 'no_user', places: [] });
    expect(certificate_of_no_data?.searched).toEqual(noMatch.manifest.subject.searched);
  });

  test('each source stands once, in report order, with an outcome of the closed list', () => {
    for (const { manifest } of [report, noMatch]) {
      expect(manifest.sources.map(({ id }) => id)).toEqual(fastZoom.sources.map(({ id }) => id));
      for (const { outcome } of manifest.sources) expect(outcomes).toContain(outcome);
    }
    expect(new Set(noMatch.manifest.sources.map(({ outcome }) => outcome))).toEqual(
      new Set(['not_requested']),
    );
  });

  test('numbers are numbers, spans are spans of days, absent things are null', () => {
    for (const source of report.manifest.sources) {
      expect(source).toMatchObject({ calls: count, pages: count, records: count, duplicates: count });
      expect(source).toMatchObject({ unrecognised: count, bytes: count });
      for (const name of ['reason', 'remedy'] as const)
        expect(source[name] === null || typeof source[name] === 'string').toBe(true);
      expect(source.vendor_total === null || Number.isInteger(source.vendor_total)).toBe(true);
      for (const span of [...source.windows_asked, ...source.windows_answered, ...source.out_of_reach]) {
        expect(span).toEqual({ from: day, to: day });
        expect(span.from <= span.to).toBe(true);
      }
    }
  });

  test('only the files carry a digest: path, bytes and sha256, and nothing else', () => {
    for (const [path, object] of objectsOf(report.manifest)) {
      if (path === '.files[]') {
        expect(Object.keys(object)).toEqual(['path', 'bytes', 'sha256']);
        continue;
      }
      for (const [name, value] of Object.entries(object)) {
        expect(name).not.toMatch(/sha(\d|$)|digest|hash|md5|crc|checksum/i);
        if (typeof value === 'string') expect(value).not.toMatch(/^[0-9a-f]{32,}$/i);
      }
    }
  });

  test('files are all of the payload, relative to the top folder, with their true size and digest', () => {
    const payload = [...report.entries].filter(([name]) => name.startsWith('data/'));
    expect(report.manifest.files.map(({ path }) => path)).toEqual(payload.map(([name]) => name));
    for (const { path, bytes, sha256 } of report.manifest.files)
      expect(report.entries.get(path)).toEqual({ bytes, sha256 });
    expect(payload.length).toBeGreaterThan(30);
  });

  test('counts are those of the content', () => {
    for (const source of report.manifest.sources) {
      expect([source.id, report.records(source.id).length]).toEqual([source.id, source.records]);
      const files = report.manifest.files.filter(({ path }) => path.startsWith(`data/${source.id}/files/`));
      expect([source.id, files.length]).toEqual([source.id, source.files]);
      const json = report.manifest.files.find(({ path }) => path === `data/${source.id}/${source.id}.json`);
      const bytes = files.reduce((sum, file) => sum + file.bytes, json?.bytes ?? 0);
      expect([source.id, bytes]).toEqual([source.id, source.bytes]);
    }
  });

  test('names the person, where they were looked for, and the request', () => {
    expect(report.manifest.subject).toMatchObject({
      ...{ email: demoEmail, found: true, state: 'active' },
      searched: [{ place: expect.any(String) as unknown, result: 'found' }],
    });
    expect(report.manifest.request).toMatchObject({ reference: 'case 7', from: null, to: null, media: true });
    expect(noMatch.manifest).toMatchObject({
      status: 'no_match',
      subject: { email: 'nobody@example.com', found: false, vendor_user_id: null },
    });
    expect(noMatch.manifest.subject.searched.length).toBeGreaterThanOrEqual(3);
  });

  test('no secret of the connection stands anywhere in the report', () => {
    const { clientSecret, clientId } = installation.simulator.credentials;
    for (const name of report.entries.keys()) {
      if (/\/files\//.test(name)) continue;
      for (const secret of [clientSecret, clientId]) expect(report.text(name)).not.toContain(secret);
      expect(report.text(name)).not.toMatch(/Bearer |access_token=(?!\[masked\])[^&"]/);
    }
  });
});

describe('the status of a report', () => {
  test.each(outcomes.map((outcome) => [outcome]))('a source that is %s', (outcome) => {
    const status = statusOf(foundPerson, [{ outcome: 'complete' }, { outcome }] as never);
    const gaps = ['partial', 'scope_missing', 'not_permitted', 'withheld', 'failed'];
    expect(status).toBe(gaps.includes(outcome) ? 'completed_with_gaps' : 'completed');
  });

  test('nobody found is proven only where everywhere was looked', () => {
    const gap = { place: 'a list', result: 'cut', reason: 'page_token_expired' as const, remedy: 'Again.' };
    const nobody = { end: 'no_match' as const, searched: [] };
    expect(statusOf({ ...nobody, notSearched: [] }, [])).toBe('no_match');
    expect(statusOf({ ...nobody, notSearched: [gap] }, [])).toBe('completed_with_gaps');
  });
});
