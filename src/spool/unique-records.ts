import { isVendorRecord, type Source } from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import { identify, queriesOf } from './identity.js';
import type { RecordPlace } from '../model/record-place.js';
import { contradicts, isCopyOf } from './copy-of.js';
import type { Spool } from './spool.js';

/** A record that is in the report, with what is needed to find it again. */
export interface UniqueRecord {
  record: unknown;
  place: RecordPlace;
  query: number;
  /** False: the record does not fit the declared schema. It is kept all the same. */
  isRecognised: boolean;
}

/** Where the records of a request lie. */
export interface ReadNeeds {
  spool: Spool;
  steps: StepStore;
  requestId: string;
}

/** Counts of a pass over a source's records. */
export interface UniqueCounts {
  records: number;
  /** Records that several windows or queries brought. */
  duplicates: number;
  unrecognised: number;
}

/**
 * The records of a source across all its steps, in the order of the steps. Of rows that share an identity only
 * copies are left out: one that says something else, such as a call that rang in two places, stands beside it.
 */
export async function* uniqueRecords(
  { spool, steps, requestId }: ReadNeeds,
  source: Source,
  counts: UniqueCounts = { records: 0, duplicates: 0, unrecognised: 0 },
): AsyncGenerator<UniqueRecord> {
  const needs = { spool, steps, requestId };
  const copies = source.mergesCopies ? await findCopies(needs, source) : undefined;
  const kept = new Map<string, RecordPlace[]>();
  for await (const { record, place, query, ids } of everyRecord(needs, source)) {
    if (await isKept(spool, source, record, kept.get(ids[0]) ?? [])) {
      counts.duplicates += 1;
      continue;
    }
    for (const id of ids) kept.set(id, [...(kept.get(id) ?? []), place]);
    const isRecognised = source.record.safeParse(record).success;
    counts.records += 1;
    if (!isRecognised) counts.unrecognised += 1;
    const whole = copies ? await completed(record, copies.get(ids[0]) ?? [], spool, source.id) : record;
    yield { record: whole, place, query, isRecognised };
  }
}

/** A row as it lies in the spool. */
export interface SpooledRecord {
  record: unknown;
  place: RecordPlace;
  query: number;
  ids: [string, ...string[]];
}

/** The rows of a source across all its steps, copies included. */
export async function* everyRecord(
  { spool, steps, requestId }: ReadNeeds,
  source: Source,
): AsyncGenerator<SpooledRecord> {
  const queries = queriesOf(source);
  for (const step of steps.done(requestId, source.id, 'list')) {
    if (!step.result?.records) continue;
    const { query } = step.parameters;
    for await (const { record, place } of spool.readRecords(source.id, step.position))
      yield { record, place, query, ids: identify(source, queries[query] ?? {}, record) };
  }
}

async function isKept(
  spool: Spool,
  source: Source,
  record: unknown,
  others: readonly RecordPlace[],
): Promise<boolean> {
  for (const place of others) {
    const other = await spool.readRecord(source.id, place);
    if (source.mergesCopies ? !contradicts(record, other) : isCopyOf(record, other)) return true;
  }
  return false;
}

/** Where the copies of each record lie that came more than once. */
async function findCopies(needs: ReadNeeds, source: Source): Promise<Map<string, RecordPlace[]>> {
  const places = new Map<string, RecordPlace[]>();
  for await (const { place, ids } of everyRecord(needs, source))
    places.set(ids[0], [...(places.get(ids[0]) ?? []), place]);
  return new Map([...places].filter(([, all]) => all.length > 1));
}

/** A record with the fields that only its copies have. */
async function completed(
  record: unknown,
  places: readonly RecordPlace[],
  spool: Spool,
  sourceId: string,
): Promise<unknown> {
  let whole = record;
  for (const place of places) {
    const copy = await spool.readRecord(sourceId, place);
    if (isVendorRecord(whole) && isVendorRecord(copy) && !contradicts(copy, whole))
      whole = { ...whole, ...Object.fromEntries(Object.entries(copy).filter(isMissingIn(whole))) };
  }
  return whole;
}

const isMissingIn =
  (record: object) =>
  ([name]: [string, unknown]) =>
    !Object.hasOwn(record, name);
