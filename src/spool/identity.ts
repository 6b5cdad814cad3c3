import { createHash } from 'node:crypto';
import { isVendorRecord, type Query, type Source, type VendorRecord } from '../contract/index.js';
import { writeJson } from '../json.js';
import type { ListStep } from '../model/step.js';

/** Which query brought a record. */
export interface QueryAsked {
  /** Which of the source's operations; absent: the first. */
  operation?: number;
  /** Which of its queries. */
  query: number;
  /** As it was asked, where it is made of subject or parent. */
  asked?: Query;
}

/** The query that brought the records of a list. */
export function queryAskedBy({ parameters, result }: ListStep): QueryAsked {
  const operation = result?.operation ?? (result?.usedFallback ? 1 : undefined);
  return { operation, query: parameters.query, asked: result?.query };
}

/** The query itself. */
export function queryOf(source: Source, { operation = 0, query, asked }: QueryAsked): Query {
  const declared = source.asks?.[operation]?.query;
  return asked ?? (typeof declared === 'object' ? declared[query] : undefined) ?? {};
}

/** Identities of a record, the first its own; a record without any is known by its content. */
export function identify(source: Source, query: Query, record: unknown): [string, ...string[]] {
  const ids = isVendorRecord(record) ? source.recordId(record, query) : undefined;
  const [first, ...others] = typeof ids === 'string' ? [ids] : (ids ?? []);
  return first === undefined
    ? [createHash('sha256').update(writeJson(record)).digest('base64')]
    : [first, ...others];
}

/** A record as it is written: with what it carries of its parent, and with what its query says about it. */
export function labelled(source: Source, query: Query, item: unknown, carried: VendorRecord = {}): unknown {
  return isVendorRecord(item) ? { ...carried, ...source.label?.(query), ...item } : item;
}
