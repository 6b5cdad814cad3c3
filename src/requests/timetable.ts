import type { Clock } from '../clock.js';
import { longestTimerMs } from './waiters.js';

/** Calls a function for each request at its moment. */
export class Timetable {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly clock: Clock,
    private readonly call: (id: string) => void,
  ) {}

  /** Notes a request for a moment in milliseconds since 1970, however far away. */
  note(id: string, moment: number): void {
    this.strike(id);
    const waitMs = Math.max(0, moment - this.clock.now());
    const timer = setTimeout(
      () => {
        this.timers.delete(id);
        if (waitMs > longestTimerMs) this.note(id, moment);
        else this.call(id);
      },
      Math.min(waitMs, longestTimerMs),
    );
    this.timers.set(id, timer);
  }

  strike(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  strikeAll(): void {
    for (const id of [...this.timers.keys()]) this.strike(id);
  }
}
