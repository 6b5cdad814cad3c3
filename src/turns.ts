import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which others get their turn: a service answers while it makes a report. */
const longestMs = 10;

/** The turns of work through many records that nothing else has to wait for. */
export class Turns {
  private begun = performance.now();

  /** What to wait for before the next record; undefined: nothing yet. */
  next(): Promise<void> | undefined {
    return performance.now() - this.begun < longestMs ? undefined : this.give();
  }

  private async give(): Promise<void> {
    await setImmediate();
    this.begun = performance.now();
  }
}
