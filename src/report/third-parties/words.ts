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
const word = new RegExp(`[${signScripts}]\\p{M}*|(?:(?![${signScripts}])[\\p{L}\\p{N}\\p{M}])+`, 'uy');

/**
 * Cuts a folded text into words. `number` is how a word becomes a number: by learning or by reading. Of words in a row
 * that no pattern has, the first stands for all.
 */
export function wordsOf({ text }: Pick<FoldedText, 'text'>, number: (word: string) => number): Words {
  const words: Words = { items: [], starts: [], ends: [] };
  let [before, last, isInitial] = [0, 0, false];
  for (let start = nextWord(text, 0); start < text.length;) {
    const end = endOfWord(text, start);
    if (end > start) {
      const item = number(text.slice(start, end));
      if (item !== otherWord || last !== otherWord) {
        const between =
          last > otherWord && item > otherWord ? itemBetween(text, before, start, isInitial) : 0;
        if (between !== 0) push(words, between, before, start);
        push(words, item, start, end);
        last = item;
      }
      isInitial = end - start === 1;
      before = end;
    }
    // A sign that begins no word can take two places.
    start = nextWord(text, Math.max(end, start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1)));
  }
  return words;
}

/** Where the next sign stands that may begin a word: what is not ASCII may. */
function nextWord(text: string, from: number): number {
  let place = from;
  while (place < text.length && !isAsciiWord(text.charCodeAt(place)) && text.charCodeAt(place) < 0x80)
    place += 1;
  return place;
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && isAsciiWord(text.charCodeAt(end))) end += 1;
  if (end === text.length || text.charCodeAt(end) < 0x80) return end;
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : start;
}

/** Folded texts have no capitals. */
const isAsciiWord = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

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
