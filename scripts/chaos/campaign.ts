/** How large a campaign is in its two forms; settable as `--<name> N`. */
export interface Size {
  short: number;
  long: number;
}

/** What a campaign runs with. */
export interface CampaignOptions {
  /** Everything random comes from it. */
  seed: number;
  isLong: boolean;
  /** The sizes the campaign declares, as they were chosen for this run. */
  sizes: Readonly<Record<string, number>>;
  /** Tells the operator how far it is. */
  say: (line: string) => void;
}

/** What a campaign found. */
export interface CampaignResult {
  /** Counts and times for the table, by their names. */
  figures: Record<string, number | string>;
  /** One line for each thing that is not as it must be; none: passed. */
  failures: string[];
}

/** One way of making trouble for the built program, and the checks that it does no harm. */
export interface Campaign {
  name: string;
  /** The sizes it knows; names are shared by all campaigns of a run. */
  sizes: Readonly<Record<string, Size>>;
  run: (options: CampaignOptions) => Promise<CampaignResult>;
}
