import { systemClock, type Clock } from '../../../src/clock.js';

/** A clock that runs like the real one and can be moved on; who sleeps longer than is left wakes at once. */
export class DayClock implements Clock {
  private aheadMs = 0;
  private readonly started = performance.now();
  private readonly sleepers = new Map<() => void, number>();

  constructor(private readonly start: number) {}

  now(): number {
    return Math.floor(this.start + this.monotonic());
  }

  monotonic(): number {
    return performance.now() - this.started + this.aheadMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const short = new AbortController();
    const wake = () => short.abort();
    this.sleepers.set(wake, this.monotonic() + ms);
    const signals = signal ? [signal, short.signal] : [short.signal];
    try {
      await systemClock.sleep(ms, AbortSignal.any(signals));
    } catch (error) {
      if (signal?.aborted || !short.signal.aborted) throw error;
    } finally {
      this.sleepers.delete(wake);
    }
  }

  /** Moves on to a moment; those who wanted to sleep until then or less wake. */
  moveTo(moment: number): void {
    this.aheadMs += Math.max(0, moment - this.now());
    for (const [wake, until] of this.sleepers) if (until <= this.monotonic()) wake();
  }
}
