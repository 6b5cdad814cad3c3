import { createHash } from 'node:crypto';
import { isVendorRecord, type Query, type Source } from '../contract/index.js';
import { writeJson } from '../json.js';

/** The queries of a source; at least one. */
export function queriesOf(source: { query?: readonly Query[] }): readonly Query[] {
  return source.query ?? [{}];
}

/** Identities of a record, the first its own; a record without any is known by its content. */
export function identify(source: Source, query: Query, record: unknown): [string, ...string[]] {
  const ids = isVendorRecord(record) ? source.recordId(record, query) : undefined;
  const [first, ...others] = typeof ids === 'string' ? [ids] : (ids ?? []);
  return first === undefined
    ? [createHash('sha256').update(writeJson(record)).digest('base64')]
    : [first, ...others];
}

/** A record as it is written: with what its query says about it. */
export function labelled(source: Source, query: Query, item: unknown): unknown {
  return isVendorRecord(item) && source.label ? { ...source.label(query), ...item } : item;
}
