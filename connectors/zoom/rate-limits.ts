import type { DailyBudget, LabelLimit, RateLimits } from '../../src/contract/index.js';

const perSecond = 1_000;
const perMinute = 60_000;

const limits = (family: string, light: number, medium: number, heavy: number, intensivePerMinute: number) =>
  [
    { family, label: 'light', calls: light, perMs: perSecond },
    { family, label: 'medium', calls: medium, perMs: perSecond },
    { family, label: 'heavy', calls: heavy, perMs: perSecond },
    { family, label: 'resource-intensive', calls: intensivePerMinute, perMs: perMinute },
  ] satisfies LabelLimit[];

const budget = (family: string, callsPerDay: number, ...labels: string[]): DailyBudget => ({
  id: `${family}-${labels.join('-and-')}`,
  family,
  labels,
  callsPerDay,
});

const shared = (family: string, callsPerDay: number) =>
  budget(family, callsPerDay, 'heavy', 'resource-intensive');

const phonePro = limits('phone', 20, 10, 5, 5);
const phoneProBudget = shared('phone', 15_000);

/** Zoom's published limits per account and plan: https://developers.zoom.us/docs/api/rate-limits/ */
const table: Record<string, RateLimits> = {
  free: {
    labels: [...limits('main', 4, 2, 1, 10), ...phonePro],
    budgets: [
      budget('main', 6_000, 'light'),
      budget('main', 2_000, 'medium'),
      budget('main', 1_000, 'heavy'),
      budget('main', 30_000, 'resource-intensive'),
      phoneProBudget,
    ],
  },
  pro: {
    labels: [...limits('main', 30, 20, 10, 10), ...phonePro],
    budgets: [shared('main', 30_000), phoneProBudget],
  },
  business: {
    labels: [...limits('main', 80, 60, 40, 20), ...limits('phone', 40, 20, 10, 10)],
    budgets: [shared('main', 60_000), shared('phone', 30_000)],
  },
};

/** Plans as the configuration names them; `business` is Business, Education, Enterprise and Partner. */
export const plans = Object.keys(table);

/** What one account may call on a plan. The free plan has no Phone row of its own and takes Pro's. */
export function rateLimits(plan: string): RateLimits {
  const found = Object.hasOwn(table, plan) ? table[plan] : undefined;
  if (!found) throw new RangeError(`There is no plan "${plan}"; plans are ${plans.join(', ')}.`);
  return found;
}
