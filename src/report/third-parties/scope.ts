import type { SingleWord } from './single-word.js';

/** What is known of one record or one file, to judge single words in it. */
export class Scope {
  /** Who is named in it by more than a first name. */
  readonly people = new Set<number>([0]);
  /** Words that also stand in it without a capital: ordinary words. */
  readonly ordinary = new Set<number>();
  /** Words that stand in it with a capital in the middle of a sentence. */
  readonly inside = new Set<number>();

  /** The words that can still tell something new. */
  tellingWords(words: readonly SingleWord[]): SingleWord[] {
    return words.filter(({ item, isCapital }) => !(isCapital ? this.inside : this.ordinary).has(item));
  }
}
