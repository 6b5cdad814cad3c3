import type { FailureRule } from '../../../src/contract/index.js';

/**
 * What polls and surveys say where there are none: "Meeting Poll not found", and the feature is switched off, so that
 * nothing was made with it.
 */
export const nothingThere: readonly FailureRule[] = [
  { code: [404, 4400], then: { do: 'accept-as-empty' } },
  { code: [3000], message: /survey disabled/i, then: { do: 'accept-as-empty' } },
  { code: [300], message: /does not exist/i, then: { do: 'accept-as-empty' } },
];
