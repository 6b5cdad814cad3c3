import type { RecordPlace } from './record-place.js';

/** Where a detail of a record lies. */
export interface DetailPlace {
  /** Which of the source's details. */
  id: string;
  /** Position of its step. */
  position: number;
}

/** A record of another source, by its identity there. */
export interface ParentName {
  source: string;
  id: string;
}

/** A record of another source for which something is asked, and where it lies. */
export interface ParentRecord extends ParentName {
  place: RecordPlace;
  details?: readonly DetailPlace[];
}

/** A record of another source for which the vendor does not answer any more, by its date. */
export interface ParentBeyond {
  parent: ParentName;
  /** As the record has it; absent: it has none. */
  at?: string;
}

/** What became of the records of other sources for which a source is asked. */
export interface ParentCounts {
  /** Those for which a call is made. */
  asked: number;
  /** Those that give the same call as another one. */
  same: number;
  /** Those that say that there is nothing to ask for. */
  nothingToAsk: number;
}
