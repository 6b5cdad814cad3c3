import { AppError } from '../errors.js';
import { isLoopback } from '../loopback.js';

/** Hosts the operator named, each with or without a port: they need be neither public nor at port 443. */
export type NamedHosts = readonly string[];

/** Whether the operator named the host of an address. */
export const isNamed = ({ hostname, port, protocol }: URL, named: NamedHosts) =>
  named.some(
    (name) => name === hostname || name === `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`,
  );

/**
 * Refuses an address that no callback goes to. Whether its host is at a public address is checked with every call, where it
 * is connected to. Throws AppError.
 */
export function readCallbackUrl(text: string, named: NamedHosts, pointer: string): URL {
  const wrong = (detail: string) =>
    new AppError('invalid_request', `Please correct: ${pointer} ${detail}.`, {
      fields: [{ pointer, detail }],
    });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw wrong('must be an address such as https://hooks.example.com/dsar');
  const isListed = isNamed(url, named);
  const isHere = url.protocol === 'http:' && isLoopback(url.hostname) && isListed;
  if (url.protocol !== 'https:' && !isHere) throw wrong('must start with https://');
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw wrong('must not hold a user, a password or a fragment');
  if (url.protocol === 'https:' && url.port !== '' && !isListed)
    throw wrong('must be at port 443; another one only at hosts that DSAR_CALLBACK_HOSTS names');
  return url;
}

/** Whether an address lies at or below another one: same origin, and its path begins with whole parts of the other's. */
export function liesBelow(text: string, base: string): boolean {
  const [url, from] = [new URL(text), new URL(base)];
  // Encoded dots and slashes mean to some servers what they are not here.
  if (url.origin !== from.origin || /%2e|%2f|%5c/i.test(url.pathname)) return false;
  const folder = from.pathname.replace(/\/+$/, '');
  return url.pathname === folder || url.pathname.startsWith(`${folder}/`);
}
