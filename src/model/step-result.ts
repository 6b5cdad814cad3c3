import type { Outcome, Query, Reason } from '../contract/index.js';
import type { Span } from './days.js';
import type { DetailPlace, ParentRecord } from './parent-record.js';
import type { RecordPlace } from './record-place.js';
import type { PlannedWindow } from './window.js';

/** How a step ended. `partial`: some of it was read. `refused`: nothing was. */
export type StepEnd =
  | { kind: 'complete' }
  | { kind: 'partial'; reason: Reason; remedy: string }
  | { kind: 'refused'; outcome: Outcome; reason: Reason; remedy: string };

/** Parameters of a list step. */
export interface ListParameters {
  /** Which of the queries of the operation that is asked. */
  query: number;
  window?: PlannedWindow;
  /** The operation that was to be asked when it was planned; absent: the first. */
  operation?: number;
  /** The record of another source for which it is asked; absent: it is asked for the subject. */
  parent?: ParentRecord;
  /** Position of the list whose place this one takes when it is whole: what it holds has become ready meanwhile. */
  replaces?: number;
}

/** An operation in whose place another one was asked. */
export interface PassedOver {
  operation: number;
  end: StepEnd & { kind: 'refused' };
}

/** What a list step brought. */
export interface ListResult {
  end: StepEnd;
  records: number;
  /** Records of the asked windows that lie outside the wanted period; absent in steps of older versions. */
  outsidePeriod?: number;
  /** Records about nobody who was asked about: looked through, and not kept. */
  lookedThrough?: number;
  /** Records that name other people only, whom the request does not keep. */
  othersLeftOut?: number;
  /** Records that name nobody, so that whose they are cannot be told: not kept. */
  unnamed?: number;
  /** The vendor says that the parent, of that date, is too old for what is asked. */
  beyondReach?: { at?: string };
  /** How often a span was read again from its first page. */
  reread?: number;
  calls: number;
  pages: number;
  /** Sum of the totals the vendor stated; absent: it stated none. */
  vendorTotal?: number;
  asked: Span[];
  answered: Span[];
  outOfReach: Span[];
  /** Which of the source's operations answered, or was refused last; absent: the first. */
  operation?: number;
  /** In steps of older versions: the second operation answered. */
  usedFallback?: boolean;
  /** The query as it was asked, where it is made of subject or parent. */
  query?: Query;
  /** Operations before that one which were refused, and why. */
  passedOver?: readonly PassedOver[];
  /** Digest of the step's file in the spool; absent: it wrote none. */
  sha256?: string;
}

/** Parameters of a detail step. */
export interface DetailParameters {
  /** Which of the source's details; absent in steps of older versions, which had one. */
  detail?: string;
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
  /** The details with which the record names it; absent: the record itself does. */
  details?: readonly DetailPlace[];
  /** In steps of older versions: the position of the one detail. */
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
