import type { ZodType } from 'zod';
import { findColumnMistake, type Column } from './column.js';
import type { FailureRule } from './failure.js';

/** One JSON object as the vendor sent it; integers beyond 2^53 are bigint. */
export type VendorRecord = Record<string, unknown>;

/** Query parameters of one call, without paging and dates. */
export type Query = Readonly<Record<string, string>>;

/** Any one of all these scopes is enough for the call. */
export interface ScopeAlternatives {
  granular: readonly string[];
  classic: readonly string[];
}

/** Which published limit a call counts under. */
export interface RateLimit {
  family: string;
  label: string;
}

/** The first day any record of an operation can have, and how that is known. */
export interface EarliestDay {
  /** `yyyy-mm-dd`; nothing before it is asked. */
  day: string;
  /** A sentence for the data subject. */
  because: string;
  /** Public page that says so. */
  docs: string;
}

/** How the vendor cuts time for a source. */
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
  /** What the vendor does with a wider span, for the reader. */
  ifWider: 'cut' | 'refused' | 'not documented';
}

/**
 * Fields that together name one person. They are looked for in every object of a record, at any depth, and may
 * hold a list; numbers count as text.
 */
export interface PersonFields {
  /** Only in the object, or the objects of the list, that this field holds; absent: in any object. */
  in?: string;
  /** `first_name+last_name`: the fields of one name. Several: different names, such as a nickname. */
  name?: string | readonly string[];
  email?: string | readonly string[];
  phone?: string | readonly string[];
  id?: string | readonly string[];
}

/** Words between the names of a chat line: "From A to B". */
export interface ChatWords {
  /** Before the sender; the line can also begin with the name. */
  from: string;
  /** Between sender and receiver. */
  to: readonly string[];
  /** Receivers who are no single person, such as "everyone". */
  everybody: readonly string[];
}

/**
 * Where the lines of a text file name who speaks or writes. `captions`: before the colon a cue begins with, and in voice
 * tags. `chat`: between the time a line begins with and the colon, in these languages.
 */
export type LabelLayout =
  { form: 'captions' } | { form: 'chat'; words: readonly ChatWords[]; asides: readonly string[] };

/** How the files of an attachment rule name people. */
export interface FilePeople {
  /** By extension. */
  labels?: Readonly<Record<string, LabelLayout>>;
  /** Fields of JSON files, and columns of CSV files. */
  fields?: readonly PersonFields[];
}

/** One file that belongs to a record, as the record describes it. */
export interface Attachment {
  /** Identity within the source, the same whenever the record is read. */
  key: string;
  /** What it is, in the vendor's word, such as `audio_only`. */
  kind: string;
  /** Where to fetch it; absent: the vendor offers no address. */
  url?: string;
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
  /** The files a record names; none is an empty list. */
  list(record: VendorRecord): Attachment[];
  /** Scopes of the download, where it needs its own. */
  scopes?: ScopeAlternatives;
  /** Absent: an unlabelled media download. */
  rateLimit?: RateLimit;
  /** The vendor may refuse these files without that being a gap. */
  mayBeRefused?: boolean;
  /** Plain words for the kinds of files, by `kind`. */
  kinds?: Readonly<Record<string, string>>;
  people?: FilePeople;
  /** How its JSON files tell what was said in the record's sound; WebVTT is read without. */
  spoken?: SpokenFields;
}

/** A further call per record that completes it. Its fields are laid over the record's. */
export interface DetailRule {
  endpoint: string;
  scopes: ScopeAlternatives;
  rateLimit: RateLimit;
  /** Values for the placeholders of `endpoint`; undefined: this record has no detail, or needs none. */
  values(record: VendorRecord): Record<string, string> | undefined;
  /** Whether an answer is a detail at all; one that is not is broken and asked again. */
  expect?(answer: VendorRecord): boolean;
}

/**
 * What a record states about things told elsewhere: a count, a size or a flag. A record that is still short of it
 * when its detail has been asked is a gap.
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

/** A second operation that answers the same records on accounts where the first is refused. */
export interface FallbackRule {
  endpoint: string;
  list: string;
}

/** Reads one record again, for a fresh file address. */
export interface RereadRule {
  endpoint: string;
  scopes: ScopeAlternatives;
  rateLimit: RateLimit;
  values(record: VendorRecord): Record<string, string>;
}

/** What a source may be asked by in the place of `{subject}`: the vendor's user id, or an e-mail address. */
export type SubjectName = 'id' | 'address';

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

/** One kind of data a connector can read. A declaration: the engine in `src/` does the work. */
export interface Source {
  /** Kebab-case, unique, stable: the folder in the report. */
  id: string;
  /** Words for the data subject. */
  title: string;
  /** Category of personal data, for the report. */
  category: string;
  /** Public page of the operation. */
  docs: string;
  /** Path template; `{subject}` is the vendor's user id or an e-mail address of the person. */
  endpoint: string;
  scopes: ScopeAlternatives;
  rateLimit: RateLimit;
  /** How pages follow; `token-or-number`: by token, by number where the vendor ignores the token. */
  pages: 'none' | 'token' | 'token-or-number';
  /** Largest page the vendor allows. */
  pageSize?: number;
  /** Each query is asked in turn, all of them; default one empty query. */
  query?: readonly Query[];
  /** A query the account may lack the licence for while it has the source: no gap then. */
  mayLackLicence?(query: Query): boolean;
  /** Absent: the source has no dates. */
  window?: WindowRule;
  /** Property that holds the records, or a function that finds them; absent: the answer is the record. */
  list?: string | ((answer: VendorRecord) => unknown);
  /** What we rely on; loose: a record that does not fit is kept and counted as unrecognised. */
  record: ZodType;
  /** Identity first, then further names under which a poorer copy may come; undefined: the whole content. */
  recordId(record: VendorRecord, query: Query): string | readonly string[] | undefined;
  /**
   * Rows of one identity that contradict each other in nothing complete each other: fields the first one lacks are
   * taken from the later ones. Absent: a row is left out only where another says all it says.
   */
  mergesCopies?: boolean;
  /** Fields set on every record to tell which query brought it. */
  label?(query: Query): VendorRecord;
  /** When a call would be in vain; absent: the source is always asked. */
  when?: LicenceRule;
  /** What contradicts a refusal for lack of a licence: one of them says that the person has the product. */
  licence?: readonly LicenceFlag[];
  /** By which names of the person it is asked; absent: as the connector says. */
  subjectNames?: readonly SubjectName[];
  fallback?: FallbackRule;
  detail?: DetailRule;
  claims?: readonly ClaimRule[];
  references?: readonly ReferenceRule[];
  attachments?: readonly AttachmentRule[];
  reread?: RereadRule;
  /** The fields people read first, in the order of the table; absent: the fields of the first records. */
  columns?: readonly Column[];
  /** Field with the moment a record belongs to, or names of which the first present counts; default the window's. */
  moment?: string | readonly string[];
  /** Fields never to be disclosed, at any depth; `join_url?pwd` masks only that URL parameter, `?*` all. */
  secrets?: readonly string[];
  /** Fields that name other people. Where they turn out to name the subject, they stay. */
  thirdParties?: readonly PersonFields[];
  /** Fields that name the subject: what they hold is never taken for another person. */
  subjectFields?: readonly PersonFields[];
  /** Rules that go before the connector's own table. */
  failures?: readonly FailureRule[];
  /** The escape hatch: records made of the subject's lookup instead of a call. */
  collect?(subject: Subject): Iterable<VendorRecord>;
}

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
  /** When the user was made. Their data can be older. */
  createdAt?: Date;
  /** IANA name of the time zone the vendor keeps for the person. */
  timeZone?: string;
  /** The record the lookup brought. */
  record: VendorRecord;
}

/** Names that other parts of the report have taken. */
const reservedIds = ['beside', 'completeness', 'files', 'redactions', 'rights'];

/** Checks a declaration when it is loaded. Throws a sentence that names the source and the mistake. */
export function defineSource(source: Source): Source {
  const wrong = (what: string): never => {
    throw new TypeError(`Source "${source.id}": ${what}`);
  };
  if (!/^[a-z]+(-[a-z]+)*$/.test(source.id)) wrong('the id must be kebab-case letters');
  if (reservedIds.includes(source.id) || source.id.endsWith('-search'))
    wrong('the id is taken by a part of the report');
  if (!source.endpoint.startsWith('/')) wrong('the endpoint must start with "/"');
  if (source.pages !== 'none' && source.pageSize === undefined) wrong('a paged source needs a pageSize');
  if (source.pages !== 'none' && source.list === undefined) wrong('a paged source needs a list');
  if (source.window && source.window.maxDays < 1) wrong('a window is at least one day');
  if (source.window && !/^\d{4}-\d\d-\d\d$/.test(source.window.earliest.day))
    wrong('the earliest day must be written yyyy-mm-dd');
  if (source.scopes.granular.length + source.scopes.classic.length === 0) wrong('no scope is declared');
  const rules = (source.attachments ?? []).map((rule) => rule.id);
  if (new Set(rules).size !== rules.length) wrong('attachment ids must be unique');
  const mistake = findColumnMistake(source.columns ?? []);
  if (mistake !== undefined) wrong(mistake);
  return Object.freeze(source);
}
