import { toDay } from './clock.js';

const minuteMs = 60_000;

/** Minutes a zone's clocks are ahead of UTC at a moment (milliseconds since 1970). */
export type OffsetAt = (moment: number) => number;

/** The offsets of a time zone of the IANA list; undefined: there is no such zone. */
export function offsetsOf(timeZone: string): OffsetAt | undefined {
  // An offset such as +02:00 is no zone: it does not know of summer time.
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    return (moment) => offsetIn(format, moment);
  } catch {
    return undefined; // not in the list
  }
}

function offsetIn(format: Intl.DateTimeFormat, moment: number): number {
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
  const date = new Date(0);
  date.setUTCFullYear(year, part('month') - 1, part('day'));
  date.setUTCHours(part('hour'), part('minute'), part('second'));
  return Math.round((date.getTime() - Math.floor(moment / 1_000) * 1_000) / minuteMs);
}

/** The day, `yyyy-mm-dd`, that a calendar on the wall shows at a moment. */
export const localDay = (moment: number, offsetAt: OffsetAt): string =>
  toDay(moment + offsetAt(moment) * minuteMs);

/** The moment at which a local day begins, give or take an hour where the clocks are put forward at midnight. */
export function startOfLocalDay(day: string, offsetAt: OffsetAt): number {
  const wall = Date.parse(day);
  const guess = wall - offsetAt(wall) * minuteMs;
  return wall - offsetAt(guess) * minuteMs;
}
