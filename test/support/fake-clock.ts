import type { Clock } from '../../src/clock.js';

/** A clock that moves only when somebody sleeps or a test moves it. */
export class FakeClock implements Clock {
  /** Every sleep asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  private ticks = 0;

  constructor(
    private wall: number = Date.parse('2026-06-15T12:00:00Z'),
    /** Runs before each sleep, for instance to abort it. */
    private readonly onSleep: (ms: number) => void = () => undefined,
  ) {}

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.ticks;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    this.onSleep(ms);
    signal?.throwIfAborted();
    this.advance(ms);
    await Promise.resolve();
  }

  advance(ms: number): void {
    this.wall += ms;
    this.ticks += ms;
  }
}
