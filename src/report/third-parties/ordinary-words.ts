import { foldText } from './fold-text.js';

/** Different words that are remembered. When there are more, every word counts as an ordinary one. */
const mostWords = 50_000;

/** A word in small letters between blanks and signs of a sentence; addresses and file names have other signs. */
const smallWord = /(?<=^|[\s"'(])\p{Ll}[\p{Ll}\p{M}]+(?=$|[\s"',;!?)]|[.:](?:\s|$))/gmu;

/** Words that the texts of a report also write without a capital: such a word at the start of a sentence is no name. */
export class OrdinaryWords {
  private readonly words = new Set<string>();
  /** As they were read; most words of a text come again. */
  private readonly read = new Set<string>();

  /** Reads a text; one without a blank is no sentence. */
  note(text: string): void {
    if (this.words.size >= mostWords || !text.includes(' ')) return;
    for (const [word] of text.matchAll(smallWord)) {
      if (this.read.has(word)) continue;
      this.read.add(word);
      this.words.add(foldText(word).text);
    }
  }

  /** Whether a folded word is one. */
  has(word: string): boolean {
    return this.words.size >= mostWords || this.words.has(word);
  }
}
