import type { Conventions, VendorRecord, WindowRule } from '../contract/index.js';
import { toDay } from '../clock.js';
import { addDays, type Span } from '../model/days.js';

/** What of an asked window the vendor answered. */
export interface AnsweredWindow {
  answered: Span;
  /** Parts that still have to be asked. */
  missing: Span[];
  /** False when the vendor answered nothing of what was asked: asking again would bring the same. */
  isProgress: boolean;
}

/**
 * Compares the window asked with the one the answer names, because some vendors cut a window without a word.
 * An answer that names none counts as asked. The last day may be missing: the newer window shares it, and
 * days that have not come yet are no loss. Of moments only whole days count as answered.
 */
export function compareWindows(
  names: Conventions['window'],
  asked: Span,
  body: VendorRecord,
  today: string,
  format: WindowRule['format'] = 'day',
): AnsweredWindow {
  const isByDay = format === 'day';
  const from = (isByDay ? readDay(body[names.from]) : readMoment(body[names.from], 1)) ?? asked.from;
  const to = (isByDay ? readDay(body[names.to]) : readMoment(body[names.to], 0)) ?? asked.to;
  const answered = { from, to };
  const missing: Span[] = [];
  if (to < asked.from || from > asked.to) return { answered, missing: [asked], isProgress: false };
  if (to < (isByDay ? addDays(asked.to, -1) : asked.to) && to < today)
    missing.push({ from: to, to: asked.to });
  if (from > asked.from) missing.push({ from: asked.from, to: from });
  const isProgress = missing.every((part) => part.from !== asked.from || part.to !== asked.to);
  return { answered, missing, isProgress };
}

/** The day of `yyyy-mm-dd` or a date-time; undefined for anything else. */
function readDay(value: unknown): string | undefined {
  const day = typeof value === 'string' ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] : undefined;
  return day !== undefined && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

const dayMs = 86_400_000;

/** The midnight at or before a moment, or at or after it. The last second of a day counts as the midnight that follows. */
function readMoment(value: unknown, after: 0 | 1): string | undefined {
  const moment = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(moment)) return undefined;
  return toDay(after === 1 ? moment + dayMs - 1 : moment + 1_000);
}
