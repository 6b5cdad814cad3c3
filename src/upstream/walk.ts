import type { RateLimit } from '../contract/index.js';
import { isLoopback } from '../loopback.js';
import { judgeAddress } from './addresses.js';
import { addressRules, bearer, withToken, type Meter, type Token, type Upstream } from './client.js';
import { Refusal, remedyFor, Transient } from './refusal.js';
import type { Incoming } from './send.js';
import { StrangeAnswer } from './stranger.js';

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

/** The answer at the end of a walk, and the token its first hop was sent with. */
export interface WalkEnd {
  answer: Incoming;
  token: Token;
  /** Whether the last hop was the vendor's own, so that its answer is about the token. */
  isVendors: boolean;
  /** Who gave the answer. */
  host: string;
}

/**
 * Walks redirects by hand to the answer at their end. Every hop is judged anew: the token goes only to the
 * vendor's own origins, everything else must be public https or named by the operator.
 */
export async function walkToFile(upstream: Upstream, walk: Walk): Promise<WalkEnd> {
  let url = parseUrl(walk.url);
  const { token, answer: first } = await withToken(upstream, walk.rateLimit, walk, async (current) => {
    walk.meter.calls += 1;
    const hop = await sendHop(upstream, current, walk, url);
    const { status } = hop.answer;
    const { endpoint, rateLimit, meter } = walk;
    upstream.observe?.({ endpoint, rateLimit, status, requestId: meter.requestId });
    return { answer: hop, token: current };
  });
  let { answer, isVendors } = first;
  for (let hop = 1; isRedirect(answer); hop += 1) {
    answer.body.destroy();
    const { location } = answer.headers;
    if (location === undefined) throw new Transient('file_broken', 'a redirect without an address');
    if (hop > mostHops) throw new Transient('file_broken', 'too many redirects');
    const from = { host: url.host, status: answer.status };
    url = parseUrl(location, url);
    const next = await upstream.tokens.current(walk.signal);
    if (judgeAddress(url, addressRules(upstream, next)) === 'refused' && isPortal(url))
      throw new StrangeAnswer({
        ...{ host: from.host, status: from.status },
        what: 'a redirect to an address without https',
      });
    ({ answer, isVendors } = await sendHop(upstream, next, walk, url));
  }
  return { answer, token, isVendors, host: url.host };
}

/** The portal of a network leads to a host of its own, without https; this machine and its metadata are none. */
const isPortal = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && !isLoopback(hostname) && !/^(127|169\.254)\./.test(hostname);

const isRedirect = ({ status }: Incoming) => [301, 302, 303, 307, 308].includes(status);

type Hop = Pick<WalkEnd, 'answer' | 'isVendors'>;

async function sendHop(upstream: Upstream, token: Token, walk: Walk, url: URL): Promise<Hop> {
  const kind = judgeAddress(url, addressRules(upstream, token));
  if (kind === 'refused') throw new Refusal('failed', 'address_refused', remedyFor('address_refused'));
  const isVendors = kind === 'api' || kind === 'own';
  const answer = await upstream.send({
    url,
    headers: {
      'accept-encoding': 'identity',
      ...walk.headers,
      ...(isVendors && { authorization: bearer(token).authorization }),
    },
    publicOnly: kind === 'own' || kind === 'public',
    raw: true,
    signal: walk.signal,
  });
  return { answer, isVendors };
}

function parseUrl(text: string, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch (cause) {
    throw new Refusal('failed', 'address_refused', remedyFor('address_refused'), undefined, { cause });
  }
}
