import { isVendorRecord, type Query, type Source } from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import { identify } from './fresh-records.js';
import { isCopyOf } from './copy-of.js';
import { queriesOf, type ListStep } from './results.js';
import type { RecordPlace, Spool } from './spool.js';

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
 * The records of a source across all its steps, each once, in the order of the steps. Of copies of one record
 * the first counts, unless a later one names files the first does not, or the source keeps differing copies.
 */
export async function* uniqueRecords(
  { spool, steps, requestId }: ReadNeeds,
  source: Source,
  counts: UniqueCounts = { records: 0, duplicates: 0, unrecognised: 0 },
): AsyncGenerator<UniqueRecord> {
  const queries = queriesOf(source);
  const copies = source.mergesCopies ? await findCopies({ spool, steps, requestId }, source) : undefined;
  const kept = new Map<string, { place: RecordPlace; query: number; isOwn: boolean }[]>();
  const mayDiffer = source.keepsDifferingCopies ?? source.attachments !== undefined;
  const isKept = async (identity: string, record: unknown, query: number) => {
    const others = kept.get(identity) ?? [];
    if (!mayDiffer) return others.length > 0;
    // Only queries show different sides; within one, a record that comes again has merely changed meanwhile.
    if (source.keepsDifferingCopies && others.some((other) => other.isOwn && other.query === query))
      return true;
    for (const { place } of others)
      if (isCopyOf(source, record, await spool.readRecord(source.id, place))) return true;
    return false;
  };
  for (const step of steps.done(requestId, source.id, 'list') as Iterable<ListStep>) {
    if (!step.result?.records) continue;
    const query: Query = queries[step.parameters.query] ?? {};
    for await (const { record, place } of spool.readRecords(source.id, step.position)) {
      const ids = identify(source, query, record);
      if (await isKept(ids[0], record, step.parameters.query)) {
        counts.duplicates += 1;
        continue;
      }
      for (const id of ids)
        kept.set(id, [
          ...(kept.get(id) ?? []),
          { place, query: step.parameters.query, isOwn: id === ids[0] },
        ]);
      const isRecognised = source.record.safeParse(record).success;
      counts.records += 1;
      if (!isRecognised) counts.unrecognised += 1;
      const whole = copies ? await completed(record, copies.get(ids[0]) ?? [], spool, source.id) : record;
      yield { record: whole, place, query: step.parameters.query, isRecognised };
    }
  }
}

/** Where the copies of each record lie that came more than once. */
async function findCopies(
  { spool, steps, requestId }: ReadNeeds,
  source: Source,
): Promise<Map<string, RecordPlace[]>> {
  const places = new Map<string, RecordPlace[]>();
  for (const step of steps.done(requestId, source.id, 'list') as Iterable<ListStep>) {
    if (!step.result?.records) continue;
    const query: Query = queriesOf(source)[step.parameters.query] ?? {};
    for await (const { record, place } of spool.readRecords(source.id, step.position)) {
      const [identity] = identify(source, query, record);
      places.set(identity, [...(places.get(identity) ?? []), place]);
    }
  }
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
    if (isVendorRecord(whole) && isVendorRecord(copy))
      whole = { ...whole, ...Object.fromEntries(Object.entries(copy).filter(isMissingIn(whole))) };
  }
  return whole;
}

const isMissingIn =
  (record: object) =>
  ([name]: [string, unknown]) =>
    !Object.hasOwn(record, name);
