import type { Clock } from '../clock.js';
import { unlessAborted } from './unless-aborted.js';

/** Limits of one gate. */
export interface GateLimits {
  /** Most starts in any span of `windowMs`. */
  most: number;
  windowMs: number;
  /** Shortest time between two starts. */
  spacingMs: number;
  /** Even spacing that is planned: a start that came late does not delay those after it. */
  plannedMs?: number;
}

/**
 * The last check before a call leaves: evenly spaced starts and a sliding log of them, so that a blocked event loop
 * lets no more through than agreed. It counts on the monotonic clock: a wall clock that is set stops no call.
 */
export class Gate {
  private readonly starts: number[] = [];
  private heldUntil = 0;
  /** The moment that was planned for the latest start. */
  private planned = -Infinity;
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
    const slot = Math.max(this.planned + (this.limits.plannedMs ?? 0), this.clock.monotonic());
    for (;;) {
      signal?.throwIfAborted();
      const now = this.clock.monotonic();
      const waitMs = Math.max(slot, this.earliest()) - now;
      if (waitMs <= 0) {
        this.planned = slot;
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
