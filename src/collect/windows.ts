import type { WindowRule } from '../contract/index.js';
import { toDay } from '../clock.js';
import { addDays, earlierDay, laterDay, monthsBefore, type Span } from '../model/days.js';
import type { PlannedWindow, WindowStart } from '../model/window.js';

/** The windows of one source. */
export interface WindowPlan {
  /** Newest first; neighbours share their border day, because nobody documents whether the last day counts. */
  windows: PlannedWindow[];
  /** What lies beyond the vendor's published look-back. */
  outOfReach?: Span;
  start: WindowStart;
}

/** What the windows depend on. */
export interface WindowNeeds {
  rule: WindowRule;
  /** The UTC days the wanted period touches, where the request limits it. */
  period: Partial<Span>;
  now: number;
}

/**
 * Cuts the time since anything can exist, as far as the vendor answers, into windows of at most `maxDays` and
 * at most a calendar month. A day more is asked at either end, because the vendor may leave out the first or last.
 */
export function planWindows({ rule, period, now }: WindowNeeds): WindowPlan {
  const today = toDay(now);
  const tomorrow = addDays(today, 1);
  const wantedTo = rule.dateMoves ? undefined : period.to;
  const last = wantedTo ? earlierDay(nextDay(wantedTo), tomorrow) : tomorrow;
  const start = startOf(rule, period.from, last);
  const first = addDays(start.day, -1);
  const months = rule.lookBackMonths;
  const isNewest = last === tomorrow && (wantedTo ?? tomorrow) >= tomorrow ? true : undefined;
  if (months === undefined) return { windows: newestFirst(cut(first, last, rule.maxDays), isNewest), start };

  const published = monthsBefore(today, months);
  const isBeyond = start.day < published;
  const outOfReach = isBeyond ? { from: start.day, to: earlierDay(last, published) } : undefined;
  const reached: WindowStart = isBeyond ? { day: published, bound: 'look_back' } : start;
  if (last <= published) return { windows: [], outOfReach, start: reached };
  const sure = addDays(shortestReach(today, months), 1);
  const windows: PlannedWindow[] = cut(laterDay(first, sure), last, rule.maxDays);
  const edgeEnd = earlierDay(sure, last);
  const edgeStart = laterDay(first, published);
  if (edgeStart < edgeEnd) windows.push(atEdge({ from: edgeStart, to: edgeEnd }, today, months));
  return { windows: newestFirst(windows, isNewest), outOfReach, start: reached };
}

/**
 * A planned window as it must be asked today, newest first: after a pause the look-back may have moved into it,
 * and the newest window is followed by the days that have come.
 */
export function windowsToday(rule: WindowRule, planned: PlannedWindow, today: string): PlannedWindow[] {
  const months = rule.lookBackMonths;
  const { from, to, isNewest } = planned;
  const tomorrow = addDays(today, 1);
  const newer = isNewest && to < tomorrow ? cut(to, tomorrow, rule.maxDays) : [];
  const sure = months === undefined ? from : addDays(shortestReach(today, months), 1);
  if (months === undefined || from >= sure) return [...newer, { from, to }];
  const edge = atEdge({ from, to: earlierDay(sure, to) }, today, months);
  return to > sure ? [...newer, { from: sure, to }, edge] : [...newer, edge];
}

/** Whether "six months" are 180 days or calendar months is not documented: the last days are asked apart. */
const shortestReach = (today: string, months: number) =>
  laterDay(addDays(today, -months * 30), monthsBefore(today, months));

function atEdge({ from, to }: Span, today: string, months: number): PlannedWindow {
  const published = monthsBefore(today, months);
  const laterStarts = [published, addDays(published, 1), shortestReach(today, months)].filter(
    (start, place, starts) => start > from && start < to && starts.indexOf(start) === place,
  );
  return { from, to, laterStarts };
}

function startOf({ earliest }: WindowRule, from: string | undefined, last: string): WindowStart {
  const start: WindowStart =
    from !== undefined && from >= earliest.day
      ? { day: from, bound: 'requested' }
      : { day: earliest.day, bound: 'earliest' };
  // A period in which nothing can be is asked about once all the same.
  return start.day < last ? start : { ...start, day: addDays(last, -1) };
}

/** The day after, but for the last one that can be written. */
const nextDay = (day: string) => (day >= '9999-12-31' ? day : addDays(day, 1));

const newestFirst = (windows: PlannedWindow[], isNewest?: true): PlannedWindow[] =>
  windows.map((window, place) => (place === 0 && isNewest ? { ...window, isNewest } : window));

function cut(first: string, last: string, maxDays: number): Span[] {
  const spans: Span[] = [];
  for (let to = last; to > first;) {
    const from = laterDay(first, laterDay(addDays(to, -maxDays), monthEarlier(to)));
    spans.push({ from, to });
    to = from;
  }
  return spans;
}

/** The earliest day from which a day is no more than one calendar month away, counted from either end. */
function monthEarlier(day: string): string {
  let from = monthsBefore(day, 1);
  while (monthsBefore(from, -1) < day) from = addDays(from, 1);
  return from;
}
