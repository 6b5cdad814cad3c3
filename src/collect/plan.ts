import {
  canAsk,
  firstCallOf,
  isExpected,
  queriesOf,
  windowOf,
  type AskedSource,
  type Connector,
  type Operation,
  type RateLimit,
  type Reason,
  type ScopeAlternatives,
  type Source,
  type Subject,
} from '../contract/index.js';
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
  /** Ids of the wanted sources; absent: those of the group `core`, and every other that the scopes allow. */
  sources?: readonly string[];
  /** Of those the ones whose lack of a scope is a gap; absent: those of the group `core`. */
  due?: readonly string[];
  /** Why nothing may be asked about this person; absent: everything may. */
  leftOutFor?: Reason;
  /** Absent: nobody was found. */
  subject?: Subject;
  accountId?: string;
  grants(scopes: ScopeAlternatives): boolean;
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
  const isGranted = !source.asks || canAsk(source, (scopes) => needs.grants(scopes));
  // Whoever names no source is not told of a gap for each permission that was never meant to be given.
  const isWanted = needs.sources?.includes(source.id) ?? true;
  const isLeftOut = isWanted && !isGranted && !(needs.due?.includes(source.id) ?? isExpected(source));
  const requested = !needs.leftOutFor && isWanted && !isLeftOut;
  const missing = source.made ? [...(needs.missing ?? [])] : [];
  const plan: SourcePlan = { requested, missing, filesLeftOut: 0 };
  if (needs.leftOutFor) plan.leftOutFor = needs.leftOutFor;
  else if (isLeftOut) plan.leftOutFor = 'scope_missing';
  const toRun = (phase: SourceRun['phase']): SourceRun => ({ requestId, sourceId: source.id, phase, plan });
  if (!requested) return { run: toRun('done'), steps: [] };
  if (needs.refusal) {
    plan.refusal = needs.refusal;
    return { run: toRun('done'), steps: [] };
  }
  if (!isGranted) {
    plan.refusal = {
      outcome: 'scope_missing',
      reason: 'scope_missing',
      remedy: needs.connector.scopeRemedy(firstCallOf(source).scopes),
    };
    return { run: toRun('done'), steps: [] };
  }
  if (source.forEach) return { run: toRun('waiting'), steps: [] };
  const { parameters, outOfReach, start } = source.asks
    ? planLists(needs, source)
    : { parameters: [{ query: 0 }] };
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

/** Every window with every query of the operations that may be asked; the queries of one window stand together. */
function planLists(
  needs: PlanNeeds,
  source: AskedSource,
): { parameters: ListParameters[] } & Pick<SourcePlan, 'outOfReach' | 'start'> {
  const granted = source.asks.filter(({ scopes }) => needs.grants(scopes));
  const queries = [...Array(Math.max(...granted.map((one) => queryCountOf(needs, one)))).keys()];
  const rule = windowOf(source);
  if (!rule) return { parameters: queries.map((query) => ({ query })) };
  const { windows, outOfReach, start } = planWindows({
    rule,
    period: utcDaysOf(needs.period),
    now: needs.now,
  });
  const parameters = windows.flatMap((window) => queries.map((query) => ({ query, window })));
  return { parameters, outOfReach, start };
}

function queryCountOf({ subject, accountId }: PlanNeeds, operation: Operation): number {
  if (typeof operation.query !== 'function') return Math.max(1, operation.query?.length ?? 1);
  // Without a subject nothing is asked.
  return subject ? queriesOf(operation, { subject, accountId }).length : 1;
}

/** The lane a call's steps run in: one per label, one for unlabelled media. */
export function laneOf(limit: RateLimit | undefined): string {
  return limit ? `${limit.family}/${limit.label}` : mediaLane;
}

/** The lane of media downloads that count under no label. */
export const mediaLane = 'media';
