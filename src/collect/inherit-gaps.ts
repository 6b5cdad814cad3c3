import { canAsk, firstCallOf, sourceOf, type AskedSource } from '../contract/index.js';
import type { SourcePlan, SourceRun } from '../model/source-run.js';
import type { Collection } from './collection.js';
import { shortfallOf } from './conclude-source.js';

/** What cannot be known because not all records are there for which it would be asked. */
export async function withShortfalls(
  { steps, connector, ...collection }: Collection,
  source: AskedSource,
  plan: SourcePlan,
  parents: readonly SourceRun[],
): Promise<SourcePlan> {
  const wanted = parents.filter((parent) => parent.plan.requested);
  const fresh = {
    ...plan,
    refusal: undefined,
    inherited: undefined,
    parents: undefined,
    beyondReach: undefined,
  };
  if (wanted.length === 0) return { ...fresh, requested: false };
  if (!canAsk(source, (scopes) => collection.grants(scopes))) {
    const { scopes } = firstCallOf(source);
    const remedy = connector.scopeRemedy(scopes);
    return { ...fresh, refusal: { outcome: 'scope_missing', reason: 'scope_missing', remedy } };
  }
  const shortfalls = await Promise.all(
    wanted.map((parent) => shortfallOf(steps, sourceOf(connector, parent.sourceId), parent)),
  );
  const refusals = shortfalls.flatMap(({ refusal }) => refusal ?? []);
  if (refusals.length === wanted.length) return { ...fresh, refusal: refusals[0] };
  // A product the person has not is no gap there, and so none here.
  const gaps = refusals.filter(({ outcome }) => outcome !== 'not_licensed');
  return {
    ...fresh,
    inherited: [
      ...gaps.map(({ reason, remedy }) => ({ reason, remedy, count: 1 })),
      ...shortfalls.flatMap(({ missing }) => missing),
    ],
  };
}
