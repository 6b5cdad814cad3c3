import type { Outcome, Reason } from '../contract/index.js';
import type { Span } from './days.js';
import type { Missing } from './missing.js';
import type { ParentBeyond, ParentCounts } from './parent-record.js';
import type { SourceOutcome } from './source-outcome.js';
import type { WindowStart } from './window.js';

/** How far a source has come. `waiting`: for the records it is asked for. Each phase's steps are planned when the one before has ended. */
export type SourcePhase = 'waiting' | 'listing' | 'details' | 'files' | 'done';

/** What was decided about a source. */
export interface SourcePlan {
  requested: boolean;
  /** Why it is left out although nobody left it out by name. */
  leftOutFor?: Reason;
  /** It cannot be asked at all. */
  refusal?: { outcome: Outcome; reason: Reason; remedy: string };
  outOfReach?: Span;
  /** Where its windows begin; absent: it has none. */
  start?: WindowStart;
  missing: Missing[];
  /** Files left out because the request asked for none. */
  filesLeftOut: number;
  /** What is missing of the records for which it is asked, and so of it. */
  inherited?: Missing[];
  /** Where it is asked for records of other sources. */
  parents?: ParentCounts;
  /** Of those the ones that are too old to be asked about. */
  beyondReach?: readonly ParentBeyond[];
  /** What was unfinished has been looked at once more. */
  lookedAgain?: boolean;
}

/** The records of a source when its lists have ended: in order, each once. */
export interface Settled {
  /** Digest of their file in the spool; absent: there are none. */
  sha256?: string;
  records: number;
  /** Records that several windows or queries brought. */
  duplicates: number;
  /** Records that do not fit the declared schema. They are kept all the same. */
  unrecognised: number;
}

/** One source of one request. */
export interface SourceRun {
  requestId: string;
  sourceId: string;
  phase: SourcePhase;
  /** What was decided when the request was planned. */
  plan: SourcePlan;
  /** Absent while it is listed, and in sources that were never asked. */
  settled?: Settled;
  /** What happened to it; absent until it is done, and so is every source that names its records. */
  outcome?: SourceOutcome;
}
