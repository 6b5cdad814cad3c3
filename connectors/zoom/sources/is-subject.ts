import { textOf, type About, type Subject } from '../../../src/contract/index.js';
import { addressKey } from '../spellings.js';

/** Every address that is known to be the person's, as keys. */
const keysOf = ({ email, addresses = [] }: Subject) => new Set([email, ...addresses].map(addressKey));

/** Whether a field holds an address of the person, in any of its spellings. */
export function isAddressOf(subject: Subject, value: unknown): boolean {
  const address = textOf(value);
  return address !== undefined && keysOf(subject).has(addressKey(address.trim()));
}

/** Whether a field holds the person's user id. */
export const isIdOf = ({ id }: Subject, value: unknown): boolean => id !== undefined && textOf(value) === id;

/** Whose a record is that names people in some fields: of nobody can be told only where one of them holds something. */
export const aboutBy = (isSubject: boolean, ...named: readonly unknown[]): About =>
  isSubject ? 'subject' : named.some((value) => textOf(value) !== undefined) ? 'nobody' : 'unnamed';

/** Whether free text names the person, by a whole address or the user id. */
export function isNamedIn(subject: Subject, value: unknown): boolean {
  const text = textOf(value)?.normalize('NFC') ?? '';
  const names = [
    subject.email,
    ...(subject.addresses ?? []),
    ...(subject.id === undefined ? [] : [subject.id]),
  ];
  return names.some((name) => holdsWhole(text.toLowerCase(), name.normalize('NFC').toLowerCase()));
}

/** `ann@example.com` is no part of `joann@example.com` or `ann@example.com.au`. */
function holdsWhole(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + name.length)];
    if (!/[\p{L}\p{N}._%+-]$/u.test(before) && !/^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(after))
      return true;
  }
  return false;
}
