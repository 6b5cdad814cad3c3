import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VendorRecord } from '../../src/contract/index.js';
import { packageFolder } from '../../src/package.js';
import { sourceOf, type DeclaredSource } from './declared.js';

const folder = (id: string) => join(packageFolder(), 'test/contract/fixtures', id);

function readFixture(id: string, name: string): unknown {
  const path = join(folder(id), `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined;
}

/**
 * The fixture pages of a source: answers as the vendor's documents have them. Of a source of one answer the first page
 * is that of one person and the second that of another; where it has several queries, each page answers one of them.
 */
export function pagesOf(id: string): readonly VendorRecord[] {
  const pages: VendorRecord[] = [];
  for (let number = 1; ; number += 1) {
    const page = readFixture(id, `page-${number}`);
    if (page === undefined) return pages;
    pages.push(page as VendorRecord);
  }
}

/** Answers that complete single records, where the source has such. */
export const detailsOf = (id: string) => (readFixture(id, 'details') ?? []) as readonly VendorRecord[];

/** The answer of the operation that stands in for the list, where the source has one. */
export const fallbackOf = (id: string) => readFixture(id, 'fallback') as VendorRecord | undefined;

/** How many people the fixtures are about. */
export const people = [0, 1] as const;

/** The rows of a source as its list shows them, of the first or the second person. */
export function listedRows(source: DeclaredSource, person: (typeof people)[number] = 0): VendorRecord[] {
  const pages = pagesOf(source.id);
  const shown = source.isPaged || source.queries.length > 1 ? pages : pages.slice(person, person + 1);
  return shown.flatMap((page) => source.itemsOf(page) as VendorRecord[]);
}

/** The rows with what only their details show. */
export function wholeRows(source: DeclaredSource, person: (typeof people)[number] = 0): VendorRecord[] {
  const [query = {}] = source.queries;
  const details = new Map(detailsOf(source.id).map((one) => [source.identityOf(one, query), one]));
  return listedRows(source, person).map((row) => ({ ...row, ...details.get(source.identityOf(row, query)) }));
}

/** Every record of the fixtures: of both people, with details and what stands in for the list. */
export function everyRow(id: string): VendorRecord[] {
  const source = sourceOf(id);
  const [first, second] = people.map((person) => wholeRows(source, person));
  const fallback = fallbackOf(id);
  return [
    ...(first ?? []),
    ...(second ?? []),
    ...((fallback ? source.itemsOf(fallback) : []) as VendorRecord[]),
  ];
}

/** The records a report must have: for every query each row once, with the label of its query. */
export function wantedRecords(source: DeclaredSource, rows: readonly VendorRecord[]): VendorRecord[] {
  const isByQuery = !source.isPaged && source.queries.length > 1;
  const records = source.queries.flatMap((query, index) =>
    (isByQuery ? rows.slice(index, index + 1) : rows).map((row) => {
      const record = { ...source.label(query), ...row };
      return [source.identityOf(record, query), record] as const;
    }),
  );
  return [...new Map([...records].reverse()).values()].reverse();
}

/** Whom the fixtures name beside the people they are about. */
export const otherPeople = [
  'Casey Caller',
  'casey.caller@example.com',
  'Jordan Host',
  'jordan.host@example.com',
  'Oakley Operator',
  'Finley Forward',
  'Avery Assistant',
  'Emerson Executive',
  'Indigo Intercom',
  'Parker Park',
  // The user who may listen to voicemails, the executive, the operator.
  'w0RChiauQeqRlv5fgxYULQ',
  'DJPrG46sQPmaMnzFrKecOw',
  'NN9rA4fZSsScB2YiCqw7Ig',
  'morgan.manager@example.com',
] as const;
