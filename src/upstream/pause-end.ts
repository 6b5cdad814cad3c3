import { nextMidnight } from '../clock.js';
import { readRetryAfter } from './retry-after.js';

/** Spreads the installations that all resume after midnight. */
const jitterMs = 60_000;

/**
 * When a daily limit ends, in milliseconds since 1970: the header's moment where it is believable, else the
 * next 00:00 UTC (when the vendor's budgets begin anew) plus jitter.
 */
export function pauseEnd(retryAfter: string | undefined, now: number): number {
  const waitMs = readRetryAfter(retryAfter, now);
  return waitMs !== undefined && waitMs > 0
    ? now + waitMs
    : nextMidnight(now) + Math.floor(Math.random() * jitterMs);
}
