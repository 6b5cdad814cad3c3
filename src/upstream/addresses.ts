import { isLoopback } from '../loopback.js';

/** What a URL may be used for: `own` gets the token, `named` and `public` only a request, `refused` nothing. */
export type AddressKind = 'api' | 'own' | 'named' | 'public' | 'refused';

/** What the judgement rests on. */
export interface AddressRules {
  /** Origin of the vendor's API: scheme, host and port. */
  apiOrigin: string;
  /** The vendor's own hosts, with their subdomains, over https. */
  ownHosts: readonly string[];
  /** Hosts the operator named: `host` for any port, `host:port` for that port. */
  mediaHosts: readonly string[];
}

/** Says what a URL may be used for. Whether a `public` host is at a public address is checked on connecting. */
export function judgeAddress(url: URL, rules: AddressRules): AddressKind {
  if (url.username !== '' || url.password !== '') return 'refused';
  const isHttps = url.protocol === 'https:';
  if (!isHttps && !(url.protocol === 'http:' && isLoopback(url.hostname))) return 'refused';
  if (url.origin === rules.apiOrigin) return 'api';
  if (isHttps && url.port === '' && isOwn(url.hostname, rules.ownHosts)) return 'own';
  if (isNamed(url, rules.mediaHosts)) return 'named';
  return isHttps ? 'public' : 'refused';
}

const isOwn = (hostname: string, ownHosts: readonly string[]) =>
  ownHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));

function isNamed(url: URL, mediaHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return mediaHosts.some((name) => name === url.hostname || name === `${url.hostname}:${port}`);
}
