import type { z } from 'zod';
import { toIso } from '../clock.js';
import { explain } from '../connections/verdict.js';
import { AppError } from '../errors.js';
import { planAhead, type PlanAhead } from '../requests/plan-ahead.js';
import type { Service } from '../service.js';
import { requireRight, type Caller } from './caller.js';
import { readOrder } from './read-order.js';
import type { planSchema } from './schemas.js';

/** A plan as the API shows it. */
export type ShownPlan = z.infer<typeof planSchema>;

/** Tells what an order would ask, and keeps nothing of it; the person is looked for. Throws AppError. */
export async function planOrder(
  { connections, connectors, clock }: Pick<Service, 'connections' | 'connectors' | 'clock'>,
  caller: Caller,
  body: unknown,
  signal: AbortSignal,
): Promise<ShownPlan> {
  requireRight(caller, 'create');
  const { order, connectionId } = await readOrder({ connections, connectors }, caller, body);
  const open = await connections.open(connectionId);
  const { time_zone: timeZone, email, from, to, sources, due_at } = order;
  const wanted = { email, from, to, sources, timeZone };
  const plan = await planAhead(open, wanted, clock, signal).catch(tellWhy);
  const { lookup, lines, seconds } = plan;
  if (lookup.end === 'refused') throw new AppError('account_not_usable', lookup.refusal.remedy);
  const expectedAt = clock.now() + seconds * 1_000;
  const titles = new Map(open.connector.sources.map(({ id, title }) => [id, title]));
  return {
    found: lookup.end === 'found',
    missing: [...new Set(lookup.notSearched.map(({ remedy }) => remedy))],
    calls: lines.reduce((sum, { calls }) => sum + calls, 0),
    seconds,
    expected_at: toIso(expectedAt),
    due_at_risk: due_at === undefined ? undefined : expectedAt > Date.parse(due_at),
    sources: lines.map(({ source, calls, label, further }) => ({
      ...{ id: source, title: titles.get(source) ?? source, calls, counts_under: label, further },
    })),
  };
}

function tellWhy(error: unknown): Promise<PlanAhead> {
  throw new AppError('account_not_usable', explain(error).nextStep, { cause: error });
}
