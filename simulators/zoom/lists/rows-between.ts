import type { JsonObject } from '../json.js';
import type { Rows } from './rows.js';
import type { DateWindow } from './window-of.js';

/** The rows whose time lies in the window, both ends included; by bisection when they are sorted newest first. */
export function rowsBetween(
  list: JsonObject[],
  timeField: string,
  window: Pick<DateWindow, 'fromMs' | 'toMs'>,
  sortedNewestFirst: boolean,
): Rows {
  const timeAt = (index: number) => timeOf(list[index], timeField);
  if (!sortedNewestFirst) {
    return list.filter((record) => {
      const time = timeOf(record, timeField);
      return time >= window.fromMs && time <= window.toMs;
    });
  }
  const first = firstIndex(list.length, (index) => timeAt(index) <= window.toMs);
  const end = firstIndex(list.length, (index) => timeAt(index) < window.fromMs);
  return { length: Math.max(0, end - first), at: (index) => list[first + index] };
}

function timeOf(record: JsonObject | undefined, field: string): number {
  const text = record?.[field];
  return typeof text === 'string' ? Date.parse(text) : NaN;
}

function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
