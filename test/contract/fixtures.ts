import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VendorRecord } from '../../src/contract/index.js';
import { packageFolder } from '../../src/package.js';
import { knowParents, knowRecords, sourceOf, type AskedForParent, type DeclaredSource } from './declared.js';

const folder = (id: string) => join(packageFolder(), 'test/contract/fixtures', id);

function readFixture(id: string, name: string): unknown {
  const path = join(folder(id), `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined;
}

/**
 * The fixture pages of a source: answers as the vendor's documents have them. Of a source of one answer the first page
 * is that of one person and the second that of another; where it has several queries, each page answers one of them.
 * Of a source that is asked for records of others the pages are those for the first record; where it has no pages, the
 * first is the answer for the first record and the second that for the second.
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

/** The answers of all operations that stand in for the list, in their order: `fallback`, `fallback-2` and so on. */
export function fallbacksOf(id: string): readonly VendorRecord[] {
  const found: VendorRecord[] = [];
  for (
    let answer = fallbackOf(id);
    answer;
    answer = readFixture(id, `fallback-${found.length + 1}`) as VendorRecord
  )
    found.push(answer);
  return found;
}

/** A record for which a source is asked, and what its own records carry of it. */
export interface ParentRow extends AskedForParent {
  source: string;
  record: VendorRecord;
}

/** The records for which a source is asked, each distinct call once. */
export function parentRows({ parents, askedFor }: DeclaredSource): ParentRow[] {
  const found = new Map<string, ParentRow>();
  for (const { source } of parents)
    for (const record of keptRows(sourceOf(source))) {
      const asked = askedFor(record, source);
      if (asked && !found.has(asked.call)) found.set(asked.call, { ...asked, source, record });
    }
  return [...found.values()];
}

const keptRows = (source: DeclaredSource) => wholeRows(source).filter((row) => source.isKept(row));

knowParents((id) => parentRows(sourceOf(id))[0]?.record);
knowRecords((id) => wholeRows(sourceOf(id)));

/** Which of these records a row was brought for: by what it carries, else by its place. */
export function parentOf(
  source: DeclaredSource,
  rows: readonly ParentRow[],
  row: VendorRecord,
  index: number,
): ParentRow | undefined {
  const carried = rows.find((one) => {
    const fields = Object.entries(one.carried);
    return fields.length > 0 && fields.every(([name, value]) => row[name] === value);
  });
  // Several queries for one record bring its rows one by one.
  return carried ?? rows[source.isList || rows.length === 1 ? 0 : index];
}

/** How many people the fixtures are about. */
export const people = [0, 1] as const;

/** The rows of a source as its list shows them, of the first or the second person. */
export function listedRows(source: DeclaredSource, person: (typeof people)[number] = 0): VendorRecord[] {
  const pages = pagesOf(source.id);
  if (source.parents.length > 0) {
    const rows = parentRows(source);
    return pages.flatMap((page, index) =>
      (source.itemsOf(page) as VendorRecord[]).map((row) => ({
        ...rows[source.isPaged ? 0 : index]?.carried,
        ...row,
      })),
    );
  }
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
  return [
    ...(first ?? []),
    ...(second ?? []),
    ...fallbacksOf(id).flatMap((answer) => source.itemsOf(answer) as VendorRecord[]),
  ];
}

/** The records a report must have: for every query each row once, with the label of its query. */
export function wantedRecords(source: DeclaredSource, rows: readonly VendorRecord[]): VendorRecord[] {
  const isByQuery =
    !source.isPaged &&
    source.queries.length > 1 &&
    (source.parents.length === 0 || parentRows(source).length === 1);
  const kept = rows.filter((row) => source.isKept(row));
  const records = source.queries.flatMap((query, index) =>
    (isByQuery ? rows.slice(index, index + 1) : kept).map((row) => {
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
