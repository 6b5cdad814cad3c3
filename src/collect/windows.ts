import type { WindowRule } from '../contract/index.js';
import { toDay } from '../clock.js';
import { addDays, earlierDay, laterDay, monthsBefore, type Span } from './days.js';

/** A span to be asked in one call. */
export interface PlannedWindow extends Span {
  /**
   * It reaches to the vendor's look-back, which may lie a few days later than published: these starts are
   * tried in turn, and a refusal of all is no gap.
   */
  laterStarts?: string[];
}

/** The windows of one source. */
export interface WindowPlan {
  /** Newest first; neighbours share their border day, because nobody documents whether the last day counts. */
  windows: PlannedWindow[];
  /** What lies beyond the vendor's published look-back. */
  outOfReach?: Span;
}

/** What the windows depend on. */
export interface WindowNeeds {
  rule: WindowRule;
  /** Nothing is older than this. */
  since: Date;
  /** The wanted period, where the request limits it. */
  period: Partial<Span>;
  now: number;
}

/** Cuts the time since a user exists, as far as the vendor answers, into windows of at most `maxDays`. */
export function planWindows({ rule, since, period, now }: WindowNeeds): WindowPlan {
  const today = toDay(now);
  const tomorrow = addDays(today, 1);
  const last = period.to ? addDays(earlierDay(period.to, today), 1) : tomorrow;
  const first = firstDay(addDays(toDay(since), -1), period.from, last);
  const months = rule.lookBackMonths;
  if (months === undefined) return { windows: cut(first, last, rule.maxDays) };

  const published = monthsBefore(today, months);
  const outOfReach = first < published ? { from: first, to: earlierDay(last, published) } : undefined;
  if (last <= published) return { windows: [], outOfReach };
  // Whether "six months" are 180 days or calendar months is not documented: the last days are asked apart.
  const shortest = laterDay(addDays(today, -months * 30), published);
  const sure = addDays(shortest, 1);
  const windows: PlannedWindow[] = cut(laterDay(first, sure), last, rule.maxDays);
  const edgeEnd = earlierDay(sure, last);
  const [from, ...laterStarts] = [published, addDays(published, 1), shortest]
    .map((start) => laterDay(first, start))
    .filter((start, place, starts) => start < edgeEnd && starts.indexOf(start) === place);
  if (from !== undefined) windows.push({ from, to: edgeEnd, laterStarts });
  return { windows, outOfReach };
}

/** A period that ended before the user was made is asked all the same: data can have been transferred. */
function firstDay(since: string, from: string | undefined, last: string): string {
  return since < last ? laterDay(since, from ?? since) : (from ?? addDays(last, -1));
}

function cut(first: string, last: string, maxDays: number): Span[] {
  const spans: Span[] = [];
  for (let to = last; to > first;) {
    const from = laterDay(first, addDays(to, -maxDays));
    spans.push({ from, to });
    to = from;
  }
  return spans;
}
