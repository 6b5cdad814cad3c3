import { makes, type Query, type Source, type VendorRecord } from '../contract/index.js';
import { ask, type Meter } from '../upstream/client.js';
import { readPages, type Page } from '../upstream/pages.js';
import { Refusal } from '../upstream/refusal.js';
import { subjectValues, type Collection } from './collection.js';
import type { Span } from '../model/days.js';

/** Refusals that speak about the operation asked, so that its fallback may answer. */
const aboutTheOperation = new Set([
  'scope_missing',
  'not_licensed',
  'not_permitted',
  'request_refused',
  'not_found',
  'subject_refused',
]);

/** The pages of one query of a source, from its operation or, where that is refused, from its fallback. */
export class ListPages {
  constructor(
    private readonly collection: Collection,
    private readonly source: Source,
    private readonly query: Query,
    private readonly meter: Meter,
    public usesFallback: boolean,
  ) {}

  /** All pages of a span of time, or of the whole list. */
  async *open(span: Span | undefined): AsyncGenerator<Page> {
    const { fallback } = this.source;
    if (this.usesFallback && fallback) {
      yield* this.pagesOf(fallback.endpoint, fallback.list, span);
      return;
    }
    let isRefusedAtOnce = true;
    try {
      for await (const page of this.pagesOf(this.source.endpoint, this.source.list, span)) {
        isRefusedAtOnce = false;
        yield page;
      }
    } catch (error) {
      const mayFallBack = isRefusedAtOnce && error instanceof Refusal && aboutTheOperation.has(error.reason);
      if (!fallback || !mayFallBack) throw error;
      try {
        yield* this.pagesOf(fallback.endpoint, fallback.list, span);
        this.usesFallback = true;
      } catch (second) {
        throw second instanceof Refusal ? error : second;
      }
    }
  }

  /** Asks by one name of the person after the other while the vendor does not know it; what the last one says counts. */
  private async *pagesOf(
    endpoint: string,
    list: Source['list'],
    span: Span | undefined,
  ): AsyncGenerator<Page> {
    const { source, collection } = this;
    const names = subjectValues(collection, source);
    const latest = collection.answeredBy.get(source.id) ?? 0;
    const order = [...new Set([latest, ...names.keys()])];
    let unknown: Refusal | undefined;
    for (const index of order) {
      try {
        for await (const page of this.pagesBy(names[index] ?? {}, endpoint, list, span)) {
          collection.answeredBy.set(source.id, index);
          yield page;
        }
        return;
      } catch (error) {
        // Once it has answered by this name, the refusal is about something else.
        const isAnswered = collection.answeredBy.get(source.id) === index;
        if (isAnswered || !(error instanceof Refusal) || !isUnknown(collection, source, error)) throw error;
        unknown ??= error;
      }
    }
    if (unknown) throw unknown;
  }

  private pagesBy(
    values: Record<string, string>,
    endpoint: string,
    list: Source['list'],
    span: Span | undefined,
  ): AsyncGenerator<Page> {
    const { source, collection } = this;
    const { pages, window } = collection.connector.conventions;
    const find = listFinder(list, [...Object.values(pages), ...Object.values(window)]);
    const paging = {
      conventions: pages,
      style: source.pages,
      pageSize: source.pageSize,
      itemsOf: (body: VendorRecord) => find(body) ?? [],
    };
    const dates = span && { [window.from]: span.from, [window.to]: span.to };
    return readPages(paging, { ...this.query, ...dates }, (query) =>
      ask(collection.upstream, {
        endpoint,
        values,
        query,
        scopes: source.scopes,
        rateLimit: source.rateLimit,
        failures: source.failures,
        expect: (body) => find(body) !== undefined,
        meter: this.meter,
        priority: priorityOf(source, collection),
        signal: collection.signal,
      }),
    );
  }
}

/** Whether a refusal says that the vendor knows nobody by the name asked. */
function isUnknown({ connector }: Collection, { rateLimit }: Source, { code }: Refusal): boolean {
  const { unknownSubject } = connector.conventions;
  const codes = [...(unknownSubject['*'] ?? []), ...(unknownSubject[rateLimit.family] ?? [])];
  return code !== undefined && codes.includes(code);
}

/**
 * What other sources wait for goes first; then lists whose records need further calls, so that those calls run
 * beside the other lists.
 */
function priorityOf(source: Source, { connector, media }: Collection): number {
  if (connector.sources.some(({ when }) => [when?.source, when?.witness].includes(source.id))) return 1;
  if (makes(source, 'detail')) return 3;
  return makes(source, 'file') && media ? 4 : 5;
}

/**
 * Finds the records of an answer; undefined: the answer is broken. A vendor may leave an empty list out, but
 * then the answer still looks like a list: it holds a paging or window field.
 */
function listFinder(list: Source['list'], listFields: readonly string[]) {
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
