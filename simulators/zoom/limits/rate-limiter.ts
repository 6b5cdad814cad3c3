import type { SimulatorPlan } from '../simulator-options.js';
import { rateLimitTable, type RateFamily, type RateLabel } from './rate-limit-table.js';
import { SlidingCount } from './sliding-count.js';

/** What the table says to one call: how much is left, or which limit refuses it. */
export interface Admission {
  refusedBy?: 'second' | 'daily';
  /** Limit and remainder of the window, or of the day where that is what refuses. */
  limit: number;
  remaining: number;
}

/** The account's limits: sliding windows on a monotonic clock, budgets by UTC day. Refused calls cost nothing. */
export class RateLimiter {
  /** Calls refused so far. */
  refused = 0;
  private readonly windows = new Map<string, SlidingCount>();
  private readonly spent = new Map<string, number>();
  private day = '';

  constructor(
    private readonly plan: SimulatorPlan,
    private readonly now: () => Date,
  ) {}

  /** Admits and counts a call that arrived at `at` (monotonic milliseconds), or refuses it. */
  admit(family: RateFamily, label: RateLabel, at: number): Admission {
    const { limits, daily } = rateLimitTable[this.plan][family];
    const limit = limits[label];
    const window = this.window(family, label, limit.windowMs);
    const used = window.countAt(at);
    this.startDay();
    const budgets = daily.filter((budget) => budget.labels.includes(label));
    const empty = budgets.find((budget) => this.spentOf(family, budget.labels) >= budget.calls);
    if (empty) return this.refuse('daily', empty.calls);
    if (used >= limit.calls) return this.refuse('second', limit.calls);
    window.add(at);
    this.spend(family, label, 1);
    return { limit: limit.calls, remaining: limit.calls - used - 1 };
  }

  /** Takes calls off today's budgets, as the account's other apps do. */
  spend(family: RateFamily, label: RateLabel, calls: number): void {
    this.startDay();
    for (const { labels } of rateLimitTable[this.plan][family].daily) {
      if (labels.includes(label)) this.spent.set(key(family, labels), this.spentOf(family, labels) + calls);
    }
  }

  private refuse(refusedBy: 'second' | 'daily', limit: number): Admission {
    this.refused += 1;
    return { refusedBy, limit, remaining: 0 };
  }

  private startDay(): void {
    const today = this.now().toISOString().slice(0, 10);
    if (today !== this.day) this.spent.clear();
    this.day = today;
  }

  private spentOf(family: RateFamily, labels: RateLabel[]): number {
    return this.spent.get(key(family, labels)) ?? 0;
  }

  private window(family: RateFamily, label: RateLabel, windowMs: number): SlidingCount {
    const name = key(family, [label]);
    const known = this.windows.get(name);
    if (known) return known;
    const made = new SlidingCount(windowMs);
    this.windows.set(name, made);
    return made;
  }
}

function key(family: RateFamily, labels: RateLabel[]): string {
  return `${family} ${labels.join('+')}`;
}
