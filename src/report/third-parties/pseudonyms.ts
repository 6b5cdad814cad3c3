import type { Kind } from './mention.js';

/** People that one short pseudonym names; of more, the rest are "others". */
const mostNamed = 4;

/**
 * What stands in the place of a name, address, number or id. Each keeps the form its column had: an address stays
 * one, below a domain that can never exist (RFC 2606). Several people: it is not known which of them is meant. None: somebody
 * who has no number.
 */
export function pseudonymOf(people: readonly number[], kind: Kind): string {
  const sorted = [...people].sort((one, other) => one - other);
  const named = sorted.slice(0, mostNamed).map(String);
  if (sorted.length > mostNamed) named.push('others');
  if (named.length === 0) named.push('without-number');
  const slug = `participant-${named.join('-or-')}`;
  if (kind === 'names') return `Participant ${named.join(' or ').replaceAll('-', ' ')}`;
  if (kind === 'emails') return `${slug}@redacted.invalid`;
  return kind === 'phones' ? `${slug}-phone` : `${slug}-id`;
}
