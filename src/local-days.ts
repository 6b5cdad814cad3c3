import { toDay } from './clock.js';
import { readTimeZone } from './time-zone.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Minutes a zone's clocks are ahead of UTC at a moment (milliseconds since 1970). */
export type OffsetAt = (moment: number) => number;

/** The offsets of a time zone of the IANA list; undefined: there is no such zone. */
export function offsetsOf(timeZone: string): OffsetAt | undefined {
  const zone = readTimeZone(timeZone);
  return zone && ((moment) => zone.offsetMs(moment) / minuteMs);
}

/** The day, `yyyy-mm-dd`, that a calendar on the wall shows at a moment. */
export const localDay = (moment: number, offsetAt: OffsetAt): string =>
  toDay(moment + offsetAt(moment) * minuteMs);

/** The first moment of a local day, also where its midnight is skipped or comes twice. */
export function startOfLocalDay(day: string, offsetAt: OffsetAt): number {
  const midnight = Date.parse(day);
  // By the offsets before and behind a change that is near.
  const moments = [midnight - 2 * dayMs, midnight + 2 * dayMs].map(
    (near) => midnight - offsetAt(near) * minuteMs,
  );
  return Math.min(...moments.filter((moment) => moment + offsetAt(moment) * minuteMs >= midnight));
}
