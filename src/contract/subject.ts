import type { VendorRecord } from './vendor-record.js';

/** What a source may be asked by in the place of `{subject}`: the vendor's user id, or an e-mail address. */
export type SubjectName = 'id' | 'address';

/** The person asked about, as the vendor knows them. */
export interface Subject {
  /** The e-mail that was asked. */
  email: string;
  /** Every address known to be this person's, the vendor's own first. */
  addresses?: readonly string[];
  /** The address the vendor has, where it is another than the one asked. */
  otherEmail?: string;
  /** The vendor's user id; pending users have none. */
  id?: string;
  /** The vendor's word for the state of the user. */
  state?: string;
  /** Ids of the vendor's groups of users that the person is in; absent: none is named. */
  groups?: readonly string[];
  /** When the user was made. Their data can be older. */
  createdAt?: Date;
  /** IANA name of the time zone the vendor keeps for the person. */
  timeZone?: string;
  /** The record the lookup brought. */
  record: VendorRecord;
}
