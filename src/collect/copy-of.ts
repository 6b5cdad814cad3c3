import { isVendorRecord, textOf, type Source } from '../contract/index.js';

/** Whether a record brings nothing that a record of the same identity does not have. */
export function isCopyOf(source: Source, record: unknown, kept: unknown): boolean {
  if (source.keepsDifferingCopies) return isPartOf(record, kept);
  const known = new Set(fileKeys(source, kept));
  return fileKeys(source, record).every((key) => known.has(key));
}

function fileKeys({ attachments = [] }: Source, record: unknown): string[] {
  if (!isVendorRecord(record)) return [];
  return attachments.flatMap((rule) => rule.list(record).map(({ key }) => `${rule.id}|${key}`));
}

/** Addresses are made anew for every answer, so two copies of a record differ in them. */
const address = /^https?:\/\//;

/** Whether everything one value holds stands in another as well, addresses aside. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Object.is(part, whole) || isNothing(part)) return true;
  // Some answers write numbers as texts.
  if (textOf(part) !== undefined && textOf(part) === textOf(whole)) return true;
  if (typeof part === 'string' && typeof whole === 'string') return address.test(part) && address.test(whole);
  if (Array.isArray(part))
    return (
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((item, index) => isPartOf(item, whole[index]))
    );
  if (!isVendorRecord(part) || !isVendorRecord(whole)) return false;
  return Object.entries(part).every(
    ([name, value]) => isNothing(value) || (Object.hasOwn(whole, name) && isPartOf(value, whole[name])),
  );
}

const isNothing = (value: unknown) => value === undefined || value === null || value === '';
