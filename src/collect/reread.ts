import type { Query, Source, VendorRecord } from '../contract/index.js';
import { ask, type Meter } from '../upstream/client.js';
import { PagesStopped } from '../upstream/pages.js';
import { PageTokenExpired, Refusal, WindowRefused } from '../upstream/refusal.js';
import { subjectValues, type Collection } from './collection.js';
import { toDay } from '../clock.js';
import { addDays, type Span } from '../model/days.js';
import { identify } from '../spool/identity.js';
import { ListPages } from './list-pages.js';

/**
 * Reads one record again, because the addresses of its files live only for a while: by the source's own
 * operation where its scope is granted, else from the list around the record's day. Undefined: not found.
 */
export async function rereadRecord(
  collection: Collection,
  source: Source,
  query: Query,
  record: VendorRecord,
  meter: Meter,
): Promise<VendorRecord | undefined> {
  try {
    const { reread } = source;
    if (!reread || !collection.grants(reread.scopes))
      return await findInList(collection, source, query, record, meter);
    const values = { ...subjectValues(collection, source)[0], ...reread.values(record) };
    return await ask(collection.upstream, { ...reread, values, meter, signal: collection.signal });
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
  source: Source,
  query: Query,
  record: VendorRecord,
  meter: Meter,
): Promise<VendorRecord | undefined> {
  const [wanted] = identify(source, query, record);
  const span = source.window && dayOf(record[source.window.dateField]);
  if (source.window && !span) return undefined;
  const pages = new ListPages(collection, source, query, meter, false);
  for await (const page of pages.open(span)) {
    for (const item of page.items) {
      const [identity] = identify(source, query, item);
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
