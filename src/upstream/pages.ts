import { createHash } from 'node:crypto';
import type { Conventions, Query, VendorRecord } from '../contract/index.js';
import { writeJson } from '../json.js';
import { PageTokenExpired, Refusal } from './refusal.js';

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

/** Pages in a row that were there before, or are empty, before a list counts as endless. */
const mostStalePages = 100;
/** Pages of one list at most, whatever they bring. */
const mostPages = 20_000;

/** Asks for one page; undefined: the vendor says there is nothing. */
export type AskPage = (query: Query) => Promise<VendorRecord | undefined>;

/**
 * All pages of one list, as long as there is a token and something new: a total may count only the page that
 * states it. An empty page with a token is followed. Throws PagesStopped when a token comes back or pages bring
 * nothing new, so that no list is read for ever.
 */
export async function* readPages(paging: Paging, query: Query, askPage: AskPage): AsyncGenerator<Page> {
  const { conventions, style, pageSize } = paging;
  const base: Query = pageSize === undefined ? query : { ...query, [conventions.size]: String(pageSize) };
  const first = toPage(paging, await askPage(base));
  yield first;
  if (style === 'none') return;

  const guard = new PageGuard();
  guard.count(first);
  const firstItems = writeJson(first.items);
  const tokens = new Set<string>();
  let token = tokenOf(conventions, first.body);
  while (token !== undefined) {
    if (tokens.has(token)) {
      if (style !== 'token-or-number' || tokens.size > 1) throw new PagesStopped('repeated_page_token');
      // Rows can differ in every answer although the token is ignored, as addresses with a fresh key do.
      yield* readByNumber(paging, base, first, guard, askPage);
      return;
    }
    tokens.add(token);
    const next = askPage({ ...base, [conventions.token]: token });
    let refused: Error | undefined;
    const page = await next.then(
      (body) => toPage(paging, body),
      (error: unknown) => {
        if (style !== 'token-or-number' || tokens.size > 1 || !isAboutToken(error)) throw error;
        refused = error;
        return undefined;
      },
    );
    if (!page) {
      yield* readByNumber(paging, base, first, guard, askPage, refused);
      return;
    }
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

/** A vendor that pages by number may refuse the token instead of ignoring it. */
const isAboutToken = (error: unknown): error is Error =>
  error instanceof PageTokenExpired || (error instanceof Refusal && error.reason === 'request_refused');

/**
 * Pages 2 and further by number, as long as the vendor's page count or total says that there are more. Both may
 * speak of the first page only, and neither may be stated: then as long as pages are full and bring something new.
 */
async function* readByNumber(
  paging: Paging,
  base: Query,
  first: Page,
  guard: PageGuard,
  askPage: AskPage,
  refused?: Error,
): AsyncGenerator<Page> {
  const { conventions, pageSize = Infinity } = paging;
  const pageCount = toCount(first.body[conventions.pageCount]) ?? 0;
  let received = first.items.length;
  let latest = first;
  const isTrusted = pageCount > 1 || (first.total ?? 0) > received;
  const isFull = () => latest.items.length >= pageSize;
  const isMore = (number: number) =>
    isTrusted
      ? number <= pageCount || (pageCount === 0 && received < (first.total ?? 0))
      : isFull() || (first.total === undefined && tokenOf(conventions, latest.body) !== undefined);
  for (let number = 2; isMore(number); number += 1) {
    const asked = askPage({ ...base, [conventions.number]: String(number) });
    const page = toPage(
      paging,
      await asked.catch((error: unknown) => {
        throw error instanceof Refusal && refused && number === 2 ? refused : error;
      }),
    );
    const isSame = writeJson(page.items) === writeJson(latest.items);
    // The token was refused and the number brings nothing: it was the token's age after all.
    if (refused && number === 2 && (isSame || page.items.length === 0)) throw refused;
    // Where nothing is stated, a page that comes again tells that the number is ignored too.
    if (!isTrusted && isSame) {
      if (tokenOf(conventions, page.body) !== undefined) throw new PagesStopped('repeated_page_token');
      return;
    }
    latest = page;
    yield latest;
    guard.count(latest);
    const isReached = first.total !== undefined && received >= first.total;
    if (latest.items.length === 0 && (pageCount <= 1 || isReached)) return;
    received += latest.items.length;
  }
}

/** Knows when a list has gone on for too long. */
class PageGuard {
  private pages = 0;
  private stale = 0;
  private readonly seen = new Set<string>();

  count({ items }: Page): void {
    this.pages += 1;
    const digest = createHash('sha256').update(writeJson(items)).digest('base64');
    this.stale = items.length === 0 || this.seen.has(digest) ? this.stale + 1 : 0;
    this.seen.add(digest);
    if (this.stale > mostStalePages || this.pages > mostPages) throw new PagesStopped('too_many_pages');
  }
}

function toPage(paging: Paging, body: VendorRecord | undefined): Page {
  if (body === undefined) return { items: [], body: {} };
  return { items: paging.itemsOf(body), body, total: toCount(body[paging.conventions.total]) };
}

function tokenOf(conventions: Conventions['pages'], body: VendorRecord): string | undefined {
  const token = body[conventions.nextToken];
  const isToken = typeof token === 'string' || typeof token === 'number' || typeof token === 'bigint';
  return isToken && token !== '' ? String(token) : undefined;
}

/** A count that may come as a number or as digits. */
function toCount(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return undefined;
  const count = Number(value);
  return Number.isInteger(count) && count >= 0 ? count : undefined;
}
