import { isVendorRecord, type Source, type VendorRecord } from '../contract/index.js';
import type { DetailPlace } from '../model/parent-record.js';
import type { Spool } from './spool.js';

/** Name under which a listed field stands whose own name a detail has taken. */
const displaced = (name: string) => `listed_${name}`;

/** A record with what its details brought, those laid over it first to last. Nothing the list told is lost. */
export async function layDetails(
  spool: Spool,
  source: Source,
  listed: VendorRecord,
  places: readonly DetailPlace[],
): Promise<VendorRecord> {
  let record = listed;
  for (const { id, position } of places) {
    const name = source.details?.find((rule) => rule.id === id)?.as;
    const detail = await spool.readDetail(source.id, position);
    if (name !== undefined) {
      const before = Object.hasOwn(record, name) ? { [displaced(name)]: record[name] } : {};
      record = { ...record, ...before, [name]: detail };
    } else if (isVendorRecord(detail)) record = { ...record, ...detail };
  }
  return record;
}
