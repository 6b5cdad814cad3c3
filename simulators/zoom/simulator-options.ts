import type { World } from './world/world.js';

/** The customer's plan, which decides the rate limits. Source: https://developers.zoom.us/docs/api/rate-limits/ */
export type SimulatorPlan = 'free' | 'pro' | 'business';

/** How a simulated Zoom differs from the default one. */
export interface SimulatorOptions {
  /** Port of the API and OAuth origin on 127.0.0.1; 0 = any free port (default). */
  port?: number;
  /** Port of the media origin, to which downloads are redirected; 0 = any free port (default). */
  mediaPort?: number;
  /** Default `business`. */
  plan?: SimulatorPlan;
  /** Default true. */
  enforceRateLimits?: boolean;
  /** Scopes of the tokens handed out; default: the granular `:admin` scope of every operation, where it has one. */
  scopes?: string[];
  /** Delay before each answer of the API and OAuth origin; default 0. */
  latencyMs?: number;
  /** Default 15 minutes. */
  pageTokenLifetimeMs?: number;
  /** Default 3600. */
  accessTokenLifetimeSeconds?: number;
  /** Clock of windows, token lifetimes and daily budgets (not of the sliding seconds); default the real one. */
  now?: () => Date;
  /** Default: the demo world at the time of the start. */
  world?: World;
  /** What reports and phone lists do with a window over 30 days or beyond six months; default `cut`. */
  longWindows?: 'cut' | 'refuse';
  /** What a `page_size` above the maximum does; default `refuse` (400/300). */
  oversizedPages?: 'cut' | 'refuse';
  /** `number` (default): the webinar list ignores `next_page_token`, as its official document knows only `page_number`. */
  webinarPaging?: 'token' | 'number';
  /** Whether a window of days includes the day `to`, which Zoom documents nowhere; default `included`. */
  toDay?: 'included' | 'excluded';
}
