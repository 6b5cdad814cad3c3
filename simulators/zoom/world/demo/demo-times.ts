import { isoSeconds } from '../../iso-seconds.js';
import type { DemoContext } from './demo-context.js';

const minuteMs = 60_000;

/** A time so many minutes before now, in Zoom's form. */
export function minutesAgo({ now }: DemoContext, minutes: number): string {
  return isoSeconds(new Date(now.getTime() - minutes * minuteMs));
}

/** A time so many minutes after another. */
export function minutesAfter(time: string, minutes: number): string {
  return isoSeconds(new Date(Date.parse(time) + minutes * minuteMs));
}

/** First or last second of the UTC day so many days before now: where windows of days meet. */
export function borderOfDay({ now }: DemoContext, daysAgo: number, end: 'start' | 'end'): string {
  const day = new Date(now.getTime() - daysAgo * 24 * 60 * minuteMs).toISOString().slice(0, 10);
  return end === 'start' ? `${day}T00:00:00Z` : `${day}T23:59:59Z`;
}
