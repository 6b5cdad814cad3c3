import type { AskedSource, LicenceFlag } from '../contract/index.js';
import { remedyFor } from '../upstream/refusal.js';
import type { Collection } from './collection.js';
import type { SourcePlan } from '../model/source-run.js';
import { gather } from '../storage/rows.js';

/**
 * Why a source need not be asked: a flag says that the person lacks the licence, and the witness was refused
 * for the same reason. Undefined: it is worth asking.
 */
export async function reasonToSkip(
  collection: Collection,
  source: AskedSource,
): Promise<SourcePlan['refusal']> {
  const { worthAsking } = source;
  if (!worthAsking) return undefined;
  await collection.milestones.reached('listed', worthAsking.source);
  if ((await readFlag(collection, worthAsking)) !== false) return undefined;
  await collection.milestones.reached('listed', worthAsking.witness);
  const ends = (await listSteps(collection, worthAsking.witness)).map((step) => step.result?.end);
  const refusals = ends.flatMap((end) => (end?.kind === 'refused' ? [end] : []));
  const isRefused =
    refusals.length === ends.length && refusals.every(({ outcome }) => outcome === 'not_licensed');
  const [refusal] = refusals;
  if (!isRefused || !refusal) return undefined;
  return { outcome: refusal.outcome, reason: refusal.reason, remedy: refusal.remedy };
}

/**
 * What becomes of a source that was refused for lack of a licence while another answer says that the person has it: a
 * gap. Undefined: nothing contradicts the refusal.
 */
export async function contradictionOf(
  collection: Collection,
  { id, licence = [] }: AskedSource,
): Promise<SourcePlan['refusal']> {
  const ends = (await listSteps(collection, id)).map((step) => step.result?.end);
  const isUnlicensed = ends.some((end) => end?.kind === 'refused' && end.outcome === 'not_licensed');
  if (!isUnlicensed || ends.some((end) => end?.kind !== 'refused')) return undefined;
  for (const flag of licence) {
    await collection.milestones.reached('listed', flag.source);
    if (await readFlag(collection, flag))
      return { outcome: 'failed', reason: 'contradiction', remedy: remedyFor('contradiction') };
  }
  return undefined;
}

async function readFlag(
  collection: Collection,
  { source, ...rule }: LicenceFlag,
): Promise<boolean | undefined> {
  for (const step of await listSteps(collection, source)) {
    if (!step.result?.records) continue;
    for await (const record of collection.spool.readRecords(source, step.position)) {
      const flag =
        typeof record === 'object' && record !== null ? rule.isLicensed(record as never) : undefined;
      if (flag !== undefined) return flag;
    }
  }
  return undefined;
}

const listSteps = ({ steps, requestId }: Collection, sourceId: string) =>
  gather(steps.done(requestId, sourceId, 'list'));
