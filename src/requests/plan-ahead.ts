import type { Clock } from '../clock.js';
import { laneOf, planRequest } from '../collect/plan.js';
import type { OpenConnection } from '../connections/open-connection.js';
import {
  firstCallOf,
  makes,
  operationsOf,
  parentsOf,
  type Source,
  type SubjectLookup,
} from '../contract/index.js';
import type { RequestOrder } from '../model/access-request.js';
import { lookUp } from './look-up.js';
import { planNeedsOf } from './plan-request.js';

/** What a request would ask of one source. */
export interface PlannedSource {
  source: string;
  calls: number;
  label: string;
  /** Why it cannot be asked, or calls whose number only the answers tell. */
  further: string;
}

/** What a request would ask. */
export interface PlanAhead {
  lookup: SubjectLookup;
  lines: PlannedSource[];
  /** How long the pace of the account makes the calls take that are known by now. */
  seconds: number;
}

/** Plans an order without keeping anything of it; it makes only the calls that find the person. */
export async function planAhead(
  open: OpenConnection,
  order: Pick<RequestOrder, 'email' | 'from' | 'to' | 'timeZone' | 'sources'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<PlanAhead> {
  const { connector, connection } = open;
  const { lookup } = await lookUp(open, order.email, undefined, signal);
  const needs = await planNeedsOf({ open, clock }, { ...order, id: 'plan' }, lookup, signal);
  const { runs, steps } = planRequest(needs);
  const lines = connector.sources.map((source): PlannedSource => {
    const plan = runs.find(({ sourceId }) => sourceId === source.id)?.plan;
    const calls = source.made ? 0 : steps.filter(({ sourceId }) => sourceId === source.id).length;
    const isAsked = lookup.end !== 'found' || plan?.requested !== false;
    const further = plan?.refusal?.reason ?? (isAsked ? furtherCalls(source) : 'not_requested');
    return { source: source.id, calls, label: laneOf(firstCallOf(source).rateLimit), further };
  });
  const { labels } = connector.rateLimits(connection.plan);
  const secondsOf = ({ family, label, calls, perMs }: (typeof labels)[number]) => {
    const planned = lines.filter((line) => line.label === `${family}/${label}`);
    const sum = planned.reduce((total, line) => total + line.calls, 0);
    return Math.max(0, sum - 1) * (perMs / 1_000 / (calls * connection.rateShare));
  };
  return { lookup, lines, seconds: Math.max(0, ...labels.map(secondsOf)) };
}

function furtherCalls(source: Source): string {
  const [{ pageSize }] = operationsOf(source);
  const parts = [
    source.forEach && `one or more for each record of ${parentsOf(source).join(' and ')}`,
    pageSize !== undefined && 'one per further page',
    makes(source, 'detail') && 'one per record',
    makes(source, 'file') && 'one per file',
  ];
  return parts.filter(Boolean).join(', ');
}
