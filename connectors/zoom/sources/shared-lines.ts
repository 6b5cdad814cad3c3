import {
  isVendorRecord,
  textOf,
  type About,
  type Column,
  type Given,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { aboutBy } from './is-subject.js';

/** Whose a recording or voicemail is. */
export const lineOwners = {
  user: 'A person',
  callQueue: 'Call queue',
  sharedLineGroup: 'Shared line',
  autoReceptionist: 'Reception',
  commonArea: 'Shared device',
  sharedOffice: 'Shared device',
};

/** Who owns it, and who took or made the call. */
export const sharedLineColumns: readonly Column[] = [
  { field: 'owner.name', heading: 'Kept under' },
  { field: 'owner.type', heading: 'Kind of line', codes: lineOwners, isDetail: true },
];

/**
 * Whether a recording or voicemail of a shared line names the person of this phone profile: as who took the call, made it,
 * owns it, or as one of its ends. Names are not compared, because two people can have one.
 */
export function namesInSharedLine(record: VendorRecord, { parent, subject }: Given): About {
  const profile = parent ?? {};
  const lines = Array.isArray(profile.phone_numbers) ? profile.phone_numbers.filter(isVendorRecord) : [];
  const numbers = new Set(
    [profile.extension_number, ...lines.map(({ number }) => number)].flatMap((one) => digitsOf(one) ?? []),
  );
  const ids = new Set(
    [subject.id, profile.id, profile.phone_user_id, profile.extension_id].flatMap((one) => textOf(one) ?? []),
  );
  const holders = ['accepted_by', 'outgoing_by', 'owner'].map((name) => record[name]).filter(isVendorRecord);
  const isHolder = holders.some(
    ({ id, extension_number }) => ids.has(textOf(id) ?? '') || numbers.has(digitsOf(extension_number) ?? ''),
  );
  const isEnd = [record.caller_number, record.callee_number].some((one) => numbers.has(digitsOf(one) ?? ''));
  return aboutBy(
    isHolder || isEnd,
    ...holders.map(({ name }) => name),
    record.caller_number,
    record.callee_number,
  );
}

/** A number as text or as a number, with or without the plus. */
const digitsOf = (value: unknown): string | undefined => textOf(value)?.replace(/\D/g, '') || undefined;
