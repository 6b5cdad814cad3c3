import { toDay } from '../clock.js';

const dayMs = 86_400_000;

/** A span of UTC days, `yyyy-mm-dd`, both included. */
export interface Span {
  from: string;
  to: string;
}

/** A day so many days later (or earlier). */
export const addDays = (day: string, days: number): string => toDay(Date.parse(day) + days * dayMs);

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** The same day of an earlier month, or that month's last day. */
export function monthsBefore(day: string, months: number): string {
  const date = new Date(day);
  const wanted = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1));
  const lastDay = new Date(Date.UTC(wanted.getUTCFullYear(), wanted.getUTCMonth() + 1, 0)).getUTCDate();
  wanted.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return toDay(wanted);
}

/** The later of two days. */
export const laterDay = (one: string, other: string): string => (one > other ? one : other);

/** The earlier of two days. */
export const earlierDay = (one: string, other: string): string => (one < other ? one : other);
