import type { Span } from './days.js';

/** A span to be asked in one call. */
export interface PlannedWindow extends Span {
  /**
   * It reaches to the vendor's look-back, which may lie a few days later than published: these starts are
   * tried in turn, and a refusal of all is no gap.
   */
  laterStarts?: string[];
  /** It reaches to the present: days that have come since are asked with it. */
  isNewest?: boolean;
}

/** Where the windows of a source begin, and what set the bound. */
export interface WindowStart {
  day: string;
  bound: 'requested' | 'look_back' | 'earliest';
}
