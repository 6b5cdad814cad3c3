import { zoom } from '../../connectors/zoom/index.js';
import {
  fieldsOf,
  limitsOf,
  type PersonFields,
  type Query,
  type RateLimit,
  operationsOf,
  isPaged,
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
  isUnfinished: boolean;
  /** The vendor may keep it for itself without a gap. */
  mayBeRefused: boolean;
}

/** What the suite reads of a source. Only this module knows how a declaration is written. */
export interface DeclaredSource {
  id: string;
  /** Its records are made of the lookup. */
  isMade: boolean;
  isPaged: boolean;
  queries: readonly Query[];
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
  hasDetails: boolean;
  hasFiles: boolean;
  /** The records of an answer. */
  itemsOf(answer: VendorRecord): readonly unknown[];
  label(query: Query): VendorRecord;
  identityOf(record: unknown, query: Query): string;
  hasIdentity(record: VendorRecord, query: Query): boolean;
  fits(record: unknown): boolean;
  wantsDetail(record: VendorRecord): boolean;
  filesOf: (record: VendorRecord) => readonly DeclaredFile[];
  limits: readonly RateLimit[];
}

const listOf = (value: string | readonly string[] | undefined) =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const anybody: Subject = { email: 'robin.subject@example.com', record: {} };

function read(source: Source): DeclaredSource {
  const { id, worthAsking: when, licence = [], references = [], columns = [], attachments = [] } = source;
  const [first] = source.asks ?? [];
  const { query = [{}] } = first ?? {};
  const queries = typeof query === 'object' ? query : [{}];
  const details = source.details ?? [];
  return {
    id,
    isMade: source.made !== undefined,
    isPaged: isPaged(source),
    queries,
    operations: operationsOf(source),
    window: windowOf(source),
    needs: [
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
    isOfEverybody: source.about !== undefined && source.forEach === undefined,
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
    fits: (record) => source.record.safeParse(record).success,
    wantsDetail: (record) =>
      details.some(
        (detail) =>
          detail.where?.(record, anybody) !== false &&
          (!detail.values || detail.values({ subject: anybody, parent: record }) !== undefined),
      ),
    filesOf: (record) =>
      attachments.flatMap((rule) =>
        rule.list(record, anybody).map(({ url, unfinished = false }) => ({
          url,
          isUnfinished: unfinished,
          mayBeRefused: rule.mayBeRefused ?? false,
        })),
      ),
    limits: limitsOf(source),
  };
}

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

/** A source that believes in wider windows than the vendor does. */
export const widened = (source: Source, maxDays: number): Source =>
  withOperations(source, ({ window, ...operation }) => ({
    ...operation,
    window: window && { ...window, maxDays },
  }));

/** The names of fields, however many are declared. */
export const fieldNamesOf = listOf;
