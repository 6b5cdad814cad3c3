import type { Outcome, Reason } from '../contract/index.js';
import type { Span } from './days.js';
import type { WindowStart } from './window.js';

/** How far a source has come; each phase's steps are planned when the one before has ended. */
export type SourcePhase = 'listing' | 'details' | 'files' | 'done';

/** Something of a source that is missing although steps could not be made for it. */
export interface Missing {
  reason: Reason;
  remedy: string;
  count: number;
}

/** What was decided about a source. */
export interface SourcePlan {
  requested: boolean;
  /** It cannot be asked at all. */
  refusal?: { outcome: Outcome; reason: Reason; remedy: string };
  outOfReach?: Span;
  /** Where its windows begin; absent: it has none. */
  start?: WindowStart;
  missing: Missing[];
  /** Files left out because the request asked for none. */
  filesLeftOut: number;
  /** What was unfinished has been looked at once more. */
  lookedAgain?: boolean;
}

/** One source of one request. */
export interface SourceRun {
  requestId: string;
  sourceId: string;
  phase: SourcePhase;
  /** What was decided when the request was planned. */
  plan: SourcePlan;
}
