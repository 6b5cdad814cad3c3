import type { FailureRule } from './failure.js';
import type { PathValues, RateLimit, ScopeAlternatives } from './operation.js';
import type { FilePeople } from './person-fields.js';
import type { Subject } from './subject.js';
import type { VendorRecord } from './vendor-record.js';

/** One file that belongs to a record, as the record describes it. */
export interface Attachment {
  /** Identity within the source, the same whenever the record is read. */
  key: string;
  /** What it is, in the vendor's word, such as `audio_only`. */
  kind: string;
  /** Where to fetch it; absent: the vendor offers no address. */
  url?: string;
  /** Where its rule names an operation: the values of that path. */
  values?: PathValues;
  /** Size in bytes the record claims; absent: not stated. */
  bytes?: number;
  /** File extension in lower case, without the dot. */
  extension: string;
  /** Files of one take of a record have the same: a transcript belongs to the sound of its take. */
  take?: string;
  /** The vendor is still making it. */
  unfinished?: boolean;
}

/** Where a JSON file holds what was said, line by line. */
export interface SpokenFields {
  /** Property with the list of lines. */
  list: string;
  /** Fields of a line: the words, and when they begin and end, as `hh:mm:ss.mmm`. */
  text: string;
  from: string;
  to: string;
}

/** Files of a source that are fetched in one way. */
export interface AttachmentRule {
  /** Short name, unique in the source. */
  id: string;
  /** The files of a record that are the subject's to have; none is an empty list. */
  list(record: VendorRecord, subject: Subject): Attachment[];
  /** The operation that gives the file, itself or by a redirect; absent: its address stands in the record. */
  endpoint?: string;
  /** Scopes of the download, where it needs its own. */
  scopes?: ScopeAlternatives;
  /** Absent: an unlabelled media download. */
  rateLimit?: RateLimit;
  /** Rules that go before the connector's own table. */
  failures?: readonly FailureRule[];
  /** The vendor may refuse these files without that being a gap. */
  mayBeRefused?: boolean;
  /** Plain words for the kinds of files, by `kind`. */
  kinds?: Readonly<Record<string, string>>;
  people?: FilePeople;
  /** How its JSON files tell what was said in the record's sound; WebVTT is read without. */
  spoken?: SpokenFields;
}
