import type { RedactionReason } from '../redactions.js';

/** One kind of secret that is known by its form. */
export interface ScrubRule {
  reason: Exclude<RedactionReason, 'declared_secret' | 'third_party'>;
  /** A cheap test that is true for every text the rule changes. */
  mayHold(text: string): boolean;
  /** The text without its secrets; `found` is called once for each. Linear in the text's length. */
  scrub(text: string, found: () => void): string;
}
