import { toDay, type Clock } from '../clock.js';
import { type Connector, type ScopeAlternatives, operationsOf } from '../contract/index.js';
import { addDailyCall, readDailyCalls } from '../storage/daily-counts.js';
import type { Database } from '../storage/database.js';
import type { Upstream } from '../upstream/client.js';
import { createPace } from '../upstream/pace.js';
import { createRetry, defaultRetryPolicy, type RetryPolicy } from '../upstream/retry.js';
import { createSend, defaultTimeouts, type Timeouts } from '../upstream/send.js';
import { grantOf, type Connection } from './connection.js';
import type { KeptTokens } from './kept-tokens.js';
import { createTokens } from './tokens.js';

/** A connection that can be called: one pace, one token, one client for all its requests. */
export interface OpenConnection {
  connection: Connection;
  connector: Connector;
  upstream: Upstream;
  kept: KeptTokens;
  /** Calls this connection has made today (UTC) of a daily budget. */
  callsToday: (budgetId: string) => number;
  close(): void;
}

/** What may differ from the defaults: tests hurry. */
export interface ConnectionTuning {
  retryPolicy?: RetryPolicy;
  timeouts?: Timeouts;
  /** Longest silence while a body arrives, where `timeouts` says nothing. */
  silenceMs?: number;
  observe?: Upstream['observe'];
}

/** What a connection is opened with. */
export interface OpenNeeds {
  connector: Connector;
  database: Database;
  clock: Clock;
  kept: KeptTokens;
  tuning?: ConnectionTuning;
}

/** Makes a connection callable. */
export function openConnection(
  connection: Connection,
  { connector: declared, database, clock, kept, tuning = {} }: OpenNeeds,
): OpenConnection {
  const scopeRemedy = (scopes: ScopeAlternatives) => declared.scopeRemedy(scopes, grantOf(connection));
  const connector: Connector = { ...declared, scopeRemedy };
  const { silenceMs = defaultTimeouts.silenceMs } = tuning;
  const timeouts = tuning.timeouts ?? { ...defaultTimeouts, silenceMs };
  const send = createSend(timeouts, connection.proxy);
  const retry = createRetry(tuning.retryPolicy ?? defaultRetryPolicy, clock);
  const pace = createPace({
    limits: connector.rateLimits(connection.plan),
    share: connection.rateShare,
    counts: { add: (budget, day) => addDailyCall(database, connection.id, budget, day) },
    clock,
  });
  const tokens = createTokens({ connection, connector, send, retry, timeouts, clock, kept });
  const { mediaHosts } = connection;
  const { observe } = tuning;
  return {
    connection,
    connector,
    upstream: { connector, tokens, pace, retry, send, timeouts, clock, mediaHosts, observe },
    kept,
    callsToday: (budget) => readDailyCalls(database, connection.id, budget, dayOf(clock)),
    close: () => send.close(),
  };
}

/** A token this young has the scopes the app has now. */
const youngMs = 5_000;

/**
 * Scopes that are added to an app are in new tokens only: a cached token of an account that lacks some is replaced
 * before a request is planned with it. Where somebody consented, only a new consent brings further scopes.
 */
export async function refreshScopes(
  { connection, connector, upstream, kept }: OpenConnection,
  signal: AbortSignal,
): Promise<void> {
  const { tokens, clock } = upstream;
  const { accessToken, scopes } = await tokens.current(signal);
  const isWhole = connector.sources.every((source) =>
    operationsOf(source)
      .filter(({ use }) => ['list', 'stand-in', 'lookup'].includes(use))
      .every((operation) => isGranted(scopes, operation.scopes)),
  );
  const isYoung = clock.now() - (kept.read()?.issuedAt ?? 0) < youngMs;
  if (isWhole || isYoung || connection.credentials.accountId === undefined) return;
  await tokens.renew(accessToken, signal);
}

const dayOf = (clock: Clock) => toDay(clock.now());

/** Whether a token has one of these scopes; true where the vendor did not say what it granted. */
export function isGranted(granted: readonly string[] | undefined, scopes: ScopeAlternatives): boolean {
  if (!granted) return true;
  return [...scopes.granular, ...scopes.classic].some((scope) => granted.includes(scope));
}
