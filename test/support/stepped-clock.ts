import type { Clock } from '../../src/clock.js';

interface Sleeper {
  untilTick: number;
  wake: () => void;
}

/** A clock that stands still between the steps a test makes; sleepers wake in their order, as timers do. */
export class SteppedClock implements Clock {
  private ticks = 0;
  private sleepers: Sleeper[] = [];

  constructor(private wall: number) {}

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.ticks;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const wake = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { untilTick: this.ticks + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', stop);
    });
  }

  /** Sets the wall clock; sleepers do not notice. */
  set(wall: number): void {
    this.wall = wall;
  }

  /** Lets time pass, with everything that is due on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.ticks + ms;
    for (let next = this.due(end); next; next = this.due(end)) {
      this.step(next.untilTick);
      this.sleepers = this.sleepers.filter((other) => other !== next);
      next.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.step(end);
  }

  private due(end: number): Sleeper | undefined {
    return this.sleepers
      .filter(({ untilTick }) => untilTick <= end)
      .sort((one, other) => one.untilTick - other.untilTick)[0];
  }

  private step(tick: number): void {
    this.wall += Math.max(0, tick - this.ticks);
    this.ticks = Math.max(this.ticks, tick);
  }
}
