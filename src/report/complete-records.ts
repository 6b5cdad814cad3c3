import type { DetailStep } from '../collect/results.js';
import { uniqueRecords, type UniqueCounts } from '../collect/unique-records.js';
import type { Source, VendorRecord } from '../contract/index.js';
import type { ReportFacts } from './facts.js';

/** A record as the report shows it, before anything is taken out, and its place in the spool. */
export interface CompleteRecord {
  record: unknown;
  place: string;
}

/** The records of a source, each once, with their details laid over them. Details were planned in the same order. */
export async function* completeRecords(
  { steps, spool, request }: Pick<ReportFacts, 'steps' | 'spool' | 'request'>,
  source: Source,
  counts?: UniqueCounts,
): AsyncGenerator<CompleteRecord> {
  const context = { steps, spool, requestId: request.id };
  const details = detailPositions(context, source);
  for await (const { record, place } of uniqueRecords(context, source, counts)) {
    const name = `${place.step}|${place.offset}`;
    const position = details.get(name);
    const detail = position === undefined ? {} : await spool.readDetail(source.id, position);
    yield {
      record: position === undefined ? record : { ...(record as VendorRecord), ...detail },
      place: name,
    };
  }
}

function detailPositions(
  { steps, requestId }: { steps: ReportFacts['steps']; requestId: string },
  source: Source,
) {
  const positions = new Map<string, number>();
  if (!source.detail) return positions;
  for (const step of steps.done(requestId, source.id, 'detail') as Iterable<DetailStep>) {
    const { place } = step.parameters;
    if (step.result?.hasFile) positions.set(`${place.step}|${place.offset}`, step.position);
  }
  return positions;
}
