import type { Clock } from '../clock.js';
import type { Connector, GrantedToken, VendorRecord } from '../contract/index.js';
import { parseJson } from '../json.js';
import { judgeAddress } from '../upstream/addresses.js';
import type { Token, Tokens } from '../upstream/client.js';
import { readText } from '../upstream/read-body.js';
import { Refusal, Transient } from '../upstream/refusal.js';
import type { Retry } from '../upstream/retry.js';
import { readRetryAfter } from '../upstream/retry-after.js';
import type { Incoming, Send, Timeouts } from '../upstream/send.js';
import { unlessAborted } from '../upstream/unless-aborted.js';
import type { Connection } from './connection.js';

/** What tokens are fetched with. */
export interface TokenNeeds {
  connection: Connection;
  connector: Connector;
  send: Send;
  retry: Retry;
  timeouts: Timeouts;
  clock: Clock;
}

/** A token is renewed this long before it expires, or a tenth of its life where that is shorter. */
const marginMs = 60_000;

/**
 * The tokens of one connection: cached until shortly before they expire, fetched once however many calls
 * wait. Rejects with a Refusal when the vendor does not accept the credentials.
 */
export function createTokens(needs: TokenNeeds): Tokens {
  let cached: { token: Token; usableUntil: number } | undefined;
  let pending: Promise<Token> | undefined;

  const latest = () => (cached && needs.clock.now() < cached.usableUntil ? cached.token : undefined);
  const fetchOnce = () => {
    pending ??= needs
      .retry(() => requestToken(needs))
      .then((granted) => {
        const lifetimeMs = granted.lifetimeSeconds * 1_000;
        const token = toToken(needs, granted);
        const usableUntil = needs.clock.now() + lifetimeMs - Math.min(marginMs, lifetimeMs / 10);
        cached = { token, usableUntil };
        return token;
      })
      .finally(() => (pending = undefined));
    return pending;
  };

  return {
    latest,
    current: async (signal) => latest() ?? unlessAborted(fetchOnce(), signal),
    renew: async (rejected, signal) => {
      if (cached?.token.accessToken === rejected) cached = undefined;
      return latest() ?? unlessAborted(fetchOnce(), signal);
    },
  };
}

async function requestToken(needs: TokenNeeds): Promise<GrantedToken> {
  const { connection, connector, send, timeouts, clock } = needs;
  const { accountId, clientId, clientSecret } = connection.credentials;
  const answer = await send({
    url: new URL(`${connection.oauthUrl}/token`),
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      accept: 'application/json',
    },
    form: connector.authorization.accountGrant(accountId),
  });
  const body = parseBody(await readText(answer.body, timeouts.silenceMs, 1024 * 1024));
  if (answer.status === 200) {
    const granted = body && connector.authorization.readToken(body);
    if (!granted) throw new Transient('broken_answer', 'the token answer is unreadable');
    return granted;
  }
  throw toFailure(connector, answer, body ?? {}, clock);
}

function toFailure(
  connector: Connector,
  { status, headers }: Incoming,
  body: VendorRecord,
  clock: Clock,
): Error {
  const waitMs = readRetryAfter(headers['retry-after'], clock.now());
  if (status === 429) return new Transient('rate_limited', 'the vendor asks to wait', waitMs, true);
  if (status >= 500 || status === 408) return new Transient('vendor_error', `HTTP status ${status}`, waitMs);
  return new Refusal('failed', 'credentials_refused', connector.authorization.remedy(status, body));
}

/** The address a token answer names is used only where it is the vendor's own, and never against the operator's. */
function toToken({ connection, connector }: TokenNeeds, granted: GrantedToken): Token {
  const token = { accessToken: granted.accessToken, scopes: granted.scopes };
  const named = connection.isApiUrlExplicit ? undefined : parseUrl(granted.apiUrl);
  const rules = {
    apiOrigin: new URL(connection.apiUrl).origin,
    ownHosts: connector.ownHosts,
    mediaHosts: [],
  };
  if (!named || !['api', 'own'].includes(judgeAddress(named, rules)))
    return { ...token, apiUrl: connection.apiUrl };
  return { ...token, apiUrl: `${named.origin}${connector.apiPath}` };
}

function parseUrl(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

function parseBody(text: string): VendorRecord | undefined {
  try {
    const body = parseJson(text);
    return typeof body === 'object' && body !== null ? (body as VendorRecord) : undefined;
  } catch {
    return undefined; // judged by the status
  }
}
