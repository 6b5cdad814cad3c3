import type { VendorRecord } from './vendor-record.js';

/**
 * What a record states about things told elsewhere: a count, a size or a flag. A record that is still short of it
 * when its details have been asked is a gap.
 */
export interface ClaimRule {
  /** The field that states it. */
  field: string;
  /** Whether the record holds less than it states. */
  isShort(record: VendorRecord): boolean;
}

/** Records that name a record of another source: where it is not there, that source has a gap. */
export interface ReferenceRule {
  /** Id of the source that must have it. */
  source: string;
  /** Names of the record that is meant, any of which finds it; none: this record names none. */
  names(record: VendorRecord): readonly string[];
  /** Names under which a record of that source is known. */
  knownAs(record: VendorRecord): readonly string[];
}
