import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * The ways of writing one address under which Zoom may keep it, the given one first: in lower case, which is how Zoom
 * stores addresses, in NFC, and with an international domain in both its forms (RFC 5890).
 */
export function spellingsOf(email: string): string[] {
  const composed = email.normalize('NFC');
  const lower = toLower(composed);
  const [local, domain] = split(lower);
  const ascii = domainToASCII(domain);
  const domains = ascii === '' ? [] : [ascii, toLower(domainToUnicode(ascii))];
  return [
    ...new Set([email, email.toLowerCase(), composed, lower, ...domains.map((form) => `${local}@${form}`)]),
  ];
}

/** The same for all ways of writing one address. */
export function addressKey(address: string): string {
  const [local, domain] = split(toLower(address));
  return `${local}@${domainToASCII(domain) || domain}`;
}

const toLower = (text: string) => text.normalize('NFC').toLowerCase().normalize('NFC');

function split(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}
