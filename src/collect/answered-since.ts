import { laterDay } from '../model/days.js';

/**
 * What refusals have told of the days from which on a source is answered for, by query. All its windows share it: what
 * refuses often, vendors disable.
 */
export class AnsweredSince {
  private readonly tooOld = new Map<number, string>();

  /** Days up to this one were refused for their age. */
  note(query: number, day: string): void {
    this.tooOld.set(query, laterDay(day, this.tooOld.get(query) ?? ''));
  }

  /** Whether a day is known to be too old. */
  isTooOld(query: number, day: string): boolean {
    return day <= (this.tooOld.get(query) ?? '');
  }
}
