/** Something the vendor's documents do not settle, and what a source takes for granted. */
export interface Assumption {
  /** Ids of the sources that rest on it. */
  about: readonly string[];
  assumed: string;
  /** What to do or look at on a live account to know it. */
  shownBy: string;
}

/** Everything that is only assumed. */
export const assumptions: readonly Assumption[] = [];
