import type { RateLimit } from '../contract/index.js';
import { judgeAddress } from './addresses.js';
import { addressRules, bearer, type Meter, type Token, type Upstream } from './client.js';
import { Refusal, remedyFor, Transient } from './refusal.js';
import type { Incoming } from './send.js';

/** Redirects that are followed. */
const mostHops = 5;

/** A file to be fetched, as far as the walk to it goes. */
export interface Walk {
  url: string;
  /** Template for metrics; never the address. */
  endpoint: string;
  /** The label the first hop counts under. */
  rateLimit?: RateLimit;
  headers: Record<string, string>;
  meter: Meter;
  signal?: AbortSignal;
}

/**
 * Walks redirects by hand to the answer at their end. Every hop is judged anew: the token goes only to the
 * vendor's own origins, everything else must be public https or named by the operator.
 */
export async function walkToFile(upstream: Upstream, token: Token, walk: Walk): Promise<Incoming> {
  let url = parseUrl(walk.url);
  for (let hop = 0; hop <= mostHops; hop += 1) {
    const answer = await sendHop(upstream, token, walk, url, hop === 0);
    if (![301, 302, 303, 307, 308].includes(answer.status)) return answer;
    answer.body.destroy();
    const { location } = answer.headers;
    if (location === undefined) throw new Transient('file_broken', 'a redirect without an address');
    url = parseUrl(location, url);
  }
  throw new Transient('file_broken', 'too many redirects');
}

function sendHop(
  upstream: Upstream,
  token: Token,
  walk: Walk,
  url: URL,
  isFirst: boolean,
): Promise<Incoming> {
  const kind = judgeAddress(url, addressRules(upstream, token));
  if (kind === 'refused') throw new Refusal('failed', 'address_refused', remedyFor('address_refused'));
  const isVendors = kind === 'api' || kind === 'own';
  const request = {
    url,
    headers: {
      'accept-encoding': 'identity',
      ...walk.headers,
      ...(isVendors && { authorization: bearer(token).authorization }),
    },
    publicOnly: kind === 'own' || kind === 'public',
    raw: true,
    signal: walk.signal,
  };
  const sendCounted = async () => {
    walk.meter.calls += 1;
    const answer = await upstream.send(request);
    upstream.observe?.({ endpoint: walk.endpoint, rateLimit: walk.rateLimit, status: answer.status });
    return answer;
  };
  if (!isFirst) return upstream.send(request);
  return walk.rateLimit ? upstream.pace.run(walk.rateLimit, sendCounted, walk.signal) : sendCounted();
}

function parseUrl(text: string, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch (cause) {
    throw new Refusal('failed', 'address_refused', remedyFor('address_refused'), undefined, { cause });
  }
}
