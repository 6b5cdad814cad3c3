import { nextMidnight, toDay, type Clock } from '../clock.js';
import type { DailyBudget } from '../contract/index.js';

/** A daily budget on one UTC day (`yyyy-mm-dd`). */
export interface DayOfBudget {
  id: string;
  day: string;
}

/** Where the calls of a day are counted, so that a restart does not forget them. */
export interface DailyCounts {
  /** Counts as many of the wanted calls as the day has left of `most`, and resolves with how many. */
  reserve(budget: DayOfBudget, wanted: number, most: number): Promise<number>;
  /** Gives back what was not used. */
  giveBack(budget: DayOfBudget, calls: number): Promise<void>;
}

/** Calls are counted this many at a time, but never more than a thousandth of a day: a crash loses what is left of them. */
const block = { most: 20, share: 1 / 1_000 };

/** Calls of budgets that were counted before they are made. */
export interface Reserved {
  /** False when midnight passed since: they count for a day that is over. */
  isOfToday(): boolean;
  /** They are not made after all. */
  undo(): void;
}

/** What a call takes that counts under no budget. */
export const unlimited: Reserved = { isOfToday: () => true, undo: () => undefined };

/**
 * The daily budgets of one connection. Calls are counted in blocks, and before they wait for their turn: at the moment
 * in which one may leave there is nothing to wait for.
 */
export class DailyBudgets {
  private readonly blocks: readonly Block[];

  constructor(
    budgets: readonly DailyBudget[],
    share: number,
    counts: DailyCounts,
    private readonly clock: Clock,
  ) {
    this.blocks = budgets.map((budget) => new Block(budget, share, counts));
  }

  /** Takes a call of each of the budgets; the one that is used up is told to `usedUp`, which throws. */
  async reserve(
    budgets: readonly DailyBudget[],
    usedUp: (budget: DailyBudget, until: number) => never,
  ): Promise<Reserved> {
    const { clock } = this;
    const now = clock.now();
    const day = toDay(now);
    const taken: Block[] = [];
    const undo = () => {
      for (const one of taken) one.putBack(day);
    };
    for (const one of this.blocks.filter(({ budget }) => budgets.includes(budget))) {
      if (await one.take(day)) taken.push(one);
      else {
        undo();
        usedUp(one.budget, nextMidnight(now) + Math.floor(Math.random() * 60_000));
      }
    }
    return { undo, isOfToday: () => toDay(clock.now()) === day };
  }

  /** Calls that are counted for today and not made. */
  unused(budgetId: string): number {
    const today = toDay(this.clock.now());
    return this.blocks.find(({ budget }) => budget.id === budgetId)?.unusedOf(today) ?? 0;
  }

  /** Gives back what is left of the blocks. */
  async close(): Promise<void> {
    for (const one of this.blocks) await one.close();
  }
}

/** What is counted already of one budget, and not used yet. */
class Block {
  private day = '';
  private left = 0;
  private reserving: Promise<number> | undefined;

  constructor(
    readonly budget: DailyBudget,
    private readonly share: number,
    private readonly counts: DailyCounts,
  ) {}

  /** False: the budget of the day is used up. */
  async take(day: string): Promise<boolean> {
    while (this.day !== day || this.left === 0) {
      this.reserving ??= this.reserve(day).finally(() => (this.reserving = undefined));
      const given = await this.reserving;
      if (given === 0 && this.day === day && this.left === 0) return false;
    }
    this.left -= 1;
    return true;
  }

  unusedOf(day: string): number {
    return this.day === day ? this.left : 0;
  }

  putBack(day: string): void {
    if (this.day === day) this.left += 1;
  }

  async close(): Promise<void> {
    const { left, day } = this;
    this.left = 0;
    if (left === 0) return;
    // What cannot be given back counts as used.
    await this.counts.giveBack({ id: this.budget.id, day }, left).catch(() => undefined);
  }

  private async reserve(day: string): Promise<number> {
    const { id, callsPerDay } = this.budget;
    const most = Math.max(1, Math.floor(callsPerDay * this.share));
    const wanted = Math.max(1, Math.min(block.most, Math.floor(most * block.share)));
    const given = await this.counts.reserve({ id, day }, wanted, most);
    this.left = (this.day === day ? this.left : 0) + given;
    this.day = day;
    return given;
  }
}
