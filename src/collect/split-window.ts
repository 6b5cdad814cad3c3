import { addDays, daysBetween, type Span } from './days.js';
import type { PlannedWindow } from './windows.js';

/** Halvings of an ordinary window before it counts as refused; a month in quarters satisfies any reading. */
const mostHalvings = 2;

/**
 * Two halves of a refused span, the newer first; undefined when halving no longer helps. The edge of the
 * look-back is halved down to a day, so that its last answered day is found.
 */
export function splitWindow(window: PlannedWindow, refused: Span): [Span, Span] | undefined {
  const days = daysBetween(refused.from, refused.to);
  const smallest = window.isEdge ? 1 : Math.floor(daysBetween(window.from, window.to) / 2 ** mostHalvings);
  if (days <= Math.max(1, smallest)) return undefined;
  const middle = addDays(refused.from, Math.floor(days / 2));
  return [
    { from: middle, to: refused.to },
    { from: refused.from, to: middle },
  ];
}
