import { nextMidnight } from '../clock.js';
import { readRetryAfter } from './retry-after.js';

/** The vendor's moment is written in whole seconds: a call on the dot would come too early. */
const graceMs = 2_000;

/** Spreads the installations that all resume after midnight. */
const jitterMs = 60_000;

/**
 * When a daily limit ends, in milliseconds since 1970: the header's moment where it is believable, else the
 * next 00:00 UTC (when the vendor's budgets begin anew) plus jitter.
 */
export function pauseEnd(retryAfter: string | undefined, now: number, date?: string): number {
  const waitMs = readRetryAfter(retryAfter, now, date);
  if (waitMs === undefined) return nextMidnight(now) + Math.floor(Math.random() * jitterMs);
  return now + waitMs + graceMs;
}
