import { isVendorRecord, textOf } from '../contract/index.js';

/** Whether a record says nothing that another of the same identity does not say as well. */
export function isCopyOf(record: unknown, kept: unknown): boolean {
  return isPartOf(record, kept);
}

/** Whether two records of the same identity differ in something that both of them state. */
export function contradicts(record: unknown, other: unknown): boolean {
  if (!isVendorRecord(record) || !isVendorRecord(other)) return !isPartOf(record, other);
  return Object.entries(record).some(([name, value]) => {
    const stated = Object.hasOwn(other, name) ? other[name] : undefined;
    return !isNothing(value) && !isNothing(stated) && contradicts(value, stated);
  });
}

/** Addresses are made anew for every answer, so two copies of a record differ in them. */
const address = /^https?:\/\//;

/** Whether everything one value holds stands in another as well, addresses aside. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Object.is(part, whole) || isNothing(part)) return true;
  // Some answers write numbers as texts.
  if (textOf(part) !== undefined && textOf(part) === textOf(whole)) return true;
  if (typeof part === 'string' && typeof whole === 'string') return address.test(part) && address.test(whole);
  if (Array.isArray(part)) return Array.isArray(whole) && isListPartOf(part, whole);
  if (!isVendorRecord(part) || !isVendorRecord(whole)) return false;
  return Object.entries(part).every(
    ([name, value]) => isNothing(value) || (Object.hasOwn(whole, name) && isPartOf(value, whole[name])),
  );
}

/** No vendor promises an order: every item must be found, each in an item of its own. */
function isListPartOf(part: readonly unknown[], whole: readonly unknown[]): boolean {
  if (part.length > whole.length) return false;
  if (part.every((item, place) => isPartOf(item, whole[place]))) return true;
  const left = [...whole];
  return part.every((item) => {
    const place = left.findIndex((candidate) => isPartOf(item, candidate));
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  });
}

const isNothing = (value: unknown) => value === undefined || value === null || value === '';
