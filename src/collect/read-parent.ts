import { sourceOf, type VendorRecord } from '../contract/index.js';
import type { ParentRecord } from '../model/parent-record.js';
import { layDetails } from '../spool/lay-details.js';
import { readSettled } from '../spool/settled-line.js';
import type { Collection } from './collection.js';

/** The record of another source for which something is asked, with its details. */
export async function readParent(
  { spool, connector }: Pick<Collection, 'spool' | 'connector'>,
  { source, place, details = [] }: ParentRecord,
): Promise<VendorRecord> {
  const { record } = await readSettled(spool, source, place);
  return layDetails(spool, sourceOf(connector, source), record, details);
}
