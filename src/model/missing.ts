import type { Reason } from '../contract/index.js';

/** Something of a source that is missing although steps could not be made for it. */
export interface Missing {
  reason: Reason;
  remedy: string;
  count: number;
}
