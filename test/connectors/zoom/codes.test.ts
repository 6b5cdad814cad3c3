import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { zoom } from '../../../connectors/zoom/index.js';
import { recordingKinds } from '../../../connectors/zoom/sources/recording-words.js';
import { fieldsOf, operationsOf, type Source } from '../../../src/contract/index.js';

/** A part of an OpenAPI document, as far as it is read here. */
interface Schema {
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  enum?: unknown[];
  description?: string;
}
interface Document {
  paths?: Record<
    string,
    { get?: { responses: Record<string, { content?: Record<string, { schema: Schema }> }> } }
  >;
}

const folder = process.env.ZOOM_OPENAPI_DIR ?? '';
if (folder === '') {
  it('words for codes are not checked while ZOOM_OPENAPI_DIR is not set', () => {
    expect(process.env.ZOOM_OPENAPI_DIR ?? '').toBe('');
  });
} else checkCodes();

/** Fields whose codes the documents show in examples only. */
const notListed = new Set([
  'webinar-templates: Kind',
  'phone-recordings: Made or received',
  'phone-recordings: Kind of recording',
  'meeting-reports: Kind of meeting',
  'recording-views: How',
  'phone-call-handling: When',
  'shared-recordings: Kind of recording',
  'phone-sms-messages: Sent or received',
  'operation-logs: Where',
]);

function checkCodes() {
  const documents = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'events.json')
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Document);

  const plain = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}');
  const answersOf = (endpoint: string) =>
    documents
      .flatMap(({ paths = {} }) => Object.entries(paths))
      .flatMap(([path, { get }]) => (plain(path) === plain(endpoint) ? (get ?? []) : []))
      .flatMap(({ responses }) => responses['200']?.content?.['application/json']?.schema ?? []);

  /** Every field with its path; `[]` follows a list. */
  function* fieldsIn(schema: Schema, path = ''): Generator<[string, Schema]> {
    for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      yield* fieldsIn(part, path);
    if (schema.items) yield* fieldsIn(schema.items, `${path}[]`);
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const place = path === '' ? name : `${path}.${name}`;
      yield [place, inner];
      yield* fieldsIn(inner, place);
    }
  }

  /** A field of a record: of the answer itself, or of a list of it. */
  const isField = (path: string, field: string) =>
    path.replaceAll('[]', '') === field ||
    (/^[a-z_]+\[\]\./.test(path) && path.replace(/^[a-z_]+\[\]\./, '').replaceAll('[]', '') === field);

  /** The codes of an enumeration or, where there is none, those the words set apart. */
  const codesOf = (schema: Schema): string[] => {
    const listed = [...(schema.enum ?? []), ...(schema.items?.enum ?? [])].map(String).filter(Boolean);
    if (listed.length > 0) return listed;
    return [...(schema.description ?? '').matchAll(/^\s*\*? *`([^`]+)`/gm)].map(([, code]) => code ?? '');
  };

  const officialCodes = (source: Source, fields: readonly string[]) =>
    operationsOf(source)
      .flatMap(({ use, endpoint: path }) => (path === undefined || use === 'reread' ? [] : answersOf(path)))
      .flatMap((schema) => [...fieldsIn(schema)])
      .filter(([path]) => fields.some((field) => isField(path, field)))
      .flatMap(([, schema]) => codesOf(schema));

  const columns = zoom.sources.flatMap((source) =>
    (source.columns ?? []).flatMap((column) =>
      column.codes && column.field !== 'trash_type' && column.field !== 'settings_option'
        ? [{ source, column, codes: column.codes, name: `${source.id}: ${column.heading}` }]
        : [],
    ),
  );

  describe('words for the codes of the official documents, letters’ case aside', () => {
    test.each(columns)('$name', ({ source, column, codes, name }) => {
      const official = officialCodes(source, fieldsOf(column));
      expect(official.length > 0).toBe(!notListed.has(name));
      const known = new Set(Object.keys(codes).map((code) => code.toLowerCase()));
      expect(official.filter((code) => !known.has(code.toLowerCase()))).toEqual([]);
    });

    test.each(['recording_files.recording_type', 'recording_files.file_type'])(
      'every %s is a kind of file with words',
      (field) => {
        const source = zoom.sources.find(({ id }) => id === 'recordings');
        const official = source ? officialCodes(source, [field]) : [];
        expect(official.length).toBeGreaterThan(5);
        const known = Object.keys(recordingKinds);
        for (const code of official) expect(known).toContain(code.toLowerCase());
      },
    );
  });
}
