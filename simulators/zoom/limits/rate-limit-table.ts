import type { SimulatorPlan } from '../simulator-options.js';

/** Zoom counts Phone apart from everything else. */
export type RateFamily = 'main' | 'phone';

/** Rate limit label of an operation. */
export type RateLabel = 'light' | 'medium' | 'heavy' | 'resource-intensive';

/** The most calls of one label in any sliding window. */
export interface RateLimit {
  calls: number;
  windowMs: number;
}

/** Calls a UTC day, shared by the labels named. */
export interface DailyBudget {
  labels: RateLabel[];
  calls: number;
}

/** The limits of one family under one plan. */
export interface FamilyLimits {
  limits: Record<RateLabel, RateLimit>;
  daily: DailyBudget[];
}

const second = (calls: number): RateLimit => ({ calls, windowMs: 1_000 });
const minute = (calls: number): RateLimit => ({ calls, windowMs: 60_000 });

const row = (light: number, medium: number, heavy: number, intensivePerMinute: number) => ({
  light: second(light),
  medium: second(medium),
  heavy: second(heavy),
  'resource-intensive': minute(intensivePerMinute),
});

const sharedByHeavy = (calls: number): DailyBudget[] => [{ labels: ['heavy', 'resource-intensive'], calls }];

const phonePro: FamilyLimits = { limits: row(20, 10, 5, 5), daily: sharedByHeavy(15_000) };

/**
 * Limits per account by plan and family; Zoom names no Phone row for Free, which takes Pro's.
 * Source: https://developers.zoom.us/docs/api/rate-limits/
 */
export const rateLimitTable: Record<SimulatorPlan, Record<RateFamily, FamilyLimits>> = {
  free: {
    main: {
      limits: row(4, 2, 1, 10),
      daily: [
        { labels: ['light'], calls: 6_000 },
        { labels: ['medium'], calls: 2_000 },
        { labels: ['heavy'], calls: 1_000 },
        { labels: ['resource-intensive'], calls: 30_000 },
      ],
    },
    phone: phonePro,
  },
  pro: { main: { limits: row(30, 20, 10, 10), daily: sharedByHeavy(30_000) }, phone: phonePro },
  business: {
    main: { limits: row(80, 60, 40, 20), daily: sharedByHeavy(60_000) },
    phone: { limits: row(40, 20, 10, 10), daily: sharedByHeavy(30_000) },
  },
};
