import pRetry from 'p-retry';
import type { Clock } from '../clock.js';
import { exhausted, Transient } from './refusal.js';

/** How long and how often a call is tried. */
export interface RetryPolicy {
  /** Fewest attempts before giving up. */
  attempts: number;
  /** Shortest time before giving up. */
  atLeastMs: number;
  /** First upper bound of the random delay; it doubles with every attempt. */
  firstDelayMs: number;
  longestDelayMs: number;
  /** Longest time a call waits for the vendor's rate limit. */
  longestWaitMs: number;
  /** Between 0 and 1. */
  random(): number;
}

/** At least 8 attempts over at least 60 s; up to 10 minutes of waiting for the vendor. */
export const defaultRetryPolicy: RetryPolicy = {
  attempts: 8,
  atLeastMs: 60_000,
  firstDelayMs: 1_000,
  longestDelayMs: 30_000,
  longestWaitMs: 600_000,
  random: Math.random,
};

/** A vendor that asks for no time at all, again and again, must still come to an end. */
const shortestWaitMs = 250;

/** Runs an attempt until it succeeds, fails for good, or the policy is used up. */
export type Retry = <T>(attempt: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Exponential backoff with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). A `Transient` is tried again,
 * every other error is final. Waiting for a rate limit is not an attempt.
 */
export function createRetry(policy: RetryPolicy, clock: Clock): Retry {
  return async (attempt, signal) => {
    const started = clock.monotonic();
    let failures = 0;
    let waitedMs = 0;
    return pRetry(attempt, {
      retries: Infinity,
      minTimeout: 0,
      signal,
      shouldConsumeRetry: () => false,
      onFailedAttempt: async ({ error }) => {
        if (!(error instanceof Transient)) throw error;
        if (error.isWaiting) {
          const waitMs = Math.max(shortestWaitMs, error.waitMs || 1_000 + 1_000 * policy.random());
          if (waitedMs + waitMs > policy.longestWaitMs) throw exhausted(error);
          waitedMs += waitMs;
          await clock.sleep(waitMs, signal);
          return;
        }
        failures += 1;
        const elapsedMs = clock.monotonic() - started - waitedMs;
        if (failures >= policy.attempts && elapsedMs >= policy.atLeastMs) throw exhausted(error);
        const bound = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (failures - 1));
        const askedMs = Math.min(error.waitMs ?? 0, policy.longestWaitMs);
        await clock.sleep(Math.max(askedMs, bound * policy.random()), signal);
      },
    });
  };
}
