import { isLoopback } from '../loopback.js';

/** The path of the console as browsers see it, below what a proxy puts before it. */
export const baseOf = (publicUrl: string) => `${new URL(publicUrl).pathname.replace(/\/+$/, '')}/console`;

/** Whether a cookie may travel to this address: encrypted, or within one machine. */
export function isSafePlace(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || isLoopback(hostname);
}
