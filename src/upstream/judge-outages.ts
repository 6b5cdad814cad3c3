import type { Clock } from '../clock.js';
import type { Ask } from '../contract/index.js';
import { ask, type Meter, type Upstream } from './client.js';
import { Exhausted, Outage, PauseUntil, Refusal } from './refusal.js';
import { createRetry } from './retry.js';

/** What the patience of one request rests on. */
export interface Patience {
  /** An operation that answers whenever the vendor does. Absent: nothing goes on without the call that is in vain. */
  probe: Ask | undefined;
  /** From this moment on (milliseconds since 1970) the request waits no longer. */
  until: number;
  meter: Meter;
  signal: AbortSignal;
}

/** A pause after an outage is at least this long. */
export const shortestPauseMs = 60_000;

/** What a probe told counts so long for everybody who asks. */
const freshMs = 10_000;

/**
 * An upstream for one request: where a call is tried in vain, one other operation is asked. If that is answered, only
 * the first one fails, and the request goes on with a gap; if not, the vendor is out of reach, and the request waits.
 * Without another operation it waits in any case.
 */
export function judgeOutages(upstream: Upstream, patience: Patience): Upstream {
  const { clock } = upstream;
  const { probe } = patience;
  const vendor = probe && new Vendor(upstream, { ...patience, probe }, clock);
  const judgeExhausted: Upstream['judgeExhausted'] = async (error, { endpoint }) => {
    if (clock.now() >= patience.until) return error;
    const isReplaceable = !error.isAboutToken && endpoint !== probe?.endpoint;
    const end = isReplaceable ? ((await vendor?.answers()) ?? false) : false;
    if (end instanceof Error) return end;
    return end ? error : new Outage(clock.now() + shortestPauseMs, error.reason, error.remedy);
  };
  return { ...upstream, judgeExhausted };
}

/** Whether the vendor answers anything at all just now. */
class Vendor {
  private asked: { at: number; answer: Promise<boolean | Error> } | undefined;

  constructor(
    private readonly upstream: Upstream,
    private readonly patience: Patience & { probe: Ask },
    private readonly clock: Clock,
  ) {}

  /** An error: a daily limit, which says neither. */
  answers(): Promise<boolean | Error> {
    const now = this.clock.monotonic();
    if (!this.asked || now - this.asked.at > freshMs) this.asked = { at: now, answer: this.probe() };
    return this.asked.answer;
  }

  private async probe(): Promise<boolean | Error> {
    const { probe, meter, signal } = this.patience;
    const once = createRetry({ ...onlyOnce, random: Math.random }, this.clock);
    try {
      await ask({ ...this.upstream, retry: once, judgeExhausted: undefined }, { ...probe, meter, signal });
      return true;
    } catch (error) {
      if (error instanceof Exhausted) return !error.isOutage;
      if (error instanceof Refusal) return true;
      if (error instanceof PauseUntil || signal.aborted) return error as Error;
      return true; // the vendor wants other pages or dates: it answers
    }
  }
}

const onlyOnce = { attempts: 1, atLeastMs: 0, firstDelayMs: 0, longestDelayMs: 0, longestWaitMs: 0 };
