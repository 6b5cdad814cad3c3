import { isVendorRecord, type Source } from '../contract/index.js';
import type { DetailPlace } from '../model/parent-record.js';
import type { RecordPlace } from '../model/record-place.js';
import type { SourceRun } from '../model/source-run.js';
import type { StepStore } from '../storage/step-store.js';
import { layDetails } from './lay-details.js';
import { lineBlocks } from './lines.js';
import type { ReadNeeds } from './settle.js';
import { parseLine, type SettledLine } from './settled-line.js';

/** A record as its lists told it. */
export interface ListedRecord extends SettledLine {
  place: RecordPlace;
}

/** A record with its details laid over it. */
export interface SettledRecord extends ListedRecord {
  /** As the lists told it. */
  listed: unknown;
  /** Where they lie in the spool, in the order they are declared; absent: it has none. */
  details?: readonly DetailPlace[];
}

/**
 * The settled records of a source without their details, in blocks as they are read. Throws when there are records that
 * were not settled.
 */
async function* listedBlocks(
  { spool, steps }: Omit<ReadNeeds, 'requestId'>,
  run: SourceRun,
): AsyncGenerator<ListedRecord[]> {
  if (await lacksSettled(steps, run)) throw new Error(`The records of "${run.sourceId}" are not settled.`);
  if (run.settled?.sha256 === undefined) return;
  for await (const lines of lineBlocks(spool.files, spool.settledFile(run.sourceId)))
    yield lines.map(({ line, offset }) => {
      const settled = parseLine(line);
      return { ...settled, place: { number: settled.n, offset, bytes: line.length } };
    });
}

/** The same, one by one. */
export async function* listedRecords(
  needs: Omit<ReadNeeds, 'requestId'>,
  run: SourceRun,
): AsyncGenerator<ListedRecord> {
  for await (const block of listedBlocks(needs, run)) yield* block;
}

/** The settled records of a source, in order, with their details laid over them, in blocks as they are read. */
export async function* settledBlocks(
  needs: Omit<ReadNeeds, 'requestId'>,
  source: Source,
  run: SourceRun,
): AsyncGenerator<SettledRecord[]> {
  const places = source.details ? await detailPlaces(needs.steps, source, run) : undefined;
  for await (const lines of listedBlocks(needs, run)) {
    const block: SettledRecord[] = [];
    for (const line of lines) {
      const listed = line.record;
      const details = places?.get(line.id);
      if (details === undefined || !isVendorRecord(listed)) block.push({ ...line, listed });
      else {
        const record = await layDetails(needs.spool, source, listed, details);
        block.push({ ...line, listed, record, details });
      }
    }
    yield block;
  }
}

/** The same, one by one. */
export async function* settledRecords(
  needs: Omit<ReadNeeds, 'requestId'>,
  source: Source,
  run: SourceRun,
): AsyncGenerator<SettledRecord> {
  for await (const block of settledBlocks(needs, source, run)) yield* block;
}

/** Whether a source that was asked has records, and nobody brought them into order: an older version left it so. */
export async function lacksSettled(
  steps: StepStore,
  { requestId, sourceId, phase, plan, settled }: SourceRun,
): Promise<boolean> {
  if (settled || !plan.requested || plan.refusal) return false;
  if (phase === 'listing' || phase === 'waiting') return true;
  for await (const page of steps.done(requestId, sourceId, 'list'))
    if (page.some(({ result }) => result?.records)) return true;
  return false;
}

/** By identity: after a list was read again, a number can be another record's until the details are planned anew. */
async function detailPlaces(
  steps: StepStore,
  source: Source,
  { requestId, sourceId }: SourceRun,
): Promise<Map<string, DetailPlace[]>> {
  const ids = (source.details ?? []).map(({ id }) => id);
  const places = new Map<string, DetailPlace[]>();
  for await (const page of steps.done(requestId, sourceId, 'detail'))
    for (const { position, parameters, result } of page) {
      const { identity, detail: id = ids[0] } = parameters;
      if (!result?.hasFile || identity === undefined || id === undefined || !ids.includes(id)) continue;
      const known = places.get(identity);
      if (known) known.push({ id, position });
      else places.set(identity, [{ id, position }]);
    }
  if (ids.length > 1)
    for (const known of places.values())
      known.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
  return places;
}
