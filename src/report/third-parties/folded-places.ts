import type { FoldedText } from './fold-text.js';

/** A stretch of the original text. */
export interface Stretch {
  start: number;
  end: number;
}

/** Where a sign of the folded text starts in the original. */
export function originalStart({ shifts }: FoldedText, place: number): number {
  const shift = shifts && lastBefore(shifts, place);
  if (!shift) return place;
  return place < shift.end ? shift.from : shift.to + place - shift.end;
}

/** Where a stretch of the folded text stands in the original; several stretches where it lies in several pieces. */
export function stretchesOf(folded: FoldedText, start: number, end: number): Stretch[] {
  const { text, shifts, pieces } = folded;
  if (!shifts) return [{ start, end }];
  const stretches: Stretch[] = [];
  let from = start;
  for (const next of pieces ? beginsWithin(pieces, start, end) : []) {
    add(stretches, folded, text, from, next);
    from = next;
  }
  add(stretches, folded, text, from, end);
  return stretches;
}

/** Blanks at the ends of a piece are no part of what is named. */
function add(stretches: Stretch[], folded: FoldedText, text: string, from: number, to: number): void {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text[start] ?? '')) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  if (start === end) return;
  const stretch = { start: originalStart(folded, start), end: originalEnd(folded, end - 1) };
  if (stretch.end > stretch.start) stretches.push(stretch);
}

function originalEnd({ shifts }: FoldedText, place: number): number {
  const shift = shifts && lastBefore(shifts, place);
  if (!shift) return place + 1;
  return place < shift.end ? shift.to : shift.to + place + 1 - shift.end;
}

/** The last that starts at or before the place. What is folded to nothing has no place of its own. */
function lastBefore<T extends { start: number }>(sorted: readonly T[], place: number): T | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

function beginsWithin(begins: readonly number[], start: number, end: number): number[] {
  let [low, high] = [0, begins.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let place = low; (begins[place] ?? end) < end; place += 1) found.push(begins[place] ?? 0);
  return found;
}
