import type { FailureRule, Judgement, VendorFailure } from './failure.js';
import type { Endpoint, PathValues, RateLimit, ScopeAlternatives } from './operation.js';
import { limitsOf } from './operations-of.js';
import type { Reason } from './outcome.js';
import type { Source } from './source.js';
import type { Subject, SubjectName } from './subject.js';
import type { Query, VendorRecord } from './vendor-record.js';
import { checkSources } from './check-sources.js';

/** Calls allowed under one label. */
export interface LabelLimit extends RateLimit {
  calls: number;
  perMs: number;
}

/** A budget of calls per UTC day, shared by the labels it names. */
export interface DailyBudget {
  id: string;
  family: string;
  labels: readonly string[];
  callsPerDay: number;
}

/** What the vendor allows one account on one plan. */
export interface RateLimits {
  labels: readonly LabelLimit[];
  budgets: readonly DailyBudget[];
}

/** An access token as the vendor granted it. */
export interface GrantedToken {
  accessToken: string;
  lifetimeSeconds: number;
  /** Scopes really granted; absent: the vendor did not say. */
  scopes?: readonly string[];
  /** API address the vendor names for this account; used only where it is the vendor's own. */
  apiUrl?: string;
  /** Where the token came from somebody's consent: what gets the next one. It replaces the one before. */
  refreshToken?: string;
}

/** What tokens rest on: the app's own credentials for its account, or somebody's consent. */
export type Grant = 'account' | 'consent';

/** How the vendor's token endpoint is used. */
export interface Authorization {
  /** Paths below the OAuth address. */
  paths: { authorize: string; token: string; revoke: string };
  /** Form fields that ask for a token of the whole account. Client id and secret go as HTTP Basic. */
  accountGrant(accountId: string): Record<string, string>;
  readToken(body: VendorRecord): GrantedToken | undefined;
  /** Whether a refusal is in the vendor's own form; anybody else's says nothing about the credentials. */
  isOwnRefusal(status: number, body: VendorRecord): boolean;
  /** Whether a refusal means that the refresh token or code is used up: only a new consent helps. */
  isGrantUsedUp(status: number, body: VendorRecord): boolean;
  /** Whether a refusal means that the app is not activated. */
  isNotActivated(status: number, body: VendorRecord): boolean;
  /** What to tell the operator about a refusal that cannot heal. */
  remedy(status: number, body: VendorRecord, grant?: Grant): string;
  /** What to tell the person whose consent ended with this error. */
  explainConsentError(error: string): string;
}

/** What a connection test reads of the account beside the sources. */
export interface AccountProbe {
  /** Answers with the person who consented. */
  consenter: Ask;
  /** Answers with some users, for an app of the whole account. */
  anyUser: Ask;
  /** Reads either answer. */
  readUsers(body: VendorRecord): { userId: string; accountId?: string }[];
  /** Calls left of a daily budget, where an answer's headers tell. */
  readCallsLeft(headers: Record<string, string | undefined>): number | undefined;
  /** Region that serves an account, from its API address. */
  regionOf(apiUrl: string): string;
}

/** The vendor's own calls to us. */
export interface Webhooks {
  signatureHeader: string;
  timestampHeader: string;
  /** The signature the vendor makes over a raw body. */
  sign(secret: string, timestamp: string, body: Buffer): string;
  /** What a call asks for; undefined: nothing that concerns us. */
  read(
    body: VendorRecord,
    secret: string,
  ):
    | { do: 'answer'; body: Record<string, string> }
    | {
        do: 'forget-account';
        accountId: string;
        userId?: string;
        clientId?: string;
        /** When it happened, in milliseconds since 1970, where the call tells; a repeated call tells the same. */
        at?: number;
      }
    | undefined;
}

/** One call a connector asks the engine to make. */
export interface Ask extends Endpoint {
  values?: PathValues;
  query?: Query;
  /** Whether a body has the expected shape; one that has not is broken and asked again. */
  expect?(body: VendorRecord): boolean;
}

/** The answer to a call, or the final refusal. */
export type Answer =
  | { answered: true; body: VendorRecord }
  | { answered: false; refusal: Judgement & { do: 'stop' }; code?: number };

/** What a connector may use to find a subject: paced, authorized, retried calls. */
export interface LookupClient {
  ask(call: Ask): Promise<Answer>;
  /**
   * Pages of a list, to the last. A refusal ends the iteration with `answered: false`. Where a page token expires
   * the list starts anew, so rows may come twice.
   */
  pages(call: Ask, pageSize: number): AsyncIterable<Answer>;
}

/** A place where the subject was looked for, in plain words. */
export interface SearchedPlace {
  place: string;
  /** What was found there, or why it was not searched. */
  result: string;
}

/** A place that could not be searched, or not to its end: a gap. */
export interface UnsearchedPlace extends SearchedPlace {
  reason: Reason;
  /** A sentence that tells the operator what to do. */
  remedy: string;
}

/** Where a subject was looked for. */
export interface Search {
  /** The ways of writing the address to try, the given one first; absent in lookups of older versions. */
  spellings?: string[];
  searched: SearchedPlace[];
  notSearched: UnsearchedPlace[];
}

/**
 * The end of a lookup. `no_match` proves that there is nobody only where `notSearched` is empty; `trace` is what
 * the vendor knows of the address all the same. `refused`: nobody could look.
 */
export type SubjectLookup = Search &
  (
    | { end: 'found'; subject: Subject }
    | { end: 'no_match'; trace?: string }
    | { end: 'refused'; refusal: Judgement & { do: 'stop' } }
  );

/** How the vendor writes things that all its sources share. */
export interface Conventions {
  /** A value as it must stand in a path in the place of a placeholder, percent-encoded. */
  encodePathValue(value: string, placeholder: string): string;
  /** Names of the paging parameters and fields. */
  pages: {
    size: string;
    token: string;
    nextToken: string;
    number: string;
    pageCount: string;
    total: string;
  };
  /** By which names of the person a source is asked, one after the other while the vendor does not know it. */
  subjectNames: readonly SubjectName[];
  /** Vendor codes that say that no person has the name asked, by rate-limit family; `*`: in every family. */
  unknownSubject: Readonly<Record<string, readonly number[]>>;
  /** Names of the window parameters, which are also those of the answer's echo; dates are `yyyy-mm-dd` UTC. */
  window: { from: string; to: string };
  /** Reads an error body, also one that is not valid JSON; undefined: the body states no error. */
  readError(
    body: string,
    parsed: unknown,
  ): { code?: number; message: string; fields: string[]; scopes?: string[] } | undefined;
}

/** A kind of data the vendor can hold about a person and no source reads. The report names each. */
export interface UnreadKind {
  /** Kebab-case, unique, and no id of a source. */
  id: string;
  /** Words for the data subject. */
  title: string;
  /** What of it is not in the report, in plain words for the data subject. It ends with a full stop. */
  sentence: string;
}

/** How an installation sets a connector up. */
export interface ConnectorSettings {
  /** Its variables in the environment begin so: `EXAMPLE` reads `EXAMPLE_CLIENT_ID`. Unique, capitals and digits. */
  prefix: string;
  /** Base address of the API where the environment says nothing, without a slash at the end. */
  apiUrl: string;
  /** Base address of the OAuth endpoints where the environment says nothing, without a slash at the end. */
  oauthUrl: string;
}

/** Everything the product knows about one vendor system. */
export interface Connector {
  id: string;
  title: string;
  settings: ConnectorSettings;
  /** Plans an account can be on, as the configuration names them. */
  plans: readonly string[];
  rateLimits(plan: string): RateLimits;
  /** Hosts that may receive the token, with their subdomains, over https. */
  ownHosts: readonly string[];
  /** Path that is appended to the API address a token answer names. */
  apiPath: string;
  conventions: Conventions;
  authorization: Authorization;
  accountProbe: AccountProbe;
  webhooks: Webhooks;
  failures: readonly FailureRule[];
  /**
   * Whether an answer other than what was asked for is in the vendor's own form: it holds an error number that
   * the operation can give. Anybody else's is no judgement of the vendor.
   */
  isOwnFailure(failure: VendorFailure): boolean;
  /** What `scope_missing` tells the operator; `account`: no consent is behind the token. */
  scopeRemedy(scopes: ScopeAlternatives, grant?: Grant): string;
  /** The lookup's call, for the coverage table and the plan. */
  lookup: Endpoint;
  /** The call that looks further when the lookup finds nobody. */
  widerLookup: Endpoint;
  findSubject(email: string, vendor: LookupClient): Promise<SubjectLookup>;
  /** In report order. */
  sources: readonly Source[];
  /** What the vendor can hold beside the sources, in the order of the report. */
  notRead: readonly UnreadKind[];
}

/** Checks a connector when it is loaded. Throws a sentence that names the mistake. */
export function defineConnector(connector: Connector): Connector {
  const wrong = (what: string): never => {
    throw new TypeError(`Connector "${connector.id}": ${what}`);
  };
  checkSources(connector.sources);
  const ids = connector.sources.map((source) => source.id);
  const unread = connector.notRead.map(({ id }) => id);
  if (new Set([...ids, ...unread]).size !== ids.length + unread.length)
    wrong('a kind of data that is not read must not have the id of another or of a source');
  if (connector.notRead.some(({ title, sentence }) => title.trim() === '' || !/\.$/.test(sentence)))
    wrong('a kind of data that is not read needs a title and a sentence');
  for (const plan of connector.plans) {
    const labels = connector.rateLimits(plan).labels.map(({ family, label }) => `${family}/${label}`);
    const used = connector.sources.flatMap((source) => limitsOf(source));
    for (const { family, label } of used)
      if (!labels.includes(`${family}/${label}`))
        wrong(`no limit for ${family}/${label} on the plan "${plan}"`);
  }
  return Object.freeze(connector);
}

/** A source by its id. Throws RangeError when there is none. */
export function sourceOf(connector: Connector, id: string): Source {
  const source = connector.sources.find((candidate) => candidate.id === id);
  if (!source) throw new RangeError(`There is no source "${id}".`);
  return source;
}
