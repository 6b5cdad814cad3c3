import { nextMidnight } from '../clock.js';
import {
  operationsOf,
  type Connector,
  type DailyBudget,
  type RateLimit,
  type RateLimits,
  type Source,
} from '../contract/index.js';
import type { AccessRequest } from '../model/access-request.js';
import type { StepCount } from '../model/step.js';

/** What a forecast is made of. */
export interface ForecastNeeds {
  request: Pick<AccessRequest, 'resumeAt' | 'status'>;
  connector: Pick<Connector, 'sources'>;
  limits: RateLimits;
  /** Part of the limits that may be used. */
  share: number;
  counts: readonly StepCount[];
  /** Calls of a daily budget that were made today (UTC). */
  callsToday: (budgetId: string) => number;
  /** Requests that share the pace, this one included. */
  sharers: number;
  now: number;
}

const dayMs = 86_400_000;

/**
 * When the calls that are planned will have been made, milliseconds since 1970: per label at the pace of the
 * connection, shared with its other requests, and over as many days as the daily budgets need. Steps that are not
 * planned yet and the time of transfers are not in it. Undefined: nothing is planned.
 */
export function forecast(needs: ForecastNeeds): number | undefined {
  const { request, counts, limits, share, sharers, now } = needs;
  if (counts.length === 0) return undefined;
  const start = Math.max(now, request.resumeAt ?? 0);
  const calls = callsLeft(needs);
  const atPace = limits.labels.map((label) => {
    const wanted = calls.get(nameOf(label)) ?? 0;
    return start + (wanted * sharers * label.perMs) / (label.calls * share);
  });
  const atBudget = limits.budgets.map((budget) => budgetEnd(needs, budget, calls, start));
  return Math.round(Math.max(start, ...atPace, ...atBudget));
}

/** Calls still to be made under each label. A step is taken to need as many as those before it did. */
function callsLeft({ connector, counts }: ForecastNeeds): Map<string, number> {
  const calls = new Map<string, number>();
  for (const count of counts) {
    const { done, total, calls: made } = count;
    const source = connector.sources.find(({ id }) => id === count.sourceId);
    const limit = source && limitOf(source, count);
    if (!limit) continue;
    const each = done === 0 ? 1 : Math.max(1, made / done);
    calls.set(nameOf(limit), (calls.get(nameOf(limit)) ?? 0) + (total - done) * each);
  }
  return calls;
}

/** The label under which the steps of a kind, and of one operation among those of that kind, make their calls. */
function limitOf(source: Source, { kind, part }: StepCount): RateLimit | undefined {
  const operations = operationsOf(source);
  if (kind === 'list') {
    const lists = operations.filter(({ use }) => ['list', 'stand-in', 'lookup'].includes(use));
    return lists[Number(part ?? 0)]?.rateLimit;
  }
  const ofKind = operations.filter(({ use }) => use === kind);
  return (ofKind.find(({ id }) => id === part) ?? ofKind[0])?.rateLimit;
}

/** What today's rest of a budget does not cover takes one midnight for each further day's share. */
function budgetEnd(
  { share, callsToday, now }: ForecastNeeds,
  { id, family, labels, callsPerDay }: DailyBudget,
  calls: ReadonlyMap<string, number>,
  start: number,
): number {
  const wanted = labels.reduce((sum, label) => sum + (calls.get(nameOf({ family, label })) ?? 0), 0);
  const perDay = Math.max(1, Math.floor(callsPerDay * share));
  const isToday = nextMidnight(start) === nextMidnight(now);
  const beyond = wanted - Math.max(0, isToday ? perDay - callsToday(id) : perDay);
  if (beyond <= 0) return start;
  return nextMidnight(start) + Math.floor((beyond - 1) / perDay) * dayMs;
}

const nameOf = ({ family, label }: RateLimit) => `${family}/${label}`;
