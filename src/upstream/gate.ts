import type { Clock } from '../clock.js';
import { unlessAborted } from './unless-aborted.js';

/** Limits of one gate. */
export interface GateLimits {
  /** Most starts in any span of `windowMs`. */
  most: number;
  windowMs: number;
  /** Shortest time between two starts. */
  spacingMs: number;
}

/**
 * The last check before a call leaves: a sliding log of starts. The limiter outside plans even spacing, but a
 * blocked event loop fires its timers together; this gate still lets no more through than agreed.
 */
export class Gate {
  private readonly starts: number[] = [];
  private heldUntil = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly limits: GateLimits,
    private readonly clock: Clock,
  ) {}

  /** Lets nothing through for a while, because the vendor asked for it. */
  hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.clock.monotonic() + ms);
  }

  /** Resolves, one caller after the other, when a call may leave. */
  pass(signal?: AbortSignal): Promise<void> {
    const passed = this.turn.then(() => this.wait(signal));
    this.turn = passed.catch(() => undefined);
    return unlessAborted(passed, signal);
  }

  private async wait(signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = this.clock.monotonic();
      const waitMs = this.earliest() - now;
      if (waitMs <= 0) {
        this.starts.push(now);
        if (this.starts.length > this.limits.most) this.starts.shift();
        return;
      }
      await this.clock.sleep(Math.ceil(waitMs), signal);
    }
  }

  private earliest(): number {
    const { most, windowMs, spacingMs } = this.limits;
    const oldest = this.starts.length >= most ? this.starts[this.starts.length - most] : undefined;
    const last = this.starts.at(-1);
    return Math.max(
      this.heldUntil,
      oldest === undefined ? 0 : oldest + windowMs,
      last === undefined ? 0 : last + spacingMs,
    );
  }
}
