import type { VendorRecord } from './vendor-record.js';

/** A flag in another source's record that says whether the person has the product. */
export interface LicenceFlag {
  /** Id of the source whose record holds the flag. */
  source: string;
  /** Undefined: this record says nothing about it. */
  isLicensed(record: VendorRecord): boolean | undefined;
}

/** A flag that says whether a source can hold data at all. */
export interface LicenceRule extends LicenceFlag {
  /** Id of the source that is asked all the same: only with its refusal is the flag believed. */
  witness: string;
}
