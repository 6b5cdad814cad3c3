/** What happened to one source: the closed list of the report. */
export const outcomes = [
  'complete',
  'empty',
  'partial',
  'not_licensed',
  'scope_missing',
  'not_permitted',
  'withheld',
  'out_of_reach',
  'failed',
  'not_requested',
] as const;

/** What happened to one source. */
export type Outcome = (typeof outcomes)[number];

/** The outcomes that mean: something reachable should be in the report and is not. */
export const gapOutcomes: ReadonlySet<Outcome> = new Set([
  'partial',
  'scope_missing',
  'not_permitted',
  'withheld',
  'failed',
]);

/** Why a source, or a part of it, is not in the report: stable codes, explained in docs/report-format.md. */
export const reasons = [
  'scope_missing',
  'not_licensed',
  'not_permitted',
  'subject_refused',
  'beyond_look_back',
  'repeated_page_token',
  'too_many_pages',
  'page_token_expired',
  'window_not_answered',
  'fewer_than_vendor_total',
  'less_than_stated',
  'vendor_unreachable',
  'vendor_error',
  'broken_answer',
  'rate_limited',
  'request_refused',
  'credentials_refused',
  'file_missing',
  'file_refused',
  'file_not_offered',
  'file_broken',
  'address_refused',
  'not_finished',
  'not_found',
  'quarantined',
  'lookup_incomplete',
  'contradiction',
  'unnamed',
  'outside_groups',
] as const;

/** Why a source, or a part of it, is not in the report. */
export type Reason = (typeof reasons)[number];
