import Bottleneck from 'bottleneck';
import type { Clock } from '../clock.js';
import type { DailyBudget, LabelLimit, RateLimit, RateLimits } from '../contract/index.js';
import { DailyBudgets, unlimited, type DailyCounts } from './daily-budgets.js';
import { Gate } from './gate.js';
import { PauseUntil } from './refusal.js';
import { unlessAborted } from './unless-aborted.js';

/** The most of a limit that may ever be used; the share of a connection stays at or below it. */
export const highestShare = 0.8;

/** How a call waits for its turn. */
export interface Turn {
  signal?: AbortSignal;
  /** 0 to 9, smaller goes first; 5 when absent. */
  priority?: number;
}

/** Keeps the calls of one connection below the agreed share of the vendor's limits. */
export interface Pace {
  /** Starts the call when its turn comes. Throws PauseUntil when a daily budget is used up. */
  run<T>(limit: RateLimit, call: () => Promise<T>, turn?: Turn): Promise<T>;
  /** The vendor asks this label to wait. */
  hold(limit: RateLimit, ms: number): void;
  /**
   * The vendor allows this label, or the calls without one, nothing before a moment (milliseconds since 1970).
   * Tells the moment that counts: who is sent away again right after a pause stays away for a minute at least.
   */
  closeUntil(limit: RateLimit | undefined, until: number): number;
  /** Calls of a daily budget that are counted already and were not made. */
  unused(budgetId: string): number;
  /** Gives back what was reserved of daily budgets and not used. */
  close(): Promise<void>;
}

/** Settings of a pace. */
export interface PaceOptions {
  limits: RateLimits;
  /** Part of every limit that may be used, above 0 and at most 0.8. */
  share: number;
  counts: DailyCounts;
  clock: Clock;
}

/** A little longer than the vendor's second, because calls do not arrive as evenly as they leave. */
const marginMs = 50;
/** A daily limit that ends and is met again at once did not end: it must not be asked every few seconds. */
const repeatedPauseMs = 60_000;
/** How much of the planned spacing the gate insists on; the rest lets late timers catch up. */
const insistence = 0.8;

/** Stands in the place of a label where calls have none. */
const unlabelled = 'unlabelled';

/** One limiter and one gate per label, plus the daily budgets. */
export function createPace({ limits, share, counts, clock }: PaceOptions): Pace {
  const lanes = new Map(limits.labels.map((label) => [nameOf(label), createLane(label, share, clock)]));
  const closings = new Closings(clock);

  const laneOf = (limit: RateLimit) => {
    const lane = lanes.get(nameOf(limit));
    if (!lane) throw new RangeError(`There is no limit for ${nameOf(limit)}.`);
    return lane;
  };
  const budgetsOf = ({ family, label }: RateLimit) =>
    limits.budgets.filter((budget) => budget.family === family && budget.labels.includes(label));
  const closingKey = (limit: RateLimit) => budgetsOf(limit)[0]?.id ?? nameOf(limit);

  const budgets = new DailyBudgets(limits.budgets, share, counts, clock);
  const refuseClosed = (limit: RateLimit) => {
    const closed = closings.endOf(closingKey(limit));
    if (closed !== undefined) throw new PauseUntil(closed);
  };
  const usedUp = ({ id }: DailyBudget, until: number): never => {
    closings.close(id, until);
    throw new PauseUntil(until);
  };

  return {
    run: async <T>(limit: RateLimit, call: () => Promise<T>, { signal, priority = 5 }: Turn = {}) => {
      const { limiter, gate } = laneOf(limit);
      const started = new Promise<T>((resolve, reject) => {
        const turn = async () => {
          forgetWallClock(limiter);
          for (;;) {
            signal?.throwIfAborted();
            refuseClosed(limit);
            const own = budgetsOf(limit);
            const reserved = own.length === 0 ? unlimited : await budgets.reserve(own, usedUp);
            try {
              await gate.pass(signal);
              // From here on nothing is waited for: calls would bunch up.
              refuseClosed(limit);
            } catch (error) {
              reserved.undo();
              throw error;
            }
            if (!reserved.isOfToday()) continue;
            // The turn ends when the call has left, not when it is answered.
            resolve(call());
            return;
          }
        };
        limiter.schedule({ priority }, turn).catch(reject);
      });
      return unlessAborted(started, signal);
    },
    hold: (limit, ms) => laneOf(limit).gate.hold(ms),
    closeUntil: (limit, until) => {
      return closings.close(limit ? closingKey(limit) : unlabelled, until);
    },
    unused: (budgetId) => budgets.unused(budgetId),
    close: () => budgets.close(),
  };
}

/**
 * What is closed for a while. How long, is counted on the monotonic clock: a wall clock that is set back keeps nothing
 * closed, and one that is set forward opens nothing early.
 */
class Closings {
  /** By key: the monotonic moment of the end. */
  private readonly ends = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** When a key opens again, milliseconds since 1970; undefined: it is open. */
  endOf(key: string): number | undefined {
    const leftMs = (this.ends.get(key) ?? -Infinity) - this.clock.monotonic();
    return leftMs > 0 ? Math.ceil(this.clock.now() + leftMs) : undefined;
  }

  /** Closes a key until a moment at least. Tells the moment that counts. */
  close(key: string, until: number): number {
    const now = this.clock.monotonic();
    const before = this.ends.get(key) ?? -Infinity;
    const isAgain = before <= now && now - before < repeatedPauseMs;
    const leftMs = Math.max(before - now, until - this.clock.now(), isAgain ? repeatedPauseMs : 0);
    this.ends.set(key, now + leftMs);
    return Math.ceil(this.clock.now() + leftMs);
  }
}

function createLane(label: LabelLimit, share: number, clock: Clock) {
  const most = Math.max(1, Math.floor(label.calls * highestShare));
  const spacingMs = Math.max(label.perMs / (label.calls * share), (label.perMs + marginMs) / most);
  // As long as even spacing needs for the most calls: later ones may catch up inside it, but never beyond it.
  const windowMs = most * spacingMs;
  return {
    // One turn at a time: the others stay in the queue, where the smaller number goes first.
    limiter: new Bottleneck({ maxConcurrent: 1 }),
    gate: new Gate({ most, windowMs, spacingMs: spacingMs * insistence, plannedMs: spacingMs }, clock),
  };
}

/**
 * Bottleneck plans its next turn by the wall clock, also without a `minTime`: where the clock is set back by a day, it
 * would wait for a day. There is no setting for it (2.19.5, LocalDatastore); a test sets the clock back.
 */
function forgetWallClock(limiter: Bottleneck): void {
  (limiter as unknown as { _store: { _nextRequest: number } })._store._nextRequest = 0;
}

const nameOf = ({ family, label }: RateLimit) => `${family}/${label}`;
