import type { Conventions, Query, VendorRecord } from '../contract/index.js';
import { writeJson } from '../json.js';

/** One page of a list, read. */
export interface Page {
  items: readonly unknown[];
  body: VendorRecord;
  /** Records the vendor says the whole list has; absent: not stated. */
  total?: number;
}

/** Why the pages of a list could not be read to the last. */
export class PagesStopped extends Error {
  override readonly name = 'PagesStopped';

  constructor(readonly reason: 'repeated_page_token' | 'too_many_pages') {
    super(reason);
  }
}

/** How a list is paged. */
export interface Paging {
  conventions: Conventions['pages'];
  style: 'none' | 'token' | 'token-or-number';
  pageSize?: number;
  /** Finds the records in an answer. */
  itemsOf(body: VendorRecord): readonly unknown[];
}

/** Pages beyond the vendor's own total that are still believed. */
const toleratedPages = 10;

/** Asks for one page; undefined: the vendor says there is nothing. */
export type AskPage = (query: Query) => Promise<VendorRecord | undefined>;

/**
 * All pages of one list. An empty page with a token is followed. Throws PagesStopped when a token comes
 * back or there are more pages than the vendor's own total allows, so that no list is read for ever.
 */
export async function* readPages(paging: Paging, query: Query, askPage: AskPage): AsyncGenerator<Page> {
  const { conventions, style, pageSize } = paging;
  const base: Query = pageSize === undefined ? query : { ...query, [conventions.size]: String(pageSize) };
  const first = toPage(paging, await askPage(base));
  yield first;
  if (style === 'none') return;

  const guard = new PageGuard(pageSize ?? 1);
  guard.count(first);
  const firstItems = writeJson(first.items);
  const tokens = new Set<string>();
  let token = tokenOf(conventions, first.body);
  while (token !== undefined) {
    if (tokens.has(token)) throw new PagesStopped('repeated_page_token');
    tokens.add(token);
    const page = toPage(paging, await askPage({ ...base, [conventions.token]: token }));
    const isIgnored =
      style === 'token-or-number' &&
      tokens.size === 1 &&
      first.items.length > 0 &&
      writeJson(page.items) === firstItems;
    if (isIgnored) {
      yield* readByNumber(paging, base, first, guard, askPage);
      return;
    }
    yield page;
    guard.count(page);
    token = tokenOf(conventions, page.body);
  }
  if (style === 'token-or-number' && tokens.size === 0)
    yield* readByNumber(paging, base, first, guard, askPage);
}

/** Pages 2 and further by number, up to the vendor's page count, or its total where it states no count. */
async function* readByNumber(
  paging: Paging,
  base: Query,
  first: Page,
  guard: PageGuard,
  askPage: AskPage,
): AsyncGenerator<Page> {
  const { conventions } = paging;
  const pageCount = toCount(first.body[conventions.pageCount]);
  let received = first.items.length;
  for (let number = 2; ; number += 1) {
    const isLast = pageCount === undefined ? received >= (first.total ?? 0) : number > pageCount;
    if (isLast) return;
    const page = toPage(paging, await askPage({ ...base, [conventions.number]: String(number) }));
    yield page;
    guard.count(page);
    if (pageCount === undefined && page.items.length === 0) return;
    received += page.items.length;
  }
}

/** Knows when a list has gone on for too long. */
class PageGuard {
  private pages = 0;
  private largest = 0;
  private total: number | undefined;

  constructor(private readonly pageSize: number) {}

  count(page: Page): void {
    this.pages += 1;
    this.largest = Math.max(this.largest, page.items.length);
    this.total = page.total ?? this.total;
    if (this.total === undefined) return;
    // The vendor may give smaller pages than asked; the largest page seen tells how small.
    const itemsPerPage = Math.max(1, Math.min(this.pageSize, this.largest));
    if (this.pages > Math.ceil(this.total / itemsPerPage) + toleratedPages)
      throw new PagesStopped('too_many_pages');
  }
}

function toPage(paging: Paging, body: VendorRecord | undefined): Page {
  if (body === undefined) return { items: [], body: {} };
  return { items: paging.itemsOf(body), body, total: toCount(body[paging.conventions.total]) };
}

function tokenOf(conventions: Conventions['pages'], body: VendorRecord): string | undefined {
  const token = body[conventions.nextToken];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** A count that may come as a number or as digits. */
function toCount(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return undefined;
  const count = Number(value);
  return Number.isInteger(count) && count >= 0 ? count : undefined;
}
