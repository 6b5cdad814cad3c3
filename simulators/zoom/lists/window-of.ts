import type { Exchange } from '../operation.js';
import { Refusal } from '../refusal.js';
import { formatMoment, parseMoment, type Moment } from './moment.js';
import { sixMonthsBefore } from './six-months-before.js';

/** How an operation reads `from` and `to`. */
export interface WindowRule {
  /** What a request without dates gets: today until tomorrow, the last hours, or a refusal. */
  withoutDates: 'today' | 'refused' | { lastHours: number };
  /** Whether date-times are accepted beside dates. */
  dateTimes: boolean;
  /** Whether only the last six months answer. */
  sixMonths: boolean;
  /** What a window over a month, or beyond the six months, does; `answer`: the document states no longest. */
  longWindows: 'cut' | 'refuse' | 'answer';
  /** Zoom's code for a bad window. */
  badWindowCode: 300 | 301;
  /** Longest window in days; absent: a month. */
  longestDays?: number;
  /** An end that has not come is put to now. */
  endsNow?: boolean;
}

/** The window that is answered: its ends as the answer echoes them, and as times, both included. */
export interface DateWindow {
  from: string;
  to: string;
  fromMs: number;
  toMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// "A month" is defined nowhere; 30 days is what a careful client relies on.
const monthDays = 30;

/** The window of a request: defaulted, cut to its last month or refused, as the operation's rule says. */
export function windowOf(exchange: Exchange, rule: WindowRule): DateWindow {
  const { toDay, now } = exchange.state.settings;
  const nowMs = now().getTime();
  const asked = askedEnds(exchange, rule, nowMs);
  const { from } = asked;
  const to = rule.endsNow && asked.to.ms > nowMs ? { ...asked.to, ms: toSecond(nowMs) } : asked.to;
  const longestMs = (rule.longestDays ?? monthDays) * dayMs;
  if (from.ms > to.ms) throw badWindow(rule, 'from');
  const longest = rule.longWindows === 'answer' ? Infinity : longestMs;
  const earliest = Math.max(to.ms - longest, rule.sixMonths ? sixMonthsBefore(nowMs) : -Infinity);
  if (from.ms < earliest && rule.longWindows === 'refuse') throw badWindow(rule, 'from');
  const fromMs = Math.max(from.ms, earliest);
  return {
    from: formatMoment(Math.min(fromMs, to.ms), from),
    to: formatMoment(to.ms, to),
    fromMs,
    toMs: to.isDate ? to.ms + (toDay === 'included' ? dayMs : 0) - 1 : to.ms,
  };
}

const toSecond = (ms: number) => Math.floor(ms / 1_000) * 1_000;

function askedEnds(exchange: Exchange, rule: WindowRule, nowMs: number): { from: Moment; to: Moment } {
  const from = readEnd(exchange, rule, 'from');
  const to = readEnd(exchange, rule, 'to');
  const startOfDay = (ms: number): Moment => ({ ms: Math.floor(ms / dayMs) * dayMs, isDate: true });
  if (rule.withoutDates === 'today')
    return { from: from ?? startOfDay(nowMs), to: to ?? startOfDay(nowMs + dayMs) };
  if (from && to) return { from, to };
  if (from || to || rule.withoutDates === 'refused') throw badWindow(rule, from ? 'to' : 'from');
  // To the second, though echoed as days.
  const start = { ms: nowMs - rule.withoutDates.lastHours * hourMs, isDate: true };
  return { from: start, to: { ms: nowMs, isDate: true } };
}

function readEnd(exchange: Exchange, rule: WindowRule, name: 'from' | 'to'): Moment | undefined {
  const text = exchange.query.get(name) ?? '';
  if (text === '') return undefined;
  const end = parseMoment(text);
  if (!end || (!end.isDate && !rule.dateTimes)) throw badWindow(rule, name);
  return end;
}

function badWindow(rule: WindowRule, parameter: 'from' | 'to'): Refusal {
  return new Refusal(400, rule.badWindowCode, `Invalid request param: ${parameter}.`);
}
