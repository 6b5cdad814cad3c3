import { toDay, type Clock } from '../clock.js';
import { type Connector, type ScopeAlternatives, operationsOf } from '../contract/index.js';
import type { BudgetStore } from '../storage/budget-store.js';
import type { Upstream } from '../upstream/client.js';
import type { DayOfBudget } from '../upstream/daily-budgets.js';
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
  callsToday: (budgetId: string) => Promise<number>;
  /** Resolves when what was reserved and not used is given back. */
  close(): Promise<void>;
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
  budgets: BudgetStore;
  clock: Clock;
  kept: KeptTokens;
  tuning?: ConnectionTuning;
}

/** Makes a connection callable. */
export function openConnection(
  connection: Connection,
  { connector: declared, budgets, clock, kept, tuning = {} }: OpenNeeds,
): OpenConnection {
  const scopeRemedy = (scopes: ScopeAlternatives) => declared.scopeRemedy(scopes, grantOf(connection));
  const connector: Connector = { ...declared, scopeRemedy };
  const { silenceMs = defaultTimeouts.silenceMs } = tuning;
  const timeouts = tuning.timeouts ?? { ...defaultTimeouts, silenceMs };
  const send = createSend(timeouts, connection.proxy);
  const retry = createRetry(tuning.retryPolicy ?? defaultRetryPolicy, clock);
  const dayOf = ({ id, day }: DayOfBudget) => ({ connectionId: connection.id, budgetId: id, day });
  const pace = createPace({
    limits: connector.rateLimits(connection.plan),
    share: connection.rateShare,
    counts: {
      reserve: (budget, calls, most) => budgets.reserve(dayOf(budget), calls, most),
      giveBack: (budget, calls) => budgets.giveBack(dayOf(budget), calls),
    },
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
    callsToday: async (id) => (await budgets.used(dayOf({ id, day: toDay(clock.now()) }))) - pace.unused(id),
    close: async () => {
      send.close();
      await pace.close();
    },
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
  const isYoung = clock.now() - ((await kept.read())?.issuedAt ?? 0) < youngMs;
  if (isWhole || isYoung || connection.credentials.accountId === undefined) return;
  await tokens.renew(accessToken, signal);
}

/** Whether a token has one of these scopes; true where the vendor did not say what it granted. */
export function isGranted(granted: readonly string[] | undefined, scopes: ScopeAlternatives): boolean {
  if (!granted) return true;
  return [...scopes.granular, ...scopes.classic].some((scope) => granted.includes(scope));
}
