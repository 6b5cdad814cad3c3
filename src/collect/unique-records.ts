import type { Query, Source } from '../contract/index.js';
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
  { spool, steps, requestId }: { spool: Spool; steps: StepStore; requestId: string },
  source: Source,
  counts: UniqueCounts = { records: 0, duplicates: 0, unrecognised: 0 },
): AsyncGenerator<UniqueRecord> {
  const queries = queriesOf(source);
  const kept = new Map<string, RecordPlace[]>();
  const mayDiffer = source.keepsDifferingCopies ?? source.attachments !== undefined;
  const isKept = async (identity: string, record: unknown) => {
    if (!mayDiffer) return kept.has(identity);
    for (const place of kept.get(identity) ?? [])
      if (isCopyOf(source, record, await spool.readRecord(source.id, place))) return true;
    return false;
  };
  for (const step of steps.done(requestId, source.id, 'list') as Iterable<ListStep>) {
    if (!step.result?.records) continue;
    const query: Query = queries[step.parameters.query] ?? {};
    for await (const { record, place } of spool.readRecords(source.id, step.position)) {
      const ids = identify(source, query, record);
      if (await isKept(ids[0], record)) {
        counts.duplicates += 1;
        continue;
      }
      for (const id of ids) kept.set(id, [...(kept.get(id) ?? []), place]);
      const isRecognised = source.record.safeParse(record).success;
      counts.records += 1;
      if (!isRecognised) counts.unrecognised += 1;
      yield { record, place, query: step.parameters.query, isRecognised };
    }
  }
}
