import type { Clock } from '../clock.js';
import type { Ask, Connector, FailureRule, RateLimit, VendorRecord } from '../contract/index.js';
import type { AddressRules } from './addresses.js';
import { interpret, type Meaning } from './interpret.js';
import type { Pace, Turn } from './pace.js';
import { readText } from './read-body.js';
import {
  Exhausted,
  PageTokenExpired,
  PauseUntil,
  Refusal,
  remedyFor,
  Transient,
  WindowRefused,
} from './refusal.js';
import type { Retry } from './retry.js';
import { readRetryAfter } from './retry-after.js';
import type { Incoming, Send, Timeouts } from './send.js';
import { remedyFor as remedyForStranger } from './stranger.js';
import { buildUrl } from './url.js';
import { pauseEnd } from './pause-end.js';

/** An access token and what came with it. */
export interface Token {
  accessToken: string;
  scopes?: readonly string[];
  /** Base address of the API for this token, without a slash at the end. */
  apiUrl: string;
}

/** Where tokens come from: one for many calls, a fresh one when the vendor rejected it. */
export interface Tokens {
  current(signal?: AbortSignal): Promise<Token>;
  /** From here on the rejected token is no longer given out. */
  renew(rejected: string, signal?: AbortSignal): Promise<Token>;
  /** The token that may be sent now; undefined while there is none. */
  latest(): Token | undefined;
}

/** What every call of one connection goes through. */
export interface Upstream {
  connector: Connector;
  tokens: Tokens;
  pace: Pace;
  retry: Retry;
  send: Send;
  timeouts: Timeouts;
  clock: Clock;
  mediaHosts: readonly string[];
  /**
   * What becomes of a call to which nobody answers any more: an `Outage` where the whole vendor is out of reach, the
   * error itself where only this operation is. Absent: the error itself.
   */
  judgeExhausted?(error: Exhausted, call: { endpoint: string; signal?: AbortSignal }): Promise<Error>;
  /** Told about every call that left, by its template; never about its values. */
  observe?(call: ObservedCall): void;
}

/** A call that was answered. */
export interface ObservedCall {
  /** Template of the operation. */
  endpoint: string;
  rateLimit?: RateLimit;
  /** HTTP status of the answer. */
  status: number;
  /** The access request it was made for. */
  requestId?: string;
}

/** Counts the calls made on behalf of a step. */
export interface Meter {
  calls: number;
  /** The access request the step belongs to. */
  requestId?: string;
}

/** One call, with who pays for it and how its failures are read. */
export interface Call extends Ask {
  meter: Meter;
  signal?: AbortSignal;
  /** 0 to 9, smaller goes first; 5 when absent. */
  priority?: number;
  failures?: readonly FailureRule[];
}

/**
 * `retry(authorize(pace(send)))`: every attempt takes its own turn, also the one with a fresh token.
 * Resolves with the body, or undefined when the vendor says that there is nothing. Throws Refusal,
 * PauseUntil, WindowRefused or PageTokenExpired.
 */
export async function ask(upstream: Upstream, call: Call): Promise<VendorRecord | undefined> {
  const tokens = new RejectedToken(upstream.tokens);
  try {
    return await upstream.retry(() => authorized(upstream, call, tokens), call.signal);
  } catch (error) {
    throw await orOutage(upstream, call, error);
  }
}

/** What a call ends with: an outage, where nobody answers for anything else either. */
export async function orOutage(
  upstream: Upstream,
  call: Pick<Call, 'endpoint' | 'signal'>,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof Exhausted) || !error.isOutage) return error;
  return (await upstream.judgeExhausted?.(error, call)) ?? error;
}

/** The token a call was rejected with last. It is replaced only when the call is made again. */
class RejectedToken {
  private rejected: string | undefined;

  constructor(private readonly tokens: Tokens) {}

  note({ accessToken }: Token): void {
    this.rejected = accessToken;
  }

  async replace(signal?: AbortSignal): Promise<void> {
    const { rejected } = this;
    this.rejected = undefined;
    if (rejected !== undefined) await this.tokens.renew(rejected, signal);
  }
}

/**
 * A rejected token is replaced at once. The next one can be dead as well, because another program with the same app
 * takes tokens of its own: that is waited out.
 */
async function authorized(
  upstream: Upstream,
  call: Call,
  tokens: RejectedToken,
): Promise<VendorRecord | undefined> {
  await tokens.replace(call.signal);
  const first = await paced(upstream, call);
  if (!isRejected(first.meaning)) return conclude(upstream, call.rateLimit, first.meaning);
  tokens.note(first.token);
  await tokens.replace(call.signal);
  const second = await paced(upstream, call);
  if (!isRejected(second.meaning)) return conclude(upstream, call.rateLimit, second.meaning);
  tokens.note(second.token);
  throw new Transient('credentials_refused', 'a fresh token was rejected');
}

const isRejected = (meaning: Meaning) => 'judgement' in meaning && meaning.judgement.do === 'renew-token';

function paced(upstream: Upstream, call: Call): Promise<{ meaning: Meaning; token: Token }> {
  return withToken(upstream, call.rateLimit, call, async (token) => {
    const url = buildUrl(upstream.connector.conventions, token.apiUrl, call);
    call.meter.calls += 1;
    const answer = await upstream.send({ url, headers: bearer(token), signal: call.signal });
    const { endpoint, rateLimit, meter } = call;
    upstream.observe?.({ endpoint, rateLimit, status: answer.status, requestId: meter.requestId });
    const text = await readText(answer.body, upstream.timeouts.silenceMs);
    const asked = { ...call, granted: token.scopes };
    return { meaning: interpret(upstream.connector, asked, answer, text), token };
  });
}

/**
 * Makes a call in its turn with the token of that moment. A token that was rejected while the call waited is
 * not sent again, and nothing waits for a token inside its turn, where calls would gather and leave at once.
 */
export async function withToken<T>(
  { tokens, pace }: Upstream,
  limit: RateLimit | undefined,
  turn: Turn,
  call: (token: Token) => Promise<T>,
): Promise<T> {
  for (;;) {
    await tokens.current(turn.signal);
    const result = await inTurn(pace, limit, turn, async () => {
      const token = tokens.latest();
      return token && { value: await call(token) };
    });
    if (result) return result.value;
  }
}

const inTurn = <T>(pace: Pace, limit: RateLimit | undefined, turn: Turn, call: () => Promise<T>) =>
  limit ? pace.run(limit, call, turn) : call();

/** The headers of an authorized request. */
export const bearer = ({ accessToken }: Token) => ({
  authorization: `Bearer ${accessToken}`,
  accept: 'application/json',
});

/** Where the token may go and what may be fetched, for the API address of a token. */
export function addressRules({ connector, mediaHosts }: Upstream, { apiUrl }: Token): AddressRules {
  return { apiOrigin: new URL(apiUrl).origin, ownHosts: connector.ownHosts, mediaHosts };
}

/** Turns what an answer means into a body or the error the engine acts on. */
export function conclude(
  { pace, clock }: Pick<Upstream, 'pace' | 'clock'>,
  rateLimit: RateLimit | undefined,
  meaning: Meaning,
): VendorRecord | undefined {
  if ('body' in meaning) return meaning.body;
  const { judgement, code, headers, stranger } = meaning;
  switch (judgement.do) {
    case 'accept-as-empty':
    case 'accept-without-file':
      return undefined;
    case 'retry': {
      const waitMs = waitOf(headers, clock);
      if (!stranger) throw new Transient(judgement.reason, 'the vendor asks to try again', waitMs);
      const remedy = remedyForStranger(stranger);
      throw new Transient(judgement.reason, 'somebody else answers', waitMs, false, remedy);
    }
    case 'wait':
      throw waiting(waitOf(headers, clock), rateLimit, pace, clock);
    case 'pause':
      throw paused(pauseEnd(headers['retry-after'], clock.now(), headers.date), rateLimit, pace);
    case 'restart-window':
      throw new PageTokenExpired();
    case 'split-window':
      throw new WindowRefused();
    case 'renew-token':
      throw new Refusal('failed', 'credentials_refused', remedyFor('credentials_refused'), code);
    case 'stop':
      throw new Refusal(judgement.outcome, judgement.reason, judgement.remedy, code);
  }
}

/** A call waits no longer than this for a rate limit; a longer wish is no per-second limit, whatever it says. */
const longestSecondLimitMs = 10 * 60_000;

function waiting(waitMs: number | undefined, limit: RateLimit | undefined, pace: Pace, clock: Clock): Error {
  if (waitMs !== undefined && waitMs > longestSecondLimitMs) return paused(clock.now() + waitMs, limit, pace);
  // "At once" is no answer to "too often".
  const ms = waitMs || 1_000 + 1_000 * Math.random();
  if (limit) pace.hold(limit, ms);
  return new Transient('rate_limited', 'the vendor asks to wait', ms, true);
}

function paused(until: number, limit: RateLimit | undefined, pace: Pace): PauseUntil {
  return new PauseUntil(pace.closeUntil(limit, until));
}

const waitOf = (headers: Incoming['headers'], clock: Clock) =>
  readRetryAfter(headers['retry-after'], clock.now(), headers.date);
