import type { JsonObject } from '../json.js';

/** Rows of a list in order; an array, or a part of a long one. */
export interface Rows<Row = JsonObject> {
  readonly length: number;
  at(index: number): Row | undefined;
}
