import {
  makes,
  queriesOf,
  readBefore,
  type AskedSource,
  type Operation,
  type Query,
  type VendorRecord,
} from '../contract/index.js';
import type { Span } from '../model/days.js';
import type { PassedOver } from '../model/step-result.js';
import { ask, type Meter } from '../upstream/client.js';
import { readPages, type Page } from '../upstream/pages.js';
import { Refusal } from '../upstream/refusal.js';
import { windowParameters } from '../upstream/window-parameters.js';
import { endOfRefusal } from './end-of-refusal.js';
import { givenOf, subjectValues, type Collection } from './collection.js';

/** Refusals that speak about the operation asked, so that the next one may answer. */
const aboutTheOperation = new Set([
  'scope_missing',
  'not_licensed',
  'not_permitted',
  'request_refused',
  'not_found',
  'subject_refused',
]);

/** What is asked of a source: one of its queries, for a record of another source or for the subject. */
export interface AskedFor {
  query: number;
  parent?: VendorRecord;
}

/** The pages of one query of a source, from the first of some operations that does not refuse at once. */
export class ListPages {
  /** Those that refused, in turn. */
  readonly refused: PassedOver[] = [];
  private answering: number | undefined;

  /** `operations` are the numbers of those that may be asked, in turn. */
  constructor(
    private readonly collection: Collection,
    private readonly source: AskedSource,
    private readonly asked: AskedFor,
    private readonly meter: Meter,
    private readonly operations: readonly number[],
  ) {}

  /** Number of the operation that answers, or was asked last. */
  get operation(): number {
    return this.answering ?? this.operations[this.refused.length] ?? this.operations.at(-1) ?? 0;
  }

  /** What is asked of that operation. */
  get query(): Query {
    return this.queryOf(this.source.asks[this.operation] ?? this.source.asks[0]);
  }

  /** All pages of a span of time, or of the whole list. An operation that has answered is not left any more. */
  async *open(span: Span | undefined): AsyncGenerator<Page> {
    let first: Refusal | undefined;
    const left = this.operations.slice(this.refused.length);
    for (const number of this.answering === undefined ? left : [this.answering]) {
      const operation = this.source.asks[number];
      if (!operation) continue;
      try {
        for await (const page of this.pagesOf(operation, span)) {
          this.answering = number;
          yield page;
        }
        return;
      } catch (error) {
        if (!(error instanceof Refusal) || this.answering !== undefined) throw error;
        if (!this.isAboutOperation(error)) throw error;
        first ??= error;
        this.refused.push({ operation: number, end: endOfRefusal(error) });
      }
    }
    // What the richest operation says is what helps the operator.
    if (first) throw first;
  }

  /** A parent that is too old for one operation need not be so for the next. */
  private isAboutOperation({ reason }: Refusal): boolean {
    const isBeyond = reason === 'beyond_look_back' && this.asked.parent !== undefined;
    return isBeyond || aboutTheOperation.has(reason);
  }

  private queryOf(operation: Operation): Query {
    return queriesOf(operation, givenOf(this.collection, this.asked.parent))[this.asked.query] ?? {};
  }

  /** Asks by one name of the person after the other while the vendor does not know it; what the last one says counts. */
  private async *pagesOf(operation: Operation, span: Span | undefined): AsyncGenerator<Page> {
    const { source, collection } = this;
    const given = givenOf(collection, this.asked.parent);
    const fixed = {
      ...(given.accountId !== undefined && { account: given.accountId }),
      ...operation.values?.(given),
    };
    if (!operation.endpoint.includes('{subject}')) {
      yield* this.pagesBy(operation, fixed, span);
      return;
    }
    const names = subjectValues(collection, source);
    const latest = collection.answeredBy.get(source.id) ?? 0;
    const order = [...new Set([latest, ...names.keys()])];
    let unknown: Refusal | undefined;
    for (const index of order) {
      try {
        for await (const page of this.pagesBy(operation, { ...fixed, ...names[index] }, span)) {
          collection.answeredBy.set(source.id, index);
          yield page;
        }
        return;
      } catch (error) {
        // Once it has answered by this name, the refusal is about something else.
        const isAnswered = collection.answeredBy.get(source.id) === index;
        if (isAnswered || !(error instanceof Refusal) || !isUnknown(collection, operation, error))
          throw error;
        unknown ??= error;
      }
    }
    if (unknown) throw unknown;
  }

  private pagesBy(
    operation: Operation,
    values: Record<string, string>,
    span: Span | undefined,
  ): AsyncGenerator<Page> {
    const { source, collection } = this;
    const { pages, window } = collection.connector.conventions;
    const find = listFinder(operation, [...Object.values(pages), ...Object.values(window)]);
    const paging = {
      conventions: pages,
      style: operation.pages?.follow ?? ('none' as const),
      pageSize: operation.pages?.size,
      itemsOf: (body: VendorRecord) => find(body) ?? [],
    };
    const rule = operation.window;
    const dates =
      span && rule && windowParameters(rule, collection.connector.conventions, span, collection.clock.now());
    return readPages(paging, { ...this.queryOf(operation), ...dates }, (query) =>
      ask(collection.upstream, {
        endpoint: operation.endpoint,
        values,
        query,
        scopes: operation.scopes,
        rateLimit: operation.rateLimit,
        failures: operation.failures,
        expect: (body) => find(body) !== undefined && (operation.expect?.(body) ?? true),
        meter: this.meter,
        priority: priorityOf(source, collection),
        signal: collection.signal,
      }),
    );
  }
}

/** Whether a refusal says that the vendor knows nobody by the name asked. */
function isUnknown({ connector }: Collection, { rateLimit }: Operation, { code }: Refusal): boolean {
  const { unknownSubject } = connector.conventions;
  const codes = [...(unknownSubject['*'] ?? []), ...(unknownSubject[rateLimit.family] ?? [])];
  return code !== undefined && codes.includes(code);
}

/**
 * What other sources wait for goes first; then lists whose records need further calls, so that those calls run
 * beside the other lists.
 */
function priorityOf(source: AskedSource, { connector, media }: Collection): number {
  const { id } = source;
  if (connector.sources.some(({ worthAsking }) => [worthAsking?.source, worthAsking?.witness].includes(id)))
    return 1;
  if (connector.sources.some((other) => readBefore(other).includes(id))) return 2;
  if (makes(source, 'detail')) return 3;
  return makes(source, 'file') && media ? 4 : 5;
}

/**
 * Finds the records of an answer; undefined: the answer is broken. A vendor may leave an empty list out, but
 * then the answer still looks like a list: it holds a paging or window field.
 */
export function listFinder({ list }: Pick<Operation, 'list'>, listFields: readonly string[]) {
  return (body: VendorRecord): readonly unknown[] | undefined => {
    if (list === undefined) return isError(body) ? undefined : [body];
    const found = typeof list === 'string' ? body[list] : list(body);
    if (Array.isArray(found)) return found as unknown[];
    const isLeftOut = (found === undefined || found === null) && listFields.some((name) => name in body);
    return isLeftOut && !isError(body) ? [] : undefined;
  };
}

const isError = ({ code, message }: VendorRecord) =>
  code !== undefined && Number(code) !== 0 && typeof message === 'string';
