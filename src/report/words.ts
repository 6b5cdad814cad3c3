import type { Outcome } from '../contract/index.js';

/** Plain words for people; docs/report-format.md has the exact meaning of each outcome. */
export const outcomeWords: Record<Outcome, string> = {
  complete: 'Everything there is',
  empty: 'Looked everywhere, nothing there',
  partial: 'A part is missing',
  not_licensed: 'Not part of the licence, so there is nothing',
  scope_missing: 'Could not look: permission missing',
  not_permitted: 'Could not look: not permitted',
  withheld: 'Could not look: withheld',
  out_of_reach: 'Too long ago to be looked up',
  failed: 'Could not look: it failed',
  not_requested: 'Not asked for',
};

/** Plain words for how a request ended. */
export const statusWords = {
  completed: 'This report is complete: every place was looked at, and everything found there is in it.',
  completed_with_gaps:
    'This report has gaps: some places could not be looked at, or not wholly. They are named below with what would help.',
  no_match: 'No user with this e-mail address was found, so there is nothing to report.',
};

/** A number of things for people. */
export function describeCount(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** A number of bytes for people. */
export function describeBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ''}`;
}
