import { toDay } from '../../clock.js';
import { type Source, windowOf } from '../../contract/index.js';
import { readMoment } from './clock.js';
import { valueAt } from './value-at.js';

/** When the records of a source happened. */
export interface Activity {
  /** Records per month, such as `2026-03`. */
  months: ReadonlyMap<string, number>;
  /** Days (UTC) of the first and the last record. */
  first?: string;
  last?: string;
  undated: number;
}

/** Years beyond these are mistakes of somebody's clock; their records count as undated. */
const earliestYear = 1990;
const yearsAhead = 10;

/** Counts records by month while they pass by. */
export class ActivityCount implements Activity {
  readonly months = new Map<string, number>();
  first?: string;
  last?: string;
  undated = 0;
  private readonly fields: readonly string[];
  private readonly latestYear: number;

  constructor(source: Source, now: number) {
    const named = source.moment ?? windowOf(source)?.dateField ?? [];
    this.fields = typeof named === 'string' ? [named] : named;
    this.latestYear = new Date(now).getUTCFullYear() + yearsAhead;
  }

  add(record: unknown): void {
    const day = this.dayOf(record);
    if (day === undefined) {
      this.undated += 1;
      return;
    }
    const month = day.slice(0, 7);
    this.months.set(month, (this.months.get(month) ?? 0) + 1);
    if (this.first === undefined || day < this.first) this.first = day;
    if (this.last === undefined || day > this.last) this.last = day;
  }

  private dayOf(record: unknown): string | undefined {
    for (const field of this.fields) {
      const ms = readMoment(valueAt(record, field));
      if (ms === undefined) continue;
      const day = toDay(ms);
      const year = Number(day.slice(0, 4));
      if (year >= earliestYear && year <= this.latestYear) return day;
    }
    return undefined;
  }
}
