import type { ZodType } from 'zod';
import type { AttachmentRule } from './attachment.js';
import type { ClaimRule, ReferenceRule } from './claims.js';
import type { Column } from './column.js';
import type { LicenceFlag, LicenceRule } from './licence.js';
import type { DetailRule, Endpoint, ForEach, Given, Operation } from './operation.js';
import type { PersonFields } from './person-fields.js';
import type { Subject, SubjectName } from './subject.js';
import type { Query, VendorRecord } from './vendor-record.js';
import type { WindowRule } from './window-rule.js';

/**
 * Whose a record is. `subject`: it belongs in the report. `others`: it names other people only, and is kept where the
 * request keeps them. `nobody`: it was looked through; it is counted and never written to the disk. `unnamed`: it names
 * nobody where it should, so whose it is cannot be told; it is counted, told of and not written.
 */
export type About = 'subject' | 'others' | 'nobody' | 'unnamed';

/** What a source is, what its records are, and how they are shown and protected. */
export interface SourceWords {
  /** Kebab-case, unique, stable: the folder in the report. */
  id: string;
  /** Words for the data subject. */
  title: string;
  /** Category of personal data, for the report. */
  category: string;
  /**
   * Names by which it is asked for together with others. Outside the group `core` a source is asked, where nobody named it,
   * only as far as the granted scopes allow; absent: it is of `core`.
   */
  groups?: readonly string[];
  /** Public page of the operation. */
  docs: string;
  /** What the vendor does not tell about this kind of data: sentences for the data subject, each with a full stop. */
  limits?: readonly string[];
  /** What we rely on; loose: a record that does not fit is kept and counted as unrecognised. */
  record: ZodType;
  /** Identity first, then further names under which a poorer copy may come; undefined: the whole content. */
  recordId(record: VendorRecord, query: Query): string | readonly string[] | undefined;
  /**
   * What becomes of rows of one identity. `differing`, the default: a row is left out only where another says all it
   * says. `merged`: rows that contradict each other in nothing complete each other, fields the first one lacks are
   * taken from the later ones.
   */
  copies?: 'differing' | 'merged';
  /** Fields set on every record to tell which query brought it. */
  label?(query: Query): VendorRecord;
  /** Absent: every record is the subject's. */
  about?(record: VendorRecord, given: Given): About;
  details?: readonly DetailRule[];
  claims?: readonly ClaimRule[];
  references?: readonly ReferenceRule[];
  attachments?: readonly AttachmentRule[];
  /** Reads one record again, its parent, for a fresh file address. */
  reread?: Operation;
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
}

/** A source that is read first, so that what another brings can be held against it. */
export interface HeldAgainst {
  /** Its id. */
  source: string;
  /** What `about` and `where` know a record of it by. */
  names(record: VendorRecord): readonly string[];
}

/** A source that is asked of the vendor. */
export interface AskedSource extends SourceWords {
  /** The richest operation first; the next where that one is not granted, refused, or does not reach. They cut time alike. */
  asks: readonly [Operation, ...Operation[]];
  /** Absent: asked for the subject. Several: for the records of all of them. */
  forEach?: readonly ForEach[];
  /** Where whose a record is, or whether to ask, depends on records of another source. */
  heldAgainst?: HeldAgainst;
  /**
   * What tells the records it is asked for apart, where their calls can differ for one and the same thing: of records with
   * one key only the first is asked for. Absent, or undefined for a record: the call does.
   */
  parentKey?: (parent: VendorRecord) => string | undefined;
  /** When a call would be in vain; absent: the source is always asked. */
  worthAsking?: LicenceRule;
  /** What contradicts a refusal for lack of a licence: one of them says that the person has the product. */
  licence?: readonly LicenceFlag[];
  /** By which names of the person it is asked; absent: as the connector says. */
  subjectNames?: readonly SubjectName[];
  made?: undefined;
}

/** A source whose records are made of the subject's lookup, without a call of its own. */
export interface MadeSource extends SourceWords {
  made: {
    /** The lookup's call. */
    by: Endpoint;
    make(subject: Subject): Iterable<VendorRecord>;
  };
  asks?: undefined;
  forEach?: undefined;
  heldAgainst?: undefined;
  parentKey?: undefined;
  worthAsking?: undefined;
  licence?: undefined;
  subjectNames?: undefined;
}

/** One kind of data a connector can read. A declaration: the engine in `src/` does the work. */
export type Source = AskedSource | MadeSource;

/** The call by which the records of a source come first. */
export const firstCallOf = (source: Source): Endpoint => (source.asks ? source.asks[0] : source.made.by);

/** How time is cut for a source; undefined: it has no dates. */
export const windowOf = (source: Source): WindowRule | undefined => source.asks?.[0].window;

/** Whether the records of a source come as a list, page by page. */
export const isPaged = (source: Source): boolean => source.asks?.some(({ pages }) => pages) ?? false;
