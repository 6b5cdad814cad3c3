import type { ParentName } from '../model/parent-record.js';

/** Records of a place that were asked for one record of another; they stand one after the other. */
export interface ParentSpan extends ParentName {
  /** Line of the first one, counted from 1. */
  first: number;
  last: number;
}

/** Adds a record to the spans of its place; lines come in order. */
export function addToSpans(spans: ParentSpan[], line: number, parent: ParentName | undefined): void {
  if (!parent) return;
  const open = spans.at(-1);
  if (open?.last === line - 1 && open.source === parent.source && open.id === parent.id) open.last = line;
  else spans.push({ source: parent.source, id: parent.id, first: line, last: line });
}
