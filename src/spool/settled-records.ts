import { isVendorRecord, type Source } from '../contract/index.js';
import type { RecordPlace } from '../model/record-place.js';
import type { SourceRun } from '../model/source-run.js';
import type { StepStore } from '../storage/step-store.js';
import { readLines } from './lines.js';
import type { ReadNeeds } from './settle.js';
import { parseLine, type SettledLine } from './settled-line.js';

/** A record as its lists told it. */
export interface ListedRecord extends SettledLine {
  place: RecordPlace;
}

/** A record with its detail laid over it. */
export interface SettledRecord extends ListedRecord {
  /** As the lists told it. */
  listed: unknown;
  /** Position of the detail in the spool; absent: it has none. */
  detail?: number;
}

/** The settled records of a source without their details. Throws when there are records that were not settled. */
export async function* listedRecords(
  { spool, steps }: Omit<ReadNeeds, 'requestId'>,
  run: SourceRun,
): AsyncGenerator<ListedRecord> {
  if (lacksSettled(steps, run)) throw new Error(`The records of "${run.sourceId}" are not settled.`);
  if (run.settled?.sha256 === undefined) return;
  for await (const { line, offset } of readLines(spool.files, spool.settledFile(run.sourceId))) {
    const settled = parseLine(line);
    yield { ...settled, place: { number: settled.n, offset, bytes: line.length } };
  }
}

/** The settled records of a source, in order, with their details laid over them. */
export async function* settledRecords(
  { spool, steps }: Omit<ReadNeeds, 'requestId'>,
  source: Source,
  run: SourceRun,
): AsyncGenerator<SettledRecord> {
  const details = source.detail ? detailPositions(steps, run) : undefined;
  for await (const line of listedRecords({ spool, steps }, run)) {
    const listed = line.record;
    const detail = details?.get(line.id);
    if (detail === undefined || !isVendorRecord(listed)) yield { ...line, listed };
    else {
      const record = { ...listed, ...(await spool.readDetail(source.id, detail)) };
      yield { ...line, listed, record, detail };
    }
  }
}

/** Whether a source that was asked has records, and nobody brought them into order: an older version left it so. */
export function lacksSettled(
  steps: StepStore,
  { requestId, sourceId, phase, plan, settled }: SourceRun,
): boolean {
  if (settled || !plan.requested || plan.refusal) return false;
  if (phase === 'listing') return true;
  for (const { result } of steps.done(requestId, sourceId, 'list')) if (result?.records) return true;
  return false;
}

/** By identity: after a list was read again, a number can be another record's until the details are planned anew. */
function detailPositions(steps: StepStore, { requestId, sourceId }: SourceRun): Map<string, number> {
  const positions = new Map<string, number>();
  for (const { position, parameters, result } of steps.done(requestId, sourceId, 'detail'))
    if (result?.hasFile && parameters.identity !== undefined) positions.set(parameters.identity, position);
  return positions;
}
