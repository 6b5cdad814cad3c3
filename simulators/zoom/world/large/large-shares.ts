/** How many records each list of the large world holds. */
export interface LargeShares {
  meetings: number;
  /** Hosted with others or joined; every fourth is only joined. */
  together: number;
  alone: number;
  webinars: number;
  recordings: number;
  trash: number;
  voicemails: number;
  phoneRecordings: number;
  callElements: number;
}

// Each of these costs a call of its own for its detail or file.
const mostWithDetail = 200;

/** Spreads records over the lists; the calls take what is left, so that the sum is `records` (at least 20). */
export function largeShares(records: number): LargeShares {
  const share = (part: number, most = Infinity) => Math.max(1, Math.min(most, Math.floor(records * part)));
  const shares = {
    meetings: share(0.02),
    together: share(0.24),
    alone: share(0.04),
    webinars: share(0.005),
    recordings: share(0.06),
    trash: share(0.005),
    voicemails: share(0.02, mostWithDetail),
    phoneRecordings: share(0.02, mostWithDetail / 2),
  };
  const others = Object.values(shares).reduce((sum, count) => sum + count, 0);
  if (records <= others) throw new Error(`a large world needs more than ${others} records`);
  return { ...shares, callElements: records - others };
}
