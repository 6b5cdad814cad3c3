import type { StepStore } from '../storage/step-store.js';
import { sourceOf } from './collection.js';
import { planSource, type PlanNeeds } from './plan.js';
import type { DetailStep, FileStep, ListStep, Run } from './results.js';

/**
 * Makes what is missing of the named sources pending again. Windows, details and files that were read keep their
 * results; a source that could not be asked at all is planned anew.
 */
export function reopen(steps: StepStore, needs: PlanNeeds, sourceIds: readonly string[]): void {
  for (const run of steps.runs(needs.requestId) as Run[]) {
    if (!sourceIds.includes(run.sourceId)) continue;
    const source = sourceOf(needs.connector, run.sourceId);
    if (source.collect || !isAny(steps.all(run.requestId, run.sourceId, 'list'))) {
      const fresh = planSource(needs, source);
      steps.plan([fresh.run], fresh.steps);
      // Made of the lookup, which was made again.
      steps.reset(fresh.steps);
      continue;
    }
    const kinds = ['list', 'detail', 'file'] as const;
    const failed = kinds.flatMap((kind) =>
      [...(steps.all(run.requestId, run.sourceId, kind) as Iterable<AnyStep>)].filter(isIncomplete),
    );
    steps.reset(failed);
    reopenRun(steps, run);
  }
}

/** A source goes through its phases again; what has a result is passed over. */
export function reopenRun(steps: StepStore, run: Run): void {
  const plan = { ...run.plan, refusal: undefined, missing: [], filesLeftOut: 0, lookedAgain: undefined };
  steps.advance({ ...run, phase: 'listing', plan });
}

type AnyStep = ListStep | DetailStep | FileStep;

const isIncomplete = ({ result }: AnyStep) => result !== undefined && result.end.kind !== 'complete';

const isAny = (steps: Iterable<unknown>) => [...steps].length > 0;
