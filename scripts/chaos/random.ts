/** Numbers that follow from a seed alone (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0, less than 1. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A number from `least` to less than `most`. */
  between(least: number, most: number): number {
    return least + this.fraction() * (most - least);
  }

  /** A whole number from 0 to less than `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  /** Some of the items, in their order; all of them when there are no more than wanted. */
  sample<T>(items: readonly T[], wanted: number): T[] {
    const left = items.map((_, index) => index);
    const taken: number[] = [];
    while (taken.length < wanted && left.length > 0) taken.push(...left.splice(this.below(left.length), 1));
    return taken.sort((one, other) => one - other).flatMap((index) => items.slice(index, index + 1));
  }
}
