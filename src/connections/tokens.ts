import type { Connector, GrantedToken } from '../contract/index.js';
import { judgeAddress } from '../upstream/addresses.js';
import type { Token, Tokens } from '../upstream/client.js';
import { Exhausted, ReconnectNeeded } from '../upstream/refusal.js';
import type { Retry } from '../upstream/retry.js';
import { unlessAborted } from '../upstream/unless-aborted.js';
import { credentialsOf, type Connection } from './connection.js';
import type { KeptTokens, TokenPair } from './kept-tokens.js';
import { requestToken, TokenRefused, type EndpointNeeds } from './token-endpoint.js';

/** What tokens are fetched with. */
export interface TokenNeeds extends EndpointNeeds {
  retry: Retry;
  kept: KeptTokens;
}

/** A token is renewed this long before it expires, or a tenth of its life where that is shorter. */
const marginMs = 60_000;
/** How often a process looks whether another one has fetched the tokens it waits for. */
const lookEveryMs = 100;

/**
 * The tokens of one connection: cached until shortly before they expire, fetched once however many calls and
 * processes wait. Rejects with a Refusal when the vendor does not accept the credentials, and with
 * ReconnectNeeded when only a new consent helps.
 */
export function createTokens(needs: TokenNeeds): Tokens {
  const { kept, clock, connection, connector } = needs;
  let cached: (TokenPair & { until: number }) | undefined;
  let rejected: string | undefined;
  let pending: Promise<Token> | undefined;

  /** What a process has in hand lives by the monotonic clock; only what another one kept is judged by its date. */
  const hold = (pair: TokenPair) => {
    const leftMs = Math.min(pair.usableUntil - clock.now(), pair.usableUntil - pair.issuedAt);
    return { ...pair, until: clock.monotonic() + leftMs };
  };
  const isUsable = (pair: TokenPair | undefined): pair is TokenPair =>
    pair !== undefined && pair.accessToken !== rejected && clock.now() < pair.usableUntil;
  const isFresh = () => cached !== undefined && clock.monotonic() < cached.until;
  const toToken = ({ accessToken, scopes, apiUrl }: TokenPair): Token => ({
    ...{ accessToken, scopes },
    apiUrl: apiUrlOf(connection, connector, apiUrl),
  });
  const readKept = async () => {
    const pair = await kept.read();
    return pair?.issuer === connection.oauthUrl ? pair : undefined;
  };
  const latest = () => (cached && cached.accessToken !== rejected && isFresh() ? toToken(cached) : undefined);
  const fetchOnce = () => {
    pending ??= fetchOrFind()
      .then((pair) => toToken((cached = hold(pair))))
      .finally(() => (pending = undefined));
    return pending;
  };

  /** A pair another process kept counts as well; only who has the lease asks the vendor. */
  const fetchOrFind = async (): Promise<TokenPair> => {
    for (;;) {
      const found = await readKept();
      if (isUsable(found)) return found;
      const lease = await kept.lease();
      if (lease)
        try {
          const latestKept = await readKept();
          return isUsable(latestKept) ? latestKept : await fetch(latestKept);
        } finally {
          await lease.end();
        }
      await clock.sleep(lookEveryMs);
    }
  };

  const fetch = async (old: TokenPair | undefined): Promise<TokenPair> => {
    const { accountId } = await credentialsOf(connection);
    const isAccount = accountId !== undefined;
    if (!isAccount && old?.refreshToken === undefined) throw new ReconnectNeeded();
    const form = isAccount
      ? connector.authorization.accountGrant(accountId)
      : { grant_type: 'refresh_token', refresh_token: old?.refreshToken ?? '' };
    try {
      const granted = await needs.retry(() => requestToken(needs, form));
      const pair = toPair(needs, granted, old);
      // The vendor takes the refresh token before this one no more: the new pair is on the disk before anybody has it.
      await kept.keep(pair);
      return pair;
    } catch (error) {
      if (error instanceof Exhausted) throw new Exhausted(error.reason, error.remedy, true);
      if (isAccount || !(error instanceof TokenRefused) || error.why !== 'used_up') throw error;
      // Somebody may have consented anew, or another process refreshed, while this one asked.
      const now = await readKept();
      if (now && now.refreshToken !== old?.refreshToken) return isUsable(now) ? now : fetch(now);
      await kept.markReconnectNeeded();
      throw new ReconnectNeeded();
    }
  };

  return {
    latest,
    current: async (signal) => latest() ?? unlessAborted(fetchOnce(), signal),
    renew: async (token, signal) => {
      if (cached === undefined || cached.accessToken === token) rejected = token;
      return latest() ?? unlessAborted(fetchOnce(), signal);
    },
  };
}

/** Tokens as they are kept, from what the vendor granted. */
export function toPair(
  { connection, clock }: Pick<EndpointNeeds, 'connection' | 'clock'>,
  granted: GrantedToken,
  old?: TokenPair,
): TokenPair {
  const lifetimeMs = granted.lifetimeSeconds * 1_000;
  return {
    accessToken: granted.accessToken,
    refreshToken: granted.refreshToken ?? old?.refreshToken,
    scopes: granted.scopes,
    apiUrl: granted.apiUrl,
    issuer: connection.oauthUrl,
    issuedAt: clock.now(),
    usableUntil: clock.now() + lifetimeMs - Math.min(marginMs, lifetimeMs / 10),
  };
}

/** The address a token answer names is used only where it is the vendor's own, and never against the operator's. */
function apiUrlOf(connection: Connection, connector: Connector, named: string | undefined): string {
  if (connection.isApiUrlExplicit || named === undefined || !URL.canParse(named)) return connection.apiUrl;
  const url = new URL(named);
  const rules = {
    apiOrigin: new URL(connection.apiUrl).origin,
    ownHosts: connector.ownHosts,
    mediaHosts: [],
  };
  return ['api', 'own'].includes(judgeAddress(url, rules))
    ? `${url.origin}${connector.apiPath}`
    : connection.apiUrl;
}
