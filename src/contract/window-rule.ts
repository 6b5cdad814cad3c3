import type { VendorRecord } from './vendor-record.js';

/** The first day any record of an operation can have, and how that is known. */
export interface EarliestDay {
  /** `yyyy-mm-dd`; nothing before it is asked. */
  day: string;
  /** A sentence for the data subject. */
  because: string;
  /** Public page that says so. */
  docs: string;
}

/** How the vendor cuts time for an operation. */
export interface WindowRule {
  /**
   * Where the windows begin. Not when the user was made: data are handed over, imported, and addresses used
   * again, so a person's data can be older than the user.
   */
  earliest: EarliestDay;
  /** Longest span of one call, in days. */
  maxDays: number;
  /** How far back the vendor answers, in calendar months; absent: as far as data exist. */
  lookBackMonths?: number;
  /**
   * What another operation of the vendor still tells about older dates, as a sentence for the person; absent: no
   * operation does.
   */
  olderElsewhere?: string;
  /** The record's field the vendor filters on. */
  dateField: string;
  /**
   * The date moves with whatever happens later, as that of a conversation with its last message: what lies after the
   * wanted days can hold something of them, so it is asked for until today and kept.
   */
  dateMoves?: boolean;
  /** Of what is asked for each record of another: only the windows in which lists have shown that record. */
  whereListed?: boolean;
  /** What the vendor does with a wider span, for the reader. */
  ifWider: 'cut' | 'refused' | 'not documented';
  /** `day`: `yyyy-mm-dd`, the default; `moment`: date and time, UTC. */
  format?: 'day' | 'moment';
  /** The vendor takes no moment that has not come: the newest window ends at the moment of the call. */
  endsNow?: boolean;
  /** Names of the parameters, which are also those of the answer's echo; absent: as the connector says. */
  parameters?: { from: string; to: string };
  /** The time a parent covers, as days or moments: windows outside it are not asked. An end that is absent is open. */
  within?(parent: VendorRecord): { from?: string; to?: string };
}
