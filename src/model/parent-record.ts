import type { RecordPlace } from './record-place.js';

/** Where a detail of a record lies. */
export interface DetailPlace {
  /** Which of the source's details. */
  id: string;
  /** Position of its step. */
  position: number;
}

/** A record of another source for which something is asked, and where it lies. */
export interface ParentRecord {
  source: string;
  /** Its identity. */
  id: string;
  place: RecordPlace;
  details?: readonly DetailPlace[];
}
