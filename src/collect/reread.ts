import { windowOf, type AskedSource, type Source, type VendorRecord } from '../contract/index.js';
import type { Meter } from '../upstream/client.js';
import { PagesStopped } from '../upstream/pages.js';
import { PageTokenExpired, Refusal, WindowRefused } from '../upstream/refusal.js';
import type { Collection } from './collection.js';
import { toDay } from '../clock.js';
import { addDays, type Span } from '../model/days.js';
import { identify, labelled, queryOf } from '../spool/identity.js';
import type { SettledHead } from '../spool/settled-line.js';
import { askFor } from './ask-for.js';
import { carriedOf } from './carried.js';
import { ListPages } from './list-pages.js';
import { readParent } from './read-parent.js';

/**
 * Reads one record again, because the addresses of its files live only for a while: by the source's own
 * operation where its scope is granted, else from the list around the record's day. Undefined: not found.
 */
export async function rereadRecord(
  collection: Collection,
  source: Source,
  head: SettledHead,
  record: VendorRecord,
  meter: Meter,
): Promise<VendorRecord | undefined> {
  if (!source.asks) return undefined;
  try {
    const { reread } = source;
    if (!reread || !collection.grants(reread.scopes))
      return await findInList(collection, source, head, record, meter);
    return await askFor(collection, source, reread, record, { meter });
  } catch (error) {
    const isAnswer = [Refusal, PagesStopped, PageTokenExpired, WindowRefused].some(
      (kind) => error instanceof kind,
    );
    if (isAnswer) return undefined;
    throw error;
  }
}

async function findInList(
  collection: Collection,
  source: AskedSource,
  head: SettledHead,
  record: VendorRecord,
  meter: Meter,
): Promise<VendorRecord | undefined> {
  const query = queryOf(source, head);
  const [wanted] = identify(source, query, record);
  const rule = windowOf(source);
  const span = rule && dayOf(record[rule.dateField]);
  if (rule && !span) return undefined;
  const parent = head.parent && (await readParent(collection, head.parent));
  const pages = new ListPages(collection, source, { query: head.query, parent }, meter, [
    head.operation ?? 0,
  ]);
  const carried = parent && carriedOf(source, head.parent?.source, parent);
  for await (const page of pages.open(span)) {
    for (const item of page.items) {
      const [identity] = identify(source, query, labelled(source, query, item, carried));
      if (identity === wanted) return item as VendorRecord;
    }
  }
  return undefined;
}

function dayOf(value: unknown): Span | undefined {
  const moment = Date.parse(String(value));
  if (Number.isNaN(moment)) return undefined;
  const day = toDay(moment);
  return { from: day, to: addDays(day, 1) };
}
