import type { Found } from './automaton.js';
import type { FoldedText } from './fold-text.js';
import { originalStart, stretchesOf, type Stretch } from './folded-places.js';
import { particles } from './read-name.js';
import { otherWord, type Words } from './words.js';

/** A text while it is read. */
export interface Reading {
  text: string;
  folded: FoldedText;
  words: Words;
}

/** A single word that is somebody's first or last name, and what stands around it, which is looked at when wanted. */
export class SingleWord {
  /** The pattern of the word. */
  readonly item: number;
  /** "van der Berg" has its capital at the end. */
  readonly isCapital: boolean;

  constructor(
    private readonly reading: Reading,
    private readonly found: Found,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.item = found.pattern;
    this.isCapital = hasCapital(reading, found.end - 1);
  }

  get stretches(): Stretch[] {
    return stretchesOf(this.reading.folded, this.start, this.end);
  }

  /** As it is compared. */
  get text(): string {
    return this.folded.slice(this.start, this.end);
  }

  /** It starts a sentence or a line, where a capital tells nothing. */
  get isFirst(): boolean {
    const between =
      /[^\p{L}\p{N}]*$/u.exec(this.folded.slice(Math.max(0, this.start - 8), this.start))?.[0] ?? '';
    return this.found.start === 0 || /[^\p{L}\p{N} ,'-]/u.test(between);
  }

  /** It is a part of an address, a link or the name of a file, which say nothing about how sentences write it. */
  get isInAddress(): boolean {
    const { folded } = this;
    let [from, to] = [this.start, this.end];
    const [first, last] = [from - longestToken, to + longestToken];
    while (from > 0 && from > first && !isBlank(folded.charCodeAt(from - 1))) from -= 1;
    while (to < folded.length && to < last && !isBlank(folded.charCodeAt(to))) to += 1;
    if (from === this.start && to === this.end) return false;
    const token = `${folded.slice(from, this.start)}x${folded.slice(this.end, to)}`;
    return /@|:\/\/|^www\.|[\p{L}\p{N}][/\\_=][\p{L}\p{N}]|\/$|^\//u.test(token);
  }

  get before(): string {
    return this.folded.slice(Math.max(0, this.start - 12), this.start);
  }

  get after(): string {
    return this.folded.slice(this.end, this.end + 12);
  }

  private get folded(): string {
    return this.reading.folded.text;
  }
}

const longestToken = 80;

/** The blanks that folded texts have. */
const isBlank = (code: number) =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0x2028 || code === 0x2029;

/** The first and the last word start with a capital; an initial that is also a short word needs its point. */
export function isCapitalised(reading: Reading, { start, end }: Found): boolean {
  const { folded, words } = reading;
  for (let place = start; place < end; place += 1) {
    if ((words.items[place] ?? 0) < otherWord) continue;
    const [from, to] = [words.starts[place] ?? 0, words.ends[place] ?? 0];
    const isInside = (place > start && place < end - 1) || particles.has(folded.text.slice(from, to));
    if (!isInside && !hasCapital(reading, place)) return false;
    // O'Brien is no initial.
    if (to - from === 1 && /[aeiouy]/.test(folded.text[from] ?? '') && !/[.']/.test(folded.text[to] ?? ''))
      return false;
  }
  return true;
}

/** Signs without case, and percent-encoded ones, count as capitals. */
function hasCapital({ text, folded, words }: Reading, place: number): boolean {
  const at = originalStart(folded, words.starts[place] ?? 0);
  const code = text.charCodeAt(at);
  if (code < 0x80) return !(code >= 0x61 && code <= 0x7a);
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return sign !== sign.toLowerCase() || sign.toLowerCase() === sign.toUpperCase();
}
