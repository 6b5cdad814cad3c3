import type { Clock } from '../clock.js';
import type { Connector, ScopeAlternatives } from '../contract/index.js';
import { addDailyCall } from '../storage/daily-counts.js';
import type { Database } from '../storage/database.js';
import type { Upstream } from '../upstream/client.js';
import { createPace } from '../upstream/pace.js';
import { createRetry, defaultRetryPolicy, type RetryPolicy } from '../upstream/retry.js';
import { createSend, defaultTimeouts, type Timeouts } from '../upstream/send.js';
import type { Connection } from './connection.js';
import { createTokens } from './tokens.js';

/** A connection that can be called: one pace, one token, one client for all its requests. */
export interface OpenConnection {
  connection: Connection;
  connector: Connector;
  upstream: Upstream;
  close(): void;
}

/** What may differ from the defaults: tests hurry. */
export interface ConnectionTuning {
  retryPolicy?: RetryPolicy;
  timeouts?: Timeouts;
  observe?: Upstream['observe'];
}

/** Makes a connection callable. */
export function openConnection(
  connection: Connection,
  connector: Connector,
  database: Database,
  clock: Clock,
  tuning: ConnectionTuning = {},
): OpenConnection {
  const timeouts = tuning.timeouts ?? defaultTimeouts;
  const send = createSend(timeouts);
  const retry = createRetry(tuning.retryPolicy ?? defaultRetryPolicy, clock);
  const pace = createPace({
    limits: connector.rateLimits(connection.plan),
    share: connection.rateShare,
    counts: { add: (budget, day) => addDailyCall(database, connection.id, budget, day) },
    clock,
  });
  const tokens = createTokens({ connection, connector, send, retry, timeouts, clock });
  const { mediaHosts } = connection;
  const { observe } = tuning;
  return {
    connection,
    connector,
    upstream: { connector, tokens, pace, retry, send, timeouts, clock, mediaHosts, observe },
    close: () => send.close(),
  };
}

/** Whether a token has one of these scopes; true where the vendor did not say what it granted. */
export function isGranted(granted: readonly string[] | undefined, scopes: ScopeAlternatives): boolean {
  if (!granted) return true;
  return [...scopes.granular, ...scopes.classic].some((scope) => granted.includes(scope));
}
