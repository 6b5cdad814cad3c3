import type { Connector, RateLimit, Source } from '../contract/index.js';
import { queriesOf } from '../spool/identity.js';
import type { ListParameters } from '../model/step-result.js';
import type { ListStep } from '../model/step.js';
import type { SourcePlan, SourceRun } from '../model/source-run.js';
import { utcDaysOf, type Period } from '../model/period.js';
import { planWindows } from './windows.js';

/** What a plan depends on. */
export interface PlanNeeds {
  requestId: string;
  connector: Connector;
  period: Period;
  /** Ids of the wanted sources; absent: all. */
  sources?: readonly string[];
  grants(scopes: Source['scopes']): boolean;
  /** Nobody was found, and not everywhere could be looked: no source can be asked. */
  refusal?: SourcePlan['refusal'];
  /** What is missing of the records that are made of the lookup. */
  missing?: SourcePlan['missing'];
  now: number;
}

/** The sources of a request and the first steps of each. */
export interface Plan {
  runs: SourceRun[];
  steps: ListStep[];
}

/** Plans every declared source, also those that are not asked, so that each appears in the manifest. */
export function planRequest(needs: PlanNeeds): Plan {
  const parts = needs.connector.sources.map((source) => planSource(needs, source));
  return { runs: parts.map((part) => part.run), steps: parts.flatMap((part) => part.steps) };
}

/** Plans one source. */
export function planSource(needs: PlanNeeds, source: Source): { run: SourceRun; steps: ListStep[] } {
  const { requestId } = needs;
  const requested = needs.sources?.includes(source.id) ?? true;
  const missing = source.collect ? [...(needs.missing ?? [])] : [];
  const plan: SourcePlan = { requested, missing, filesLeftOut: 0 };
  const toRun = (phase: SourceRun['phase']): SourceRun => ({ requestId, sourceId: source.id, phase, plan });
  if (!requested) return { run: toRun('done'), steps: [] };
  if (needs.refusal) {
    plan.refusal = needs.refusal;
    return { run: toRun('done'), steps: [] };
  }
  if (!source.collect && !needs.grants(source.scopes)) {
    plan.refusal = {
      outcome: 'scope_missing',
      reason: 'scope_missing',
      remedy: needs.connector.scopeRemedy(source.scopes),
    };
    return { run: toRun('done'), steps: [] };
  }
  const { parameters, outOfReach, start } = planList(needs, source);
  plan.outOfReach = outOfReach;
  plan.start = start;
  const steps = parameters.map((one, position): ListStep => ({
    requestId,
    sourceId: source.id,
    kind: 'list',
    position,
    parameters: one,
  }));
  return { run: toRun('listing'), steps };
}

/** Every window with every query; the queries of one window stand together. */
function planList(
  needs: PlanNeeds,
  source: Source,
): { parameters: ListParameters[] } & Pick<SourcePlan, 'outOfReach' | 'start'> {
  const queries = queriesOf(source).map((_query, query) => query);
  if (!source.window) return { parameters: queries.map((query) => ({ query })) };
  const { windows, outOfReach, start } = planWindows({
    rule: source.window,
    period: utcDaysOf(needs.period),
    now: needs.now,
  });
  const parameters = windows.flatMap((window) => queries.map((query) => ({ query, window })));
  return { parameters, outOfReach, start };
}

/** The lane a call's steps run in: one per label, one for unlabelled media. */
export function laneOf(limit: RateLimit | undefined): string {
  return limit ? `${limit.family}/${limit.label}` : mediaLane;
}

/** The lane of media downloads that count under no label. */
export const mediaLane = 'media';
