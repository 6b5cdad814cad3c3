import { zoom } from '../../connectors/zoom/index.js';
import {
  fieldsOf,
  limitsOf,
  type HeldAgainst,
  type PersonFields,
  type PathValues,
  type AskedSource,
  type Query,
  type RateLimit,
  operationsOf,
  isPaged,
  queriesOf,
  windowOf,
  type Source,
  type Subject,
  type WindowRule,
  type SourceOperation,
  type VendorRecord,
} from '../../src/contract/index.js';
import { withOperations } from '../support/declared-source.js';
import { identify } from '../../src/spool/identity.js';

/** The connector whose sources the suite goes through. */
export const connector = zoom;

/** One file as a record names it. */
export interface DeclaredFile {
  url?: string;
  /** Where it is fetched by an operation: what that takes. */
  values?: PathValues;
  isUnfinished: boolean;
  /** The vendor may keep it for itself without a gap. */
  mayBeRefused: boolean;
}

/** How a source is asked for a record of another. */
export interface AskedForParent {
  /** What tells the call from those for other records. */
  call: string;
  /** Paths by which the operations ask, the first first. */
  paths: readonly string[];
  /** What the records take along. */
  carried: VendorRecord;
}

/** What the suite reads of a source. Only this module knows how a declaration is written. */
export interface DeclaredSource {
  id: string;
  /** Its records are made of the lookup. */
  isMade: boolean;
  isPaged: boolean;
  /** Whether an answer holds a list of records, on one page or several. */
  isList: boolean;
  /** Sources for whose records it is asked; none: it is asked for the subject. */
  parents: readonly { source: string; carry: readonly string[] }[];
  /** What is asked of the first operation; of one that is made of a parent, of the first of the fixtures. */
  queries: readonly Query[];
  /** What is asked for a record of another source, and what its own records carry of it; undefined: nothing. */
  askedFor: (parent: VendorRecord, source: string) => AskedForParent | undefined;
  operations: readonly SourceOperation[];
  window?: WindowRule;
  /** Other sources without which it cannot be judged, and those its records speak of. */
  needs: readonly string[];
  /** Sources whose refusal and flag spare its calls; absent: it is always asked. */
  spared?: { flag: string; witness: string };
  /** What contradicts a refusal for lack of a licence: the source, and whether its record says so. */
  licences: readonly { source: string; isLicensed: (record: VendorRecord) => boolean | undefined }[];
  columns: readonly { heading: string; fields: readonly string[] }[];
  moments: readonly string[];
  secrets: readonly string[];
  thirdParties: readonly PersonFields[];
  copies: 'left out where they say nothing else' | 'merged';
  /** Of its list only what names the person is kept. */
  isOfEverybody: boolean;
  /** A record that names nobody is not kept. */
  isHeldBack: boolean;
  /** A source that is read before, because whose its records are depends on that. */
  heldAgainst?: string;
  hasDetails: boolean;
  hasFiles: boolean;
  /** The records of an answer. */
  itemsOf(answer: VendorRecord): readonly unknown[];
  label(query: Query): VendorRecord;
  identityOf(record: unknown, query: Query): string;
  hasIdentity(record: VendorRecord, query: Query): boolean;
  fits(record: unknown): boolean;
  /** Whether a record stands in a report that keeps other people. */
  isKept(record: VendorRecord): boolean;
  wantsDetail(record: VendorRecord): boolean;
  filesOf: (record: VendorRecord) => readonly DeclaredFile[];
  limits: readonly RateLimit[];
}

const listOf = (value: string | readonly string[] | undefined) =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const anybody: Subject = {
  ...{ id: 'rB1nSubjectIdAAAAAAAAA', email: 'robin.subject@example.com', record: {} },
  addresses: ['robin.subject@example.com'],
};

/** How a source is asked for one record of another. */
function askedFor(
  { forEach = [], asks, parentKey, heldAgainst }: AskedSource,
  parent: VendorRecord,
  id: string,
): AskedForParent | undefined {
  const each = forEach.find(({ source }) => source === id);
  if (!each || each.where?.(parent, anybody, heldBy(heldAgainst)) === false) return undefined;
  const given = { subject: anybody, parent };
  const operation = asks.find((one) => one.values === undefined || one.values(given) !== undefined);
  if (!operation) return undefined;
  const held = (each.carry ?? []).filter((name) => Object.hasOwn(parent, name));
  return {
    call: parentKey?.(parent) ?? JSON.stringify([operation.values?.(given), queriesOf(operation, given)]),
    paths: asks.map((one) =>
      one.endpoint.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        zoom.conventions.encodePathValue(one.values?.(given)?.[name] ?? '', name),
      ),
    ),
    carried: Object.fromEntries(held.map((name) => [name, parent[name]])),
  };
}

function read(source: Source): DeclaredSource {
  const { id, worthAsking: when, licence = [], references = [], columns = [], attachments = [] } = source;
  const [first] = source.asks ?? [];
  const forEach = source.asks ? (source.forEach ?? []) : [];
  const details = source.details ?? [];
  return {
    id,
    isMade: source.made !== undefined,
    isPaged: isPaged(source),
    isList: isPaged(source) || typeof first?.list === 'string',
    parents: forEach.map(({ source: parent, carry = [] }) => ({ source: parent, carry })),
    get queries() {
      return first ? queriesOf(first, { subject: anybody, parent: firstParentOf(id) }) : [{}];
    },
    askedFor: (parent, from) => (source.asks ? askedFor(source, parent, from) : undefined),
    operations: operationsOf(source),
    window: windowOf(source),
    needs: [
      ...forEach.map((each) => each.source),
      ...(when ? [when.source, when.witness] : []),
      ...[...licence, ...references].map((rule) => rule.source),
    ],
    spared: when && { flag: when.source, witness: when.witness },
    licences: licence,
    columns: columns.map((column) => ({ heading: column.heading, fields: fieldsOf(column) })),
    moments: listOf(source.moment ?? windowOf(source)?.dateField),
    secrets: source.secrets ?? [],
    thirdParties: source.thirdParties ?? [],
    copies: source.copies === 'merged' ? 'merged' : 'left out where they say nothing else',
    heldAgainst: source.heldAgainst?.source,
    isHeldBack: source.about?.({}, { subject: anybody }) === 'unnamed',
    // What is told from others by address or id: phone lines go by numbers.
    get isOfEverybody() {
      const isLookedThrough = !source.forEach || source.about?.({}, { subject: anybody }) === 'unnamed';
      const isNamed = /robin\.subject@example\.com|rB1nSubjectIdAAAAAAAAA/.test(
        JSON.stringify(recordsOf(id)),
      );
      return !source.heldAgainst && source.about !== undefined && isLookedThrough && isNamed;
    },
    hasDetails: details.length > 0,
    hasFiles: attachments.length > 0,
    itemsOf: (answer) => {
      // The answers of operations that stand in for each other are told apart by what they hold.
      const lists = (source.asks ?? []).flatMap(({ list }) => list ?? []);
      if (lists.length === 0) return [answer];
      const found = lists
        .map((list) => (typeof list === 'string' ? answer[list] : list(answer)))
        .find((one) => Array.isArray(one));
      return Array.isArray(found) ? (found as unknown[]) : [];
    },
    label: (query) => source.label?.(query) ?? {},
    identityOf: (record, query) => identify(source, query, record)[0],
    hasIdentity: (record, query) => source.recordId(record, query) !== undefined,
    isKept: (record) => {
      const given = { subject: anybody, parent: firstParentOf(id), held: heldBy(source.heldAgainst) };
      return (source.about?.(record, given) ?? 'subject') !== 'nobody';
    },
    fits: (record) => source.record.safeParse(record).success,
    wantsDetail: (record) =>
      details.some(
        (detail) =>
          detail.where?.(record, anybody) !== false &&
          (!detail.values || detail.values({ subject: anybody, parent: record }) !== undefined),
      ),
    filesOf: (record) =>
      attachments.flatMap((rule) =>
        rule.list(record, anybody).map(({ url, values, unfinished = false }) => ({
          ...{ url, values },
          isUnfinished: unfinished,
          mayBeRefused: rule.mayBeRefused ?? false,
        })),
      ),
    limits: limitsOf(source),
  };
}

/** Set by the fixtures, which know the records of the parents. */
let firstParentOf: (id: string) => VendorRecord | undefined = () => undefined;

/** Tells the declarations where to find the record for which a source is asked first. */
export function knowParents(find: typeof firstParentOf): void {
  firstParentOf = find;
}

/** Set by the fixtures, too. */
let recordsOf: (id: string) => readonly VendorRecord[] = () => [];

/** Tells the declarations where to find the records they are held against. */
export function knowRecords(find: typeof recordsOf): void {
  recordsOf = find;
}

const heldBy = (rule: HeldAgainst | undefined): ReadonlySet<string> =>
  new Set(rule && recordsOf(rule.source).flatMap((record) => rule.names(record)));

/** Every source, in the order of the report. */
export const sources: readonly DeclaredSource[] = zoom.sources.map(read);

/** Rows of a table of tests: the name of a test begins with the source's id. */
export const table = (isWanted: (source: DeclaredSource) => boolean = () => true) =>
  sources.filter(isWanted).map((source) => [source.id, source] as const);

/** The source of an id. Throws when there is none. */
export function sourceOf(id: string): DeclaredSource {
  const found = sources.find((source) => source.id === id);
  if (!found) throw new Error(`No source "${id}" is declared.`);
  return found;
}

/** Every source whose records are read before a source, directly or not. */
export function ancestorsOf({ parents, heldAgainst }: DeclaredSource): readonly DeclaredSource[] {
  const direct = [...parents.map(({ source }) => source), ...(heldAgainst ? [heldAgainst] : [])].map(
    sourceOf,
  );
  return [...new Set(direct.flatMap((one) => [one, ...ancestorsOf(one)]))];
}

/** A source that believes in wider windows than the vendor does. */
export const widened = (source: Source, maxDays: number): Source =>
  withOperations(source, ({ window, ...operation }) => ({
    ...operation,
    window: window && { ...window, maxDays },
  }));

/** The names of fields, however many are declared. */
export const fieldNamesOf = listOf;
