import { SeededRandom } from '../../simulators/zoom/world/seeded-random.js';

/** Numbers that follow from a seed alone, in the forms the campaigns need. */
export class Random extends SeededRandom {
  /** A number from `least` to less than `most`. */
  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** A whole number from 0 to less than `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Some of the items, in their order; all of them when there are no more than wanted. */
  sample<T>(items: readonly T[], wanted: number): T[] {
    const left = items.map((_, index) => index);
    const taken: number[] = [];
    while (taken.length < wanted && left.length > 0) taken.push(...left.splice(this.below(left.length), 1));
    return taken.sort((one, other) => one - other).flatMap((index) => items.slice(index, index + 1));
  }
}
