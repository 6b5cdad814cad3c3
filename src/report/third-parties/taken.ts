import type { Stretch } from './folded-places.js';

/** Stretches of a text that are taken, to be asked for others. */
export class Taken {
  private readonly starts: number[] = [];
  /** The furthest end of those up to a place. */
  private readonly ends: number[] = [];

  constructor(places: readonly { stretches: readonly Stretch[] }[]) {
    const stretches = places
      .flatMap((place) => place.stretches)
      .sort((one, other) => one.start - other.start);
    for (const { start, end } of stretches) {
      this.starts.push(start);
      this.ends.push(Math.max(end, this.ends.at(-1) ?? 0));
    }
  }

  /** Whether the stretch lies within what is taken from its start or before. */
  holds({ start, end }: Stretch): boolean {
    return this.endOfUpTo(start) >= end;
  }

  /** Whether the stretch and a taken one overlap. */
  touches({ start, end }: Stretch): boolean {
    return this.endOfUpTo(end - 1) > start;
  }

  /** The furthest end of what starts at or before a place. */
  private endOfUpTo(place: number): number {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return this.ends[low - 1] ?? 0;
  }
}
