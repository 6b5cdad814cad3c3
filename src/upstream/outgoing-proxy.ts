import { isIP } from 'node:net';
import { isLoopback } from '../loopback.js';

/** How calls leave a network where only a proxy leads out. */
export interface ProxySettings {
  /** `http://` or `https://`, with user and password where it wants them. */
  url: string;
  /** Hosts that are reached without it: `host`, `.suffix` or `*.suffix`, each with or without a port; `*` is all. */
  exceptions: readonly string[];
  /**
   * Suffixes of hosts that serve files and whose names only the proxy can resolve: asked for by name. All other file
   * hosts are looked up and judged here, and the proxy is asked for the address.
   */
  trustedNames: readonly string[];
}

/** The proxy that leads to a target; undefined: it is reached directly. This machine never needs one. */
export function proxyFor(target: URL, settings: ProxySettings | undefined): URL | undefined {
  const isDirect = !settings || target.protocol !== 'https:' || isLoopback(target.hostname);
  if (isDirect || settings.exceptions.some((exception) => covers(exception, target))) return undefined;
  return new URL(settings.url);
}

/** Whether a host stands in a list of suffixes; addresses never do. */
export const isTrustedName = (host: string, { trustedNames }: ProxySettings): boolean =>
  isIP(host) === 0 && trustedNames.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));

/** `example.com` is that host alone; `.example.com` and `*.example.com` are the hosts below it, without itself. */
function covers(exception: string, { hostname, port }: URL): boolean {
  if (exception === '*') return true;
  const parts = /^(\[[^\]]+\]|[^:]+|[0-9a-f:]+)(?::(\d+))?$/i.exec(exception.toLowerCase());
  if (!parts) return false;
  const [, named = '', namedPort] = parts;
  if (namedPort !== undefined && namedPort !== (port || '443')) return false;
  const host = bare(hostname);
  const name = bare(named);
  return /^\*?\./.test(name) ? host.endsWith(name.replace(/^\*/, '')) : host === name;
}

/** A host without brackets and without the dot that may stand at the end of a name. */
const bare = (host: string) =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
