import type { ParentGap, SourceOutcome } from '../model/source-outcome.js';
import type { SourceRun } from '../model/source-run.js';
import type { StepEnd } from '../model/step-result.js';
import type { ListStep } from '../model/step.js';

/** Of a source that is asked for records of others: what became of those, and for which something is missing. */
export function toldOfParents(
  { plan }: SourceRun,
  steps: readonly ListStep[],
  troubled: readonly StepEnd[],
): Pick<SourceOutcome, 'parents' | 'beyondReach' | 'missing'> {
  if (!plan.parents) return {};
  const isTrouble = new Set(troubled);
  const named = new Set<string>();
  // A record is asked for with several queries and windows, and named once for each reason.
  const name = <Named extends { parent: ParentGap['parent'] }>(list: Named[], one: Named) => {
    const key = JSON.stringify(one);
    if (!named.has(key)) list.push(one);
    named.add(key);
  };
  const beyondReach = [...(plan.beyondReach ?? [])];
  const missing: ParentGap[] = [];
  for (const { parameters, result } of steps) {
    if (!parameters.parent || !result) continue;
    const { source, id } = parameters.parent;
    const parent = { source, id };
    if (result.beyondReach) name(beyondReach, { parent, ...result.beyondReach });
    if (result.end.kind !== 'complete' && isTrouble.has(result.end))
      name(missing, { parent, reason: result.end.reason });
  }
  return {
    parents: plan.parents,
    ...(beyondReach.length > 0 && { beyondReach }),
    ...(missing.length > 0 && { missing }),
  };
}

/**
 * Refusals of an operation for a parent for which another operation has answered another query: those of the second
 * take the place of all of the first.
 */
export function replacedEnds(lists: readonly ListStep[]): ReadonlySet<StepEnd> {
  const answered = new Map<string, number>();
  const keyOf = ({ parameters: { parent, window } }: ListStep) =>
    parent && JSON.stringify([parent.source, parent.id, window?.from]);
  for (const step of lists) {
    const key = keyOf(step);
    if (key === undefined || !step.result || step.result.end.kind === 'refused' || step.result.calls === 0)
      continue;
    answered.set(key, Math.max(answered.get(key) ?? 0, step.result.operation ?? 0));
  }
  const ends = lists.flatMap((step) => {
    const { result } = step;
    const by = answered.get(keyOf(step) ?? '');
    return result?.end.kind === 'refused' && by !== undefined && by > (result.operation ?? 0)
      ? [result.end]
      : [];
  });
  return new Set(ends);
}
