import type { JsonObject } from '../json.js';

/** What Zoom holds beside one webinar: by its number what was planned, by a UUID what took place. */
export interface WebinarContent {
  panelists?: JsonObject[];
  /** By the state that is asked for. */
  registrants?: Record<string, JsonObject[]>;
  instances?: JsonObject[];
  participants?: JsonObject[];
  absentees?: JsonObject[];
  /** Made ready before it. */
  readyPolls?: JsonObject[];
  survey?: JsonObject;
  polls?: JsonObject[];
  qa?: JsonObject[];
}
