import type { Clock } from '../clock.js';

/** Timers stand still while a machine sleeps: the clock is asked this often. */
const lookEveryMs = 60_000;

/**
 * Calls a function for each request at its moment. A wait that has lasted as long as it was meant to is over, whatever
 * the wall clock says by then; so is one whose moment has come on the wall clock, because the machine slept.
 */
export class Timetable {
  private readonly waits = new Map<string, AbortController>();

  constructor(
    private readonly clock: Clock,
    private readonly call: (id: string) => void,
  ) {}

  /** Notes a request for a moment in milliseconds since 1970, however far away. */
  note(id: string, moment: number): void {
    this.strike(id);
    const wait = new AbortController();
    this.waits.set(id, wait);
    void this.reach(moment, wait.signal).then((isReached) => {
      if (!isReached) return;
      this.waits.delete(id);
      this.call(id);
    });
  }

  strike(id: string): void {
    this.waits.get(id)?.abort();
    this.waits.delete(id);
  }

  strikeAll(): void {
    for (const id of [...this.waits.keys()]) this.strike(id);
  }

  /** Resolves at the moment, never before the caller is done; false: it was struck. */
  private async reach(moment: number, signal: AbortSignal): Promise<boolean> {
    const end = this.clock.monotonic() + (moment - this.clock.now());
    const leftMs = () => Math.max(0, Math.min(moment - this.clock.now(), end - this.clock.monotonic()));
    try {
      do await this.clock.sleep(Math.min(leftMs(), lookEveryMs), signal);
      while (leftMs() > 0);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return !signal.aborted;
  }
}
