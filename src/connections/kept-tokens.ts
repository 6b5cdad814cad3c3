import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { RefreshLease } from '../storage/connection-store.js';
import type { Store, Transaction } from '../storage/store.js';
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
  read(): Promise<TokenPair | undefined>;
  /** It is on the disk when this resolves. */
  keep(pair: TokenPair | undefined): Promise<void>;
  /** Takes the sole right to ask for a fresh pair; undefined while another process has it. */
  lease(): Promise<{ end(): Promise<void> } | undefined>;
  /** The vendor takes the tokens no more: only a new consent helps. */
  markReconnectNeeded(): Promise<void>;
}

/**
 * A holder who has given no sign of life for so long is dead. Everybody counts it on a clock of their own that is never
 * set, because a moment on the wall clock would be wrong for who reads it after the clock was set.
 */
const leaseMs = 30_000;

/** Tokens in the database, sealed. */
export function keptTokens(
  connectionId: string,
  { store, vault, clock }: { store: Store; vault: Vault; clock: Clock },
): KeptTokens {
  const { connections } = store;
  const holder = randomUUID();
  const place = { table: 'connections', column: 'tokens', row: connectionId };
  let seen: (RefreshLease & { since: number }) | undefined;
  let signs = 0;
  /** The lease of somebody else, once it has lain there long enough without a sign of life. */
  const deadLease = async () => {
    const lease = await connections.leaseOf(connectionId);
    const isSame = lease && seen && lease.holder === seen.holder && lease.sign === seen.sign;
    if (!isSame) seen = lease && { ...lease, since: clock.monotonic() };
    return seen && clock.monotonic() - seen.since >= leaseMs ? seen : undefined;
  };
  const extend = async () => connections.lease(connectionId, holder, (signs += 1), await deadLease());
  return {
    read: async () => {
      const sealed = await connections.tokens(connectionId);
      const key = (await connections.find(connectionId))?.dataKey;
      if (sealed === undefined || key === undefined) return undefined;
      return JSON.parse(vault.open(connectionId, key, place, sealed)) as TokenPair;
    },
    keep: (pair) =>
      store.transaction(async (tx) => {
        const key = (await tx.connections.find(connectionId))?.dataKey;
        if (key === undefined) return; // the connection was removed meanwhile
        const sealed = pair && vault.seal(connectionId, key, place, JSON.stringify(pair));
        await tx.connections.saveTokens(connectionId, sealed);
        if (pair) await tx.connections.change(connectionId, { status: 'connected' }, clock.now());
      }),
    lease: async () => {
      if (!(await extend())) return undefined;
      // In the order of the writes: a sign of life never comes after the end.
      const showLife = () => connections.lease(connectionId, holder, (signs += 1));
      const timer = setInterval(() => void showLife().catch(() => undefined), leaseMs / 3);
      timer.unref();
      return {
        end: async () => {
          clearInterval(timer);
          await connections.release(connectionId, holder);
        },
      };
    },
    markReconnectNeeded: () => store.transaction((tx) => forgetTokens(tx, connectionId, clock.now())),
  };
}

/** Forgets the tokens of a connection, which then has to be connected again. */
export async function forgetTokens(tx: Transaction, connectionId: string, now: number): Promise<void> {
  await tx.connections.saveTokens(connectionId, undefined);
  const before = await tx.connections.find(connectionId);
  await tx.connections.change(connectionId, { status: 'reconnect_needed' }, now);
  if (before?.status === 'reconnect_needed') return;
  await tx.events.append({
    ...{ at: now, subject: 'connection', id: connectionId, connectionId, status: 'reconnect_needed' },
  });
}
