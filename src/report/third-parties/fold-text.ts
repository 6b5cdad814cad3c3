import { nextSpecial, readLetter } from './read-letter.js';

/** A part of a text that is read on its own or goes on from the part before, such as the words of a cue. */
export interface Piece {
  start: number;
  end: number;
  /** The words go on from the piece before. */
  goesOn?: boolean;
}

/** A text as it is compared, and where it stands in the original: see `originalStart` and `stretchesOf`. */
export interface FoldedText {
  text: string;
  /** Where the folded text and the original differ in length, in order. Absent: every sign stands where it stood. */
  shifts?: Shift[];
  /** Where each piece begins in the folded text; absent: the text is in one piece. */
  pieces?: number[];
}

/** Signs of the folded text that stand for a stretch of the original; behind them both go on alike. */
export interface Shift {
  start: number;
  end: number;
  from: number;
  to: number;
}

/** Stands between pieces that do not go on. */
export const pieceBreak = '\u0001';

/**
 * Folds what people write in different ways into one: case, compatibility forms (NFKC), accents, dashes, invisible
 * signs, percent-encoding. Letters of scripts whose marks are vowels keep them.
 */
export function foldText(text: string, pieces?: readonly Piece[]): FoldedText {
  const folding = new Folding();
  if (!pieces) {
    folding.add(text, 0, text.length);
    return { text: folding.text(), shifts: folding.shifts.length > 0 ? folding.shifts : undefined };
  }
  const begins: number[] = [];
  for (const { start, end, goesOn } of pieces) {
    begins.push(folding.length);
    folding.put(goesOn ? ' ' : pieceBreak, start, start);
    folding.add(text, start, end);
  }
  return { text: folding.text(), shifts: folding.shifts, pieces: begins };
}

class Folding {
  readonly shifts: Shift[] = [];
  length = 0;
  private readonly parts: string[] = [];
  private readonly known = new Map<string, string>();

  text(): string {
    return this.parts.length === 1 ? (this.parts[0] ?? '') : this.parts.join('');
  }

  add(text: string, start: number, end: number): void {
    for (let place = start; place < end;) {
      const special = nextSpecial(text, place, end);
      if (special > place) this.keep(text.slice(place, special).toLowerCase());
      if (special >= end) return;
      const letters = readLetter(text, special, end, this.known);
      place = special;
      for (const { folded, length } of letters) {
        if (folded.length === length) this.keep(folded);
        else this.put(folded, place, place + length);
        place += length;
      }
    }
  }

  /** Stands for another stretch than one of its own length. */
  put(folded: string, from: number, to: number): void {
    this.shifts.push({ start: this.length, end: this.length + folded.length, from, to });
    this.keep(folded);
  }

  private keep(folded: string): void {
    this.parts.push(folded);
    this.length += folded.length;
  }
}
