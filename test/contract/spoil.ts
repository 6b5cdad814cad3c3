import { isVendorRecord, type VendorRecord } from '../../src/contract/index.js';
import type { DeclaredSource } from './declared.js';

/** A record without the fields that are never disclosed, at any depth. */
export function withoutSecrets(source: DeclaredSource, record: unknown): VendorRecord {
  const secret = new Set(source.secrets.map((name) => name.split('?')[0]));
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (!isVendorRecord(value)) return value;
    const shown = Object.entries(value).filter(([name]) => !secret.has(name));
    return Object.fromEntries(shown.map(([name, held]) => [name, bare(held)]));
  };
  return bare(record) as VendorRecord;
}

/** Fields of another source's record, which no answer holds. */
const carriedBy = ({ parents }: DeclaredSource) => parents.flatMap(({ carry }) => carry);

const isSame = (source: DeclaredSource, one: VendorRecord, other: VendorRecord) =>
  source.queries.every((query) => source.identityOf(one, query) === source.identityOf(other, query));

/** Fields that do not tell one record from another, and hold plain words. */
function plainFields(source: DeclaredSource, record: VendorRecord): string[] {
  const dated = [...source.moments, source.window?.dateField, ...carriedBy(source)];
  const kept = new Set([...source.secrets.map((name) => name.split('?')[0]), ...dated]);
  return Object.entries(record)
    .filter(([name, value]) => typeof value === 'string' && value !== '' && !kept.has(name))
    .map(([name]) => name)
    .filter((name) => {
      const { [name]: _gone, ...rest } = record;
      const isFree = isSame(source, record, rest) && isSame(source, record, { ...record, [name]: 'else' });
      return isFree && source.fits(rest);
    });
}

/** A copy that says less. */
export function poorer(source: DeclaredSource, record: VendorRecord): VendorRecord {
  const [name] = plainFields(source, record);
  if (name === undefined) throw new Error(`No row of ${source.id} can say less.`);
  const { [name]: _gone, ...rest } = record;
  return rest;
}

/** A row of the same identity that says something else. */
export function differing(source: DeclaredSource, record: VendorRecord): VendorRecord {
  const [name] = plainFields(source, record);
  if (name === undefined) throw new Error(`No row of ${source.id} can say something else.`);
  return { ...record, [name]: 'something else' };
}

/** The row as another record: one of its identifying fields has another value. */
export function changed(source: DeclaredSource, record: VendorRecord, mark: string): VendorRecord {
  const [query = {}] = source.queries;
  const dated = new Set([...source.moments, source.window?.dateField, ...carriedBy(source)]);
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'string' || dated.has(name)) continue;
    const other = { ...record, [name]: `${value}${mark}` };
    if (source.identityOf(other, query) !== source.identityOf(record, query)) return other;
  }
  throw new Error(`No field of ${source.id} tells its rows apart.`);
}

/** The row without what identifies it; its date stays. */
export function unidentified(source: DeclaredSource, record: VendorRecord): VendorRecord {
  const [query = {}] = source.queries;
  let bare = record;
  // One name can stand in for another, so what was passed over is tried again.
  const names = Object.keys(record).filter((name) => !carriedBy(source).includes(name));
  for (const name of [...names, ...names]) {
    const { [name]: _gone, ...rest } = bare;
    if (!source.hasIdentity(bare, query)) return bare;
    const isCore = source.identityOf(rest, query) !== source.identityOf(bare, query);
    if (isCore && name !== source.window?.dateField) bare = rest;
  }
  throw new Error(`Every row of ${source.id} has an identity.`);
}

/** A row in which a field the source relies on has another type; as it is, where it relies on none. */
export function unfitting(source: DeclaredSource, record: VendorRecord): VendorRecord {
  for (const name of Object.keys(record)) {
    const other = { ...record, [name]: 7 };
    if (!source.fits(other)) return other;
  }
  return record;
}

/** The row with files that the vendor is still making. */
export const inTheMaking = (record: VendorRecord): VendorRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, held]) => [
      name,
      Array.isArray(held)
        ? held.map((item: unknown) =>
            isVendorRecord(item) && 'status' in item ? { ...item, status: 'processing' } : item,
          )
        : held,
    ]),
  );
