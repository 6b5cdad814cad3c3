import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The target of a call is at an address that is not public. */
export class AddressNotPublic extends Error {
  override readonly name = 'AddressNotPublic';
  readonly code = 'ERR_ADDRESS_NOT_PUBLIC';
}

/** Prefix of addresses that a NAT64 translates: the IPv4 address stands in the last four bytes (RFC 6052). */
export const nat64Prefix = '64:ff9b::/96';

/** Prefixes of a NAT64 of one's own (RFC 8215): where the IPv4 address stands in them, is not known. */
const localNat64 = ipaddr.IPv6.parseCIDR('64:ff9b:1::/48');

/** Whether an address is public. One of a NAT64 is judged by the IPv4 address inside. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.match(localNat64)) return false;
  if (parsed.range() === 'unicast') return true;
  if (parsed.range() !== 'rfc6052') return false;
  return ipaddr.fromByteArray(parsed.toByteArray().slice(12)).range() === 'unicast';
}

/** Refuses a host that is itself an address and not a public one. */
export function refusePrivate(hostname: string): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new AddressNotPublic('The address is not public.');
}

/** Like `dns.lookup`, but a name with any address that is not public is not found. */
export const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const isRefused = !error && addresses.some(({ address }) => !isPublicAddress(address));
    const fault = isRefused ? new AddressNotPublic('The address is not public.') : error;
    const [first] = error ? [] : addresses;
    if (fault || !first) done(fault ?? new AddressNotPublic('The name has no address.'), '', 0);
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
