import type { AskedSource, VendorRecord } from '../contract/index.js';

/** What every record carries of the record of another source for which it was asked. */
export function carriedOf(
  { forEach = [] }: AskedSource,
  id: string | undefined,
  parent: VendorRecord,
): VendorRecord {
  const carry = forEach.find(({ source }) => source === id)?.carry ?? [];
  const held = carry.filter((name) => Object.hasOwn(parent, name));
  return Object.fromEntries(held.map((name) => [name, parent[name]]));
}
