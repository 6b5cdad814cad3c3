import type { StepStore } from '../storage/step-store.js';
import { descendantsOf, type Source, sourceOf } from '../contract/index.js';
import { planSource, type PlanNeeds } from './plan.js';
import type { SourceStep } from '../model/step.js';
import type { SourceRun } from '../model/source-run.js';

/**
 * Makes what is missing of the named sources pending again. Windows, details and files that were read keep their
 * results; a source that could not be asked at all is planned anew. What is asked for their records waits for them.
 */
export async function reopen(
  steps: StepStore,
  needs: PlanNeeds,
  sourceIds: readonly string[],
): Promise<void> {
  const { sources } = needs.connector;
  for (const run of await steps.runs(needs.requestId)) {
    if (!sourceIds.includes(run.sourceId)) continue;
    const source = sourceOf(needs.connector, run.sourceId);
    if (source.made || !(await isAny(steps.all(run.requestId, run.sourceId, 'list')))) {
      const fresh = planSource(needs, source);
      await steps.plan([fresh.run], fresh.steps);
      // Made of the lookup, which was made again.
      await steps.reset(fresh.steps);
      continue;
    }
    const failed: SourceStep[] = [];
    for (const kind of ['list', 'detail', 'file'] as const)
      for await (const page of steps.done(run.requestId, run.sourceId, kind))
        failed.push(...page.filter(isIncomplete));
    await steps.reset(failed);
    await reopenRun(steps, source, run);
  }
  await wakeChildren(steps, sources, needs.requestId, sourceIds);
  await askHeldAnew(steps, sources, needs.requestId, sourceIds);
}

/** What was looked through may be recognised now, and was never written. */
async function askHeldAnew(
  steps: StepStore,
  sources: readonly Source[],
  requestId: string,
  ids: readonly string[],
): Promise<void> {
  for (const { id, heldAgainst } of sources) {
    if (!heldAgainst || !ids.includes(heldAgainst.source)) continue;
    const anew: SourceStep[] = [];
    for await (const page of steps.done(requestId, id, 'list'))
      anew.push(...page.filter(({ result }) => result?.lookedThrough));
    await steps.reset(anew);
  }
}

/** A source goes through its phases again; what has a result is passed over. */
export async function reopenRun(steps: StepStore, source: Source, run: SourceRun): Promise<void> {
  const plan = { ...run.plan, refusal: undefined, missing: [], filesLeftOut: 0, lookedAgain: undefined };
  await steps.advance({ ...run, phase: source.forEach ? 'waiting' : 'listing', plan });
}

/**
 * Lets the sources that are asked for records of others wait for those again, because they may be others now. What was
 * read for a record stays.
 */
export async function wakeChildren(
  steps: StepStore,
  sources: readonly Source[],
  requestId: string,
  ids: readonly string[],
  isWanted: (run: SourceRun) => boolean = () => true,
): Promise<void> {
  const children = new Map(
    ids.flatMap((id) => descendantsOf(sources, id)).map((source) => [source.id, source]),
  );
  for (const run of await steps.runs(requestId)) {
    const source = children.get(run.sourceId);
    if (source && run.plan.requested && run.phase !== 'waiting' && isWanted(run))
      await reopenRun(steps, source, run);
  }
}

/**
 * Lets a source that is past its lists settle again, without a call: what was read keeps its results, and what was
 * looked at again is not looked at once more. What is not yet read for its records waits for them.
 */
export async function settleAgain(
  steps: StepStore,
  sources: readonly Source[],
  source: Source,
  run: SourceRun,
): Promise<void> {
  // What is missing of the lookup was planned with the source; all else is found again.
  const missing = source.made ? run.plan.missing : [];
  const plan = { ...run.plan, refusal: undefined, missing, filesLeftOut: 0 };
  await steps.advance({ ...run, phase: source.forEach ? 'waiting' : 'listing', plan });
  await wakeChildren(steps, sources, run.requestId, [source.id], ({ phase }) => phase !== 'done');
}

const isIncomplete = ({ result }: SourceStep) => result !== undefined && result.end.kind !== 'complete';

async function isAny(pages: AsyncIterable<unknown[]>): Promise<boolean> {
  for await (const page of pages) if (page.length > 0) return true;
  return false;
}
