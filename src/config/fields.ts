import { z } from 'zod';
import { isLoopback } from '../loopback.js';

/** Forms of variables. A refusal never repeats the value. */

/** An address without a slash at the end. */
export const address = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    context.addIssue('must be an address that starts with https://');
  else if (url.protocol === 'http:' && !isLoopback(url.hostname))
    context.addIssue('must use https; plain http is accepted for this machine only (127.0.0.1, localhost)');
  else if (url.username || url.password || url.search || url.hash)
    context.addIssue('must not hold a user, a query or a fragment');
  return text.replace(/\/+$/, '');
});

/** The address of a proxy; a wrong one is named by its variable, never by its value, which may hold a password. */
export const proxyAddress = z.string().transform((text, context) => {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && hasReadableUser(url)) return url.href;
  context.addIssue('must be the address of an HTTP proxy, such as http://proxy.example.com:3128');
  return z.NEVER;
});

function hasReadableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false; // a per cent sign that stands for nothing
  }
}

/** Names separated by spaces or commas. */
export const nameList = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).map((name) => name.toLowerCase()))
  .transform((names) => names.filter((name) => name !== ''));

/** Ids separated by spaces or commas, as the vendor writes them; undefined: none. */
export const idList = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((id) => id !== ''))
  .transform((ids) => (ids.length > 0 ? ids : undefined));

/** Whether a number can be a port. */
export const isPort = (port: number) => port <= 65_535;

const mediaHost = z
  .string()
  .regex(
    /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i,
    'must be host names separated by commas, each with or without a port, without https://',
  )
  .refine((host) => isPort(Number(/:(\d+)$/.exec(host)?.[1] ?? 0)), 'must hold ports of at most 65535');

/** Hosts separated by commas, each with or without a port. */
export const mediaHosts = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
  .transform((hosts) => hosts.filter((host) => host !== ''))
  .pipe(z.array(mediaHost));

/** A text that must be there. */
export const required = (what: string) => z.string(`is missing: ${what}`).min(1, `is missing: ${what}`);

/** A whole number above 0. */
export const positive = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
  .transform(Number);
