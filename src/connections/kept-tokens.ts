import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { ConnectionStore } from '../storage/connection-store.js';
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

/** A process that dies holds the right no longer than this. */
const leaseMs = 30_000;

/** Tokens in the database, sealed. */
export function keptTokens(
  connectionId: string,
  { store, vault, clock }: { store: ConnectionStore; vault: Vault; clock: Clock },
): KeptTokens {
  const holder = randomUUID();
  const place = { table: 'connections', column: 'tokens', row: connectionId };
  const keyOf = () => store.find(connectionId)?.dataKey;
  const extend = () => store.lease(connectionId, holder, clock.now(), clock.now() + leaseMs);
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
