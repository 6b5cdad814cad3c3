import type { Outcome, Reason } from '../contract/index.js';
import type { Span } from './days.js';
import type { Missing } from './missing.js';
import type { ParentBeyond, ParentCounts, ParentName } from './parent-record.js';
import type { WindowStart } from './window.js';

/** Why the counts of a source do not add up to the total the vendor states. */
export type TotalDifference =
  | 'read_again' // lists were read more than once, because their pages expired or rows moved
  | 'not_all_stated' // some answers state no total
  | 'vendor_states_fewer'
  | 'vendor_states_more';

/** A record of another source for which something could not be had. */
export interface ParentGap {
  parent: ParentName;
  reason: Reason;
}

/** What happened to one source: the facts of the manifest. */
export interface SourceOutcome {
  outcome: Outcome;
  /** The gravest thing that is missing; absent when nothing is. */
  reason?: string;
  remedy?: string;
  /** Everything that is missing. */
  problems: Missing[];
  /** Where it is asked for records of other sources: what became of those. */
  parents?: ParentCounts;
  /** Of those the ones that are too old to be answered for. */
  beyondReach?: readonly ParentBeyond[];
  /** Of those the ones for which something is missing. */
  missing?: readonly ParentGap[];
  windowsAsked: Span[];
  windowsAnswered: Span[];
  outOfReach: Span[];
  /** Where its windows begin; absent: it has none. */
  start?: WindowStart;
  calls: number;
  pages: number;
  records: number;
  duplicates: number;
  /** Records about nobody who was asked about: looked through, and not kept. */
  lookedThrough?: number;
  /** Records that name other people only, whom the request does not keep. */
  othersLeftOut?: number;
  /** Records that name nobody, so that whose they are cannot be told: not kept. */
  unnamed?: number;
  /** Records the asked windows brought that lie outside the wanted period. */
  outsidePeriod: number;
  unrecognised: number;
  vendorTotal?: number;
  /** Why records, copies and what lies outside the period do not add up to the vendor's total; absent: they do. */
  vendorTotalDiffers?: TotalDifference;
  files: number;
  fileBytes: number;
  filesLeftOut: number;
  /** Files the vendor had no need to give and did not. */
  filesNotGiven: number;
  /** Files whose record claims another size than the file has. */
  sizeDiffers: number;
}
