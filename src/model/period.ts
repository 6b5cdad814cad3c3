import { toDay } from '../clock.js';
import { localDay, offsetsOf, startOfLocalDay, type OffsetAt } from '../local-days.js';
import { addDays, type Span } from './days.js';

/** The wanted period: whole days, `yyyy-mm-dd`, both included, in a time zone. */
export interface Period {
  from?: string;
  to?: string;
  /** Absent or unknown: UTC. */
  timeZone?: string;
}

/** Where the zone of a period comes from. */
export type ZoneOrigin = 'request' | 'profile' | 'default';

/** The zone whose days a request means: its own, else the person's, else UTC. */
export function zoneOf(wanted?: string, ofPerson?: string): { timeZone: string; origin: ZoneOrigin } {
  if (wanted !== undefined && offsetsOf(wanted)) return { timeZone: wanted, origin: 'request' };
  if (ofPerson !== undefined && offsetsOf(ofPerson)) return { timeZone: ofPerson, origin: 'profile' };
  return { timeZone: 'UTC', origin: 'default' };
}

/** The UTC days that a period touches, the first and the last of them. */
export function utcDaysOf({ from, to, timeZone }: Period): Partial<Span> {
  const offsetAt = offsetsIn(timeZone);
  return {
    from: from === undefined ? undefined : toDay(startOfLocalDay(from, offsetAt)),
    to: to === undefined || to >= lastDay ? to : toDay(startOfLocalDay(addDays(to, 1), offsetAt) - 1),
  };
}

/** Tells whether a moment, or a day without a time, lies outside a period. */
export function outsideOf({ from, to, timeZone }: Period): (value: unknown) => boolean {
  if (from === undefined && to === undefined) return () => false;
  const offsetAt = offsetsIn(timeZone);
  return (value) => {
    const day = dayOf(value, offsetAt);
    return day !== undefined && ((from !== undefined && day < from) || (to !== undefined && day > to));
  };
}

/** The last day a program can count with. */
const lastDay = '9999-12-31';

const offsetsIn = (timeZone: string | undefined): OffsetAt =>
  (timeZone === undefined ? undefined : offsetsOf(timeZone)) ?? (() => 0);

/** A date and time without a zone is UTC, as everything the vendor is asked for; not where this program runs. */
function dayOf(value: unknown, offsetAt: OffsetAt): string | undefined {
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const moment = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(moment) ? undefined : localDay(moment, offsetAt);
}
