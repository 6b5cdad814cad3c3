import type { FoldedText } from './fold-text.js';

/** Sequences of words as numbers. */
export const wordBreak = 1;
/** A comma between two words. */
export const wordComma = 2;
/** A word that no pattern has. */
export const otherWord = 3;

/** The words of patterns, by number. */
export class Vocabulary {
  private readonly numbers = new Map<string, number>();

  /** The number of a word, which is made when there is none. */
  learn(word: string): number {
    let number = this.numbers.get(word);
    if (number === undefined) this.numbers.set(word, (number = this.numbers.size + otherWord + 1));
    return number;
  }

  /** The number of a word; `otherWord` when nobody learned it. */
  read(word: string): number {
    return this.numbers.get(word) ?? otherWord;
  }
}

/** The words of a text and what stands between them. Places are those of the folded text. */
export interface Words {
  items: number[];
  starts: number[];
  ends: number[];
}

/** Scripts that write no blanks between words: each sign counts as a word. Hangul hangs particles on its words. */
const signScripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const word = new RegExp(`[${signScripts}]\\p{M}*|(?:(?![${signScripts}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const asciiWord = /[a-z0-9]+/g;
const ascii = /^[\u0000-\u007f]*$/;

/** Cuts a folded text into words. `number` is how a word becomes a number: by learning or by reading. */
export function wordsOf({ text }: Pick<FoldedText, 'text'>, number: (word: string) => number): Words {
  const words: Words = { items: [], starts: [], ends: [] };
  let end = 0;
  let isInitial = false;
  for (const { 0: found, index } of text.matchAll(ascii.test(text) ? asciiWord : word)) {
    if (words.items.length > 0) {
      const between = itemBetween(text, end, index, isInitial);
      if (between !== 0) push(words, between, end, index);
    }
    end = index + found.length;
    isInitial = found.length === 1;
    push(words, number(found), index, end);
  }
  return words;
}

function push({ items, starts, ends }: Words, item: number, start: number, end: number): void {
  items.push(item);
  starts.push(start);
  ends.push(end);
}

/** 0: the words stand together, as those of a name do. */
function itemBetween(text: string, start: number, end: number, isInitial: boolean): number {
  const length = end - start;
  if (length === 0 || (length === 1 && text[start] === ' ')) return 0;
  const between = text.slice(start, Math.min(end, start + 9));
  if (/^,\s?$/.test(between)) return wordComma;
  if (length > 8 || /\n\s*\n/.test(between)) return wordBreak;
  if (/^[\s_+'·・-]+$/.test(between) || between === '.') return 0;
  return isInitial && /^\.[\s'-]+$/.test(between) ? 0 : wordBreak;
}
