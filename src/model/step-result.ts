import type { Outcome, Reason } from '../contract/index.js';
import type { Span } from './days.js';
import type { RecordPlace } from './record-place.js';
import type { PlannedWindow } from './window.js';

/** How a step ended. `partial`: some of it was read. `refused`: nothing was. */
export type StepEnd =
  | { kind: 'complete' }
  | { kind: 'partial'; reason: Reason; remedy: string }
  | { kind: 'refused'; outcome: Outcome; reason: Reason; remedy: string };

/** Parameters of a list step. */
export interface ListParameters {
  /** Which of the source's queries. */
  query: number;
  window?: PlannedWindow;
  /** Position of the list whose place this one takes when it is whole: what it holds has become ready meanwhile. */
  replaces?: number;
}

/** What a list step brought. */
export interface ListResult {
  end: StepEnd;
  records: number;
  /** Records of the asked windows that lie outside the wanted period; absent in steps of older versions. */
  outsidePeriod?: number;
  /** How often a span was read again from its first page. */
  reread?: number;
  calls: number;
  pages: number;
  /** Sum of the totals the vendor stated; absent: it stated none. */
  vendorTotal?: number;
  asked: Span[];
  answered: Span[];
  outOfReach: Span[];
  /** The records came from the source's fallback operation. */
  usedFallback?: boolean;
  /** Digest of the step's file in the spool; absent: it wrote none. */
  sha256?: string;
}

/** Parameters of a detail step. */
export interface DetailParameters {
  record: RecordPlace;
  /** Identity of the record; absent in steps of older versions, which are planned anew before they are read. */
  identity?: string;
}

/** What a detail step brought. */
export interface DetailResult {
  end: StepEnd;
  calls: number;
  /** The vendor gave a detail; it lies in the spool. */
  hasFile: boolean;
  sha256?: string;
}

/** Parameters of a file step. */
export interface FileParameters {
  /** The source's attachment rule. */
  rule: string;
  record: RecordPlace;
  /** Identity of the record; absent in steps of older versions, which are planned anew before they are read. */
  identity?: string;
  query: number;
  /** Identity of the attachment. */
  key: string;
  /** Position of the detail that names it; absent: the record itself does. */
  detail?: number;
}

/** What a file step brought; without `sha256` there is no file. */
export interface FileResult {
  end: StepEnd;
  calls: number;
  bytes?: number;
  sha256?: string;
  /** Absent in steps of older versions. */
  crc32?: number;
  kind: string;
  extension: string;
  /** Which take of its record it is of, where there are several. */
  take?: string;
  /** The record claimed another size than the file really has. */
  sizeDiffers?: boolean;
}
