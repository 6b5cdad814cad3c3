import { isVendorRecord, type Source } from '../contract/index.js';
import type { RecordPlace } from '../model/record-place.js';
import { uniqueRecords, type ReadNeeds, type UniqueCounts, type UniqueRecord } from './unique-records.js';

/** A record with its detail laid over it. */
export interface CompleteRecord extends UniqueRecord {
  /** As the list told it. */
  listed: unknown;
  /** Position of the detail in the spool; absent: it has none. */
  detail?: number;
}

/** The records of a source, each once, with their details laid over them. */
export async function* completeRecords(
  needs: ReadNeeds,
  source: Source,
  counts?: UniqueCounts,
): AsyncGenerator<CompleteRecord> {
  const details = detailPositions(needs, source);
  for await (const unique of uniqueRecords(needs, source, counts)) {
    const detail = details.get(nameOf(unique.place));
    const listed = unique.record;
    if (detail === undefined || !isVendorRecord(listed)) yield { ...unique, listed };
    else {
      const record = { ...listed, ...(await needs.spool.readDetail(source.id, detail)) };
      yield { ...unique, listed, record, detail };
    }
  }
}

function detailPositions({ steps, requestId }: ReadNeeds, source: Source): Map<string, number> {
  const positions = new Map<string, number>();
  if (!source.detail) return positions;
  for (const step of steps.done(requestId, source.id, 'detail'))
    if (step.result?.hasFile) positions.set(nameOf(step.parameters.place), step.position);
  return positions;
}

const nameOf = ({ step, offset }: RecordPlace) => `${step}|${offset}`;
