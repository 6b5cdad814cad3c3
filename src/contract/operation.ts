import type { FailureRule } from './failure.js';
import type { Subject } from './subject.js';
import type { Query, VendorRecord } from './vendor-record.js';
import type { WindowRule } from './window-rule.js';

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

/** Values for the placeholders of a path. */
export type PathValues = Readonly<Record<string, string>>;

/** What a call may be made of, beside its declaration. */
export interface Given {
  subject: Subject;
  /** The vendor's id of the connected account; absent: not known. */
  accountId?: string;
  /** The record the call is made for; absent: it is made for the subject. */
  parent?: VendorRecord;
  /** What the records of the source it is held against are called; absent: it is held against none. */
  held?: ReadonlySet<string>;
}

/** Where an operation is, and what its use takes. */
export interface Endpoint {
  /** Path template; `{subject}` is the vendor's user id or an e-mail address of the person, `{account}` the account. */
  endpoint: string;
  scopes: ScopeAlternatives;
  rateLimit: RateLimit;
}

/** How pages follow; `token-or-number`: by token, by number where the vendor ignores the token. */
export interface PageRule {
  follow: 'token' | 'token-or-number';
  /** Largest page the vendor allows. */
  size: number;
}

/** One operation of the vendor, with everything a call of it needs: the same form for lists, details and fresh addresses. */
export interface Operation extends Endpoint {
  /** Values beside `{subject}` and `{account}`; undefined: for this record there is nothing to ask. */
  values?(given: Given): PathValues | undefined;
  /** Each query is asked in turn, all of them; default one empty query. */
  query?: readonly Query[] | ((given: Given) => readonly Query[]);
  /** A query the account may lack the licence for while it has the source: no gap then. */
  mayLackLicence?(query: Query): boolean;
  /** Absent: one answer. */
  pages?: PageRule;
  /** Property that holds the records, or a function that finds them; absent: the answer is the record. */
  list?: string | ((answer: VendorRecord) => unknown);
  /** Absent: the operation has no dates. */
  window?: WindowRule;
  /** How far back the vendor answers for one parent, by a field of it: for older ones it is not asked. */
  reach?: { months: number; dateField: string };
  /** Whether an answer is one at all; one that is not is broken and asked again. */
  expect?(answer: VendorRecord): boolean;
  /** Rules that go before the connector's own table. */
  failures?: readonly FailureRule[];
}

/** Records of another source, for each of which a source is asked. Two that give the same call are asked once. */
export interface ForEach {
  /** Id of the source. */
  source: string;
  /** False: the record says that there is nothing to ask for. Undefined: nobody knows, so it is asked. */
  where?(record: VendorRecord, subject: Subject, held?: ReadonlySet<string>): boolean | undefined;
  /** Fields that every record asked for it carries, so that it can be read alone. */
  carry?: readonly string[];
}

/** A further call per record that completes it; the record is the parent of the call. */
export interface DetailRule extends Operation {
  /** Short name, unique in the source. */
  id: string;
  /** Field of the record that holds what the call brings; absent: the answer's fields are laid over the record's. */
  as?: string;
  /** False: this record needs none. */
  where?(record: VendorRecord, subject: Subject): boolean | undefined;
}

/** The queries of an operation; at least one. */
export function queriesOf({ query }: Operation, given: Given): readonly Query[] {
  const queries = typeof query === 'function' ? query(given) : (query ?? []);
  return queries.length > 0 ? queries : [{}];
}
