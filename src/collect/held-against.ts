import { isVendorRecord, sourceOf, type AskedSource } from '../contract/index.js';
import type { SourcePlan } from '../model/source-run.js';
import { settledRecords } from '../spool/settled-records.js';
import type { Collection } from './collection.js';
import { shortfallOf } from './conclude-source.js';

/**
 * Reads what the records are called that a source is held against. Resolves with what is missing of those, and so cannot
 * be recognised; undefined: they are not there yet.
 */
export async function readHeld(
  collection: Collection,
  { id, forEach, heldAgainst }: AskedSource,
): Promise<Pick<SourcePlan, 'inherited'> | undefined> {
  if (!heldAgainst) return {};
  const { steps, connector, milestones, requestId } = collection;
  await milestones.reached('whole', heldAgainst.source);
  const run = (await steps.runs(requestId)).find(({ sourceId }) => sourceId === heldAgainst.source);
  if (run && !['files', 'done'].includes(run.phase)) return undefined;
  const names = new Set<string>();
  collection.held.set(id, names);
  if (!run) return {};
  const other = sourceOf(connector, heldAgainst.source);
  for await (const { record } of settledRecords(collection, other, run))
    if (isVendorRecord(record)) for (const name of heldAgainst.names(record)) names.add(name);
  // Where it decides what is asked, what is not known is asked.
  if (forEach) return {};
  const { refusal, missing } = await shortfallOf(steps, other, run);
  const isGap = refusal && refusal.outcome !== 'not_licensed';
  const refused = isGap ? [{ reason: refusal.reason, remedy: refusal.remedy, count: 1 }] : [];
  return { inherited: [...refused, ...missing] };
}
