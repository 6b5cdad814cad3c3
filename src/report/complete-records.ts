import { completeRecords as readComplete } from '../spool/complete-records.js';
import type { UniqueCounts } from '../spool/unique-records.js';
import type { Source } from '../contract/index.js';
import type { ReportFacts } from './facts.js';

/** A record as the report shows it, before anything is taken out, and its place in the spool. */
export interface CompleteRecord {
  record: unknown;
  place: string;
}

/** The records of a source, each once, with their details laid over them. */
export async function* completeRecords(
  { steps, spool, request }: Pick<ReportFacts, 'steps' | 'spool' | 'request'>,
  source: Source,
  counts?: UniqueCounts,
): AsyncGenerator<CompleteRecord> {
  for await (const { record, place } of readComplete({ steps, spool, requestId: request.id }, source, counts))
    yield { record, place: `${place.step}|${place.offset}` };
}
