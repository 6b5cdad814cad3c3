import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { ConnectionStore, RefreshLease } from '../storage/connection-store.js';
import type { Vault } from '../storage/vault.js';

/** Tokens as they are kept between calls and processes. */
export interface TokenPair {
  accessToken: string;
  /** Gets the next pair; absent: the credentials do. */
  refreshToken?: string;
  scopes?: readonly string[];
  /** The API address the vendor named with it, as it came. */
  apiUrl?: string;
  /** The OAuth address it came from: it is sent to no other vendor. */
  issuer: string;
  /** Milliseconds since 1970. */
  issuedAt: number;
  /** Milliseconds since 1970; shortly before the token expires. */
  usableUntil: number;
}

/** The tokens of one connection at rest, shared by all processes that use it. */
export interface KeptTokens {
  read(): TokenPair | undefined;
  /** It is on the disk when this returns. */
  keep(pair: TokenPair | undefined): void;
  /** Takes the sole right to ask for a fresh pair; undefined while another process has it. */
  lease(): { end(): void } | undefined;
  /** The vendor takes the tokens no more: only a new consent helps. */
  markReconnectNeeded(): void;
}

/**
 * A holder who has given no sign of life for so long is dead. Everybody counts it on a clock of their own that is never
 * set, because a moment on the wall clock would be wrong for who reads it after the clock was set.
 */
const leaseMs = 30_000;

/** Tokens in the database, sealed. */
export function keptTokens(
  connectionId: string,
  { store, vault, clock }: { store: ConnectionStore; vault: Vault; clock: Clock },
): KeptTokens {
  const holder = randomUUID();
  const place = { table: 'connections', column: 'tokens', row: connectionId };
  const keyOf = () => store.find(connectionId)?.dataKey;
  let seen: (RefreshLease & { since: number }) | undefined;
  let signs = 0;
  /** The lease of somebody else, once it has lain there long enough without a sign of life. */
  const deadLease = () => {
    const lease = store.leaseOf(connectionId);
    const isSame = lease && seen && lease.holder === seen.holder && lease.sign === seen.sign;
    if (!isSame) seen = lease && { ...lease, since: clock.monotonic() };
    return seen && clock.monotonic() - seen.since >= leaseMs ? seen : undefined;
  };
  const extend = () => store.lease(connectionId, holder, (signs += 1), deadLease());
  return {
    read: () => {
      const sealed = store.tokens(connectionId);
      const key = keyOf();
      if (sealed === undefined || key === undefined) return undefined;
      return JSON.parse(vault.open(connectionId, key, place, sealed)) as TokenPair;
    },
    keep: (pair) => {
      const key = keyOf();
      if (key === undefined) return; // the connection was removed meanwhile
      store.saveTokens(connectionId, pair && vault.seal(connectionId, key, place, JSON.stringify(pair)));
      if (pair) store.change(connectionId, { status: 'connected' }, clock.now());
    },
    lease: () => {
      if (!extend()) return undefined;
      const timer = setInterval(extend, leaseMs / 3);
      timer.unref();
      return {
        end: () => {
          clearInterval(timer);
          store.release(connectionId, holder);
        },
      };
    },
    markReconnectNeeded: () => {
      store.saveTokens(connectionId, undefined);
      store.change(connectionId, { status: 'reconnect_needed' }, clock.now());
    },
  };
}
