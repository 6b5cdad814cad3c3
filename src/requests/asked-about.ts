import {
  canAsk,
  isOfEverybody,
  type Connector,
  type ScopeAlternatives,
  type Subject,
  type SubjectLookup,
} from '../contract/index.js';

/** Nobody was found, and everything that could name the person was read to its end. */
export const isProvenAbsent = ({ end, notSearched }: SubjectLookup): boolean =>
  end !== 'found' && notSearched.length === 0;

/**
 * Whom a request is about: the user that was found, or whoever had the address. Somebody who left, or has another address
 * now, is still named in lists about everybody.
 */
export function askedAbout(lookup: SubjectLookup, email: string): Subject | undefined {
  if (lookup.end === 'found') return lookup.subject;
  return isProvenAbsent(lookup) ? { email, addresses: lookup.spellings ?? [email], record: {} } : undefined;
}

/** Of the wanted sources those that can be asked without a user; where nobody named any, those that are granted. */
export function withoutUser(
  { sources }: Connector,
  wanted: readonly string[] | undefined,
  grants: (scopes: ScopeAlternatives) => boolean,
): string[] {
  const able = sources.filter(isOfEverybody);
  const asked = wanted
    ? able.filter(({ id }) => wanted.includes(id))
    : able.filter((source) => canAsk(source, grants));
  return asked.map(({ id }) => id);
}
