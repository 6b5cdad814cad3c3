import type { Connector } from '../../../src/contract/index.js';
import type { FaultResponse, Simulator } from '../../../simulators/zoom/index.js';
import { openStore } from '../../../src/storage/sqlite/open-store.js';
import { fastZoom } from '../../../test/support/fast-zoom.js';

/** Why the day's heavy calls are over. */
export interface Cause {
  name: string;
  /** The share of the day's budget is used up; otherwise the vendor says so. */
  isOwnBudget: boolean;
  /** How long after midnight the request may still wait. */
  graceMs: number;
  /** The vendor's 429. */
  respond?: FaultResponse;
}

/** The operation whose calls are heavy. */
export const heavyOperation = '/report/users/{userId}/meetings';
/** Heavy calls that the day still holds. */
export const heavyCallsLeft = 9;

const byHeader = (name: string, retryAfter: 'none' | 'seconds' | 'http-date' | 'iso'): Cause => ({
  ...{ name, isOwnBudget: false, respond: { kind: '429-daily', retryAfter } },
  graceMs: retryAfter === 'none' ? 61_000 : 5_000,
});

/** The own budget, and every form in which a daily limit is told. */
export const causes: readonly Cause[] = [
  { name: 'own budget', isOwnBudget: true, graceMs: 61_000 },
  byHeader('429 without Retry-After', 'none'),
  byHeader('429 with seconds', 'seconds'),
  byHeader('429 with an HTTP date', 'http-date'),
  byHeader('429 with an ISO time', 'iso'),
  {
    ...{ name: '429 in words only', isOwnBudget: false, graceMs: 61_000 },
    respond: {
      status: 429,
      body: { code: 429, message: 'You may resume these requests at GMT 00:00:00.' },
    },
  },
];

/** Heavy calls of a day, of which a request needs a part. */
const callsPerDay = 80;

/** The vendor with a budget so small that a few calls use up what is left of it. */
export const smallBudget: Connector = {
  ...fastZoom,
  rateLimits: (plan) => {
    const { labels, budgets } = fastZoom.rateLimits(plan);
    return { labels, budgets: budgets.map((budget) => ({ ...budget, callsPerDay })) };
  },
};

/** Writes down the heavy calls that the connection has made since midnight: a few are left of its share. */
export async function spendMorning(databaseFile: string, rateShare: number, date: string): Promise<void> {
  const store = await openStore(databaseFile);
  const budget = smallBudget.rateLimits('business').budgets.find(({ family }) => family === 'main');
  const spent = Math.floor(callsPerDay * rateShare) - heavyCallsLeft;
  const day = { connectionId: 'default', budgetId: budget?.id ?? '', day: date };
  await store.budgets.reserve(day, spent, Infinity);
  await store.close();
}

/** Lets the vendor refuse heavy calls from the tenth on. Tells how the day ends. */
export function refuseFromNoon({ respond }: Cause, { faults }: Simulator): { end(): void } {
  if (!respond) return { end: () => undefined };
  const fault = faults.add({
    ...{ operation: heavyOperation, skip: heavyCallsLeft, times: Infinity, respond },
  });
  return { end: () => fault.remove() };
}
