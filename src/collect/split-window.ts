import { addDays, daysBetween, type Span } from '../model/days.js';
import type { PlannedWindow } from '../model/window.js';

/** Halvings of an ordinary window before it counts as refused; a month in quarters satisfies any reading. */
const mostHalvings = 2;

/**
 * What to ask instead of a refused span: one that ends today where it ended later, at the edge of the look-back the next later start, elsewhere two
 * halves, the newer first. Undefined when nothing is left to try.
 */
export function splitWindow(window: PlannedWindow, refused: Span, today: string): Span[] | undefined {
  // The newest window ends tomorrow, because nobody documents whether the last day counts.
  // Its last day is asked apart, because it may not count, or the refusal be about the width.
  if (refused.to > today && refused.from < today)
    return [
      { from: today, to: refused.to },
      { from: refused.from, to: today },
    ];
  if (refused.to > today && refused.from === today) return [{ from: today, to: today }];
  if (window.laterStarts) {
    const from = window.laterStarts.find((start) => start > refused.from);
    return from === undefined ? undefined : [{ from, to: refused.to }];
  }
  const days = daysBetween(refused.from, refused.to);
  const smallest = Math.floor(daysBetween(window.from, window.to) / 2 ** mostHalvings);
  if (days <= Math.max(1, smallest)) return undefined;
  const middle = addDays(refused.from, Math.floor(days / 2));
  return [
    { from: middle, to: refused.to },
    { from: refused.from, to: middle },
  ];
}

/** The day in the middle of a span; undefined: it has none between its ends. */
export function middleOf({ from, to }: Span): string | undefined {
  const days = daysBetween(from, to);
  return days < 2 ? undefined : addDays(from, Math.floor(days / 2));
}
