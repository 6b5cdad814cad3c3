import { zoom } from '../../connectors/zoom/index.js';
import type { Clock } from '../../src/clock.js';
import { systemClock } from '../../src/clock.js';
import type { Call, Token, Tokens, Upstream } from '../../src/upstream/client.js';
import type { Pace } from '../../src/upstream/pace.js';
import { createRetry, type RetryPolicy } from '../../src/upstream/retry.js';
import { createSend, type Timeouts } from '../../src/upstream/send.js';

/** The shape of the real policy, so fast that a test can wait for its end. */
export const fastRetry: RetryPolicy = {
  attempts: 8,
  atLeastMs: 20,
  firstDelayMs: 1,
  longestDelayMs: 8,
  longestWaitMs: 2_000,
  random: Math.random,
};

/** Timeouts that a stalled test server runs into at once. */
export const fastTimeouts: Timeouts = { connectMs: 1_000, firstByteMs: 250, silenceMs: 120 };

/** Tokens `token-1`, `token-2`, … : a renewal gives the next one. */
export class NumberedTokens implements Tokens {
  renewals: string[] = [];

  constructor(private readonly apiUrl: string) {}

  current(): Promise<Token> {
    return Promise.resolve(this.token());
  }

  renew(rejected: string): Promise<Token> {
    this.renewals.push(rejected);
    return Promise.resolve(this.token());
  }

  latest(): Token {
    return this.token();
  }

  private token(): Token {
    return { accessToken: `token-${this.renewals.length + 1}`, apiUrl: this.apiUrl };
  }
}

/** A pace that lets everything through and remembers what it was told. */
export class OpenPace implements Pace {
  readonly runs: string[] = [];
  readonly holds: { label: string; ms: number }[] = [];
  readonly closings: { label: string; until: number }[] = [];

  run<T>(limit: { label: string }, call: () => Promise<T>): Promise<T> {
    this.runs.push(limit.label);
    return call();
  }

  hold({ label }: { label: string }, ms: number): void {
    this.holds.push({ label, ms });
  }

  closeUntil(limit: { label: string } | undefined, until: number): number {
    this.closings.push({ label: limit?.label ?? 'unlabelled', until });
    return until;
  }

  unused(): number {
    return 0;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An upstream with the real `send` and `retry`, whose tokens and pace can be looked at. */
export interface UpstreamUnderTest extends Upstream {
  tokens: NumberedTokens;
  pace: OpenPace;
  observed: { endpoint: string; status: number }[];
}

const open: { close(): void }[] = [];

/** An upstream for an API at an address; the end of the test must call `closeUpstreams`. */
export function upstreamFor(
  apiUrl: string,
  options: { mediaHosts?: string[]; clock?: Clock; policy?: RetryPolicy; timeouts?: Timeouts } = {},
): UpstreamUnderTest {
  const clock = options.clock ?? systemClock;
  const timeouts = options.timeouts ?? fastTimeouts;
  const send = createSend(timeouts);
  open.push(send);
  const observed: UpstreamUnderTest['observed'] = [];
  return {
    connector: zoom,
    tokens: new NumberedTokens(apiUrl),
    pace: new OpenPace(),
    retry: createRetry(options.policy ?? fastRetry, clock),
    mediaHosts: options.mediaHosts ?? [],
    observe: ({ endpoint, status }) => observed.push({ endpoint, status }),
    observed,
    ...{ send, timeouts, clock },
  };
}

/** Ends the connections of all upstreams of this test file. */
export function closeUpstreams(): void {
  for (const send of open.splice(0)) send.close();
}

/** A call of the user list, changed where a test needs it. */
export function callOf(changes: Partial<Call> = {}): Call {
  return {
    endpoint: '/users/{subject}/meetings',
    values: { subject: 'u1' },
    scopes: { granular: ['meeting:read:list_meetings:admin'], classic: ['meeting:read:admin'] },
    rateLimit: { family: 'main', label: 'medium' },
    meter: { calls: 0 },
    ...changes,
  };
}

/** The error a promise rejects with; fails the test when it does not. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The promise was expected to reject.');
}
