import { isDeepStrictEqual } from 'node:util';
import type { Query, VendorRecord } from '../../src/contract/index.js';
import type { DeclaredSource } from './declared.js';
import { withoutSecrets } from './spoil.js';

/** Records by their identity, without what is never disclosed. */
export const byId = (source: DeclaredSource, records: readonly VendorRecord[]) =>
  records
    .map((record) => [idOf(source, record), withoutSecrets(source, record)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));

/** Identity of a record of a report. */
export const idOf = (source: DeclaredSource, record: VendorRecord) =>
  source.identityOf(record, queryOf(source, record));

/** The query that brought a record, by its label. */
const queryOf = (source: DeclaredSource, record: VendorRecord): Query =>
  source.queries.find((query) =>
    Object.entries(source.label(query)).every(([field, value]) => record[field] === value),
  ) ?? {};

/** How many records say exactly this, labels of queries aside. */
export function countOf(
  source: DeclaredSource,
  records: readonly VendorRecord[],
  wanted: VendorRecord,
): number {
  const labels = Object.keys(source.label(source.queries[0] ?? {}));
  const bare = (record: VendorRecord) =>
    Object.fromEntries(
      Object.entries(withoutSecrets(source, record)).filter(([name]) => !labels.includes(name)),
    );
  return records.filter((record) => isDeepStrictEqual(bare(record), bare(wanted))).length;
}

/** In how many records each row must be: one for each label of its queries. */
export const timesOf = (source: DeclaredSource) =>
  new Set(source.queries.map((query) => JSON.stringify(source.label(query)))).size;
