import type { JsonObject } from '../json.js';

/** One row of a list together with the `type` values under which it is listed. */
export interface ListedRecord<List extends string> {
  lists: List[];
  record: JsonObject;
}
