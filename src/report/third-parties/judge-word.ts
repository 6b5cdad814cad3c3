import type { NameIndex } from './name-index.js';
import type { Scope } from './scope.js';
import type { SingleWord } from './single-word.js';

/** Compared without accents, as texts are folded. */
const title =
  /(?:^|[^\p{L}])(?:mr|mrs|ms|mx|miss|mister|dr|dra|doctor|prof|professor|sir|madam|judge|captain|rev|herr|herrn|frau|fraulein|fru|froken|monsieur|madame|mademoiselle|mme|mlle|senor|senora|senorita|sr|sra|srta|don|dona|doctora|signor|signora|dott|pan|pani|mevrouw|mevr|mw|meneer|dhr|juffrouw)\.? '?$/u;

/** Somebody is addressed or owns something: "Dana, can you", "Dana's". */
const namesSomebody = /^(?:,|'s\b|:|\u0001)/;

/**
 * Who is meant by a single word; empty: nobody, as far as can be told. A first name counts with a capital, where one
 * person of this record or file has it, and where the same word does not stand there as an ordinary one.
 */
export function judgeWord(index: NameIndex, word: SingleWord, scope: Scope): number[] {
  const { item } = word;
  if (!word.isCapital) return [];
  const { before, after } = word;
  if (title.test(before)) {
    const here = index.having(item, 'last', scope.people);
    const named = here.length > 0 ? here : index.namedSo(item);
    if (named.length > 0 && !named.includes(0)) return named;
  }
  if (placeWord.test(before)) return [];
  const here = index.having(item, 'first', scope.people);
  if (here.length !== 1 || here.includes(0)) return [];
  if (scope.ordinary.has(item) || isDate(before, after) || (months.has(word.text) && timeWord.test(before)))
    return [];
  const isSentence = !scope.inside.has(item) && index.isOrdinary(word.text) && word.isFirst;
  return isSentence && !namesSomebody.test(after) ? [] : here;
}

/** Months that are also names. */
const months = new Set(['april', 'avril', 'may', 'mai', 'june', 'juni', 'juin', 'juli', 'august', 'jan']);

/** "May 5", "5 May 2026": a name that is also a month. */
const isDate = (before: string, after: string) =>
  /\d(?:st|nd|rd|th|\.)?,?(?: (?:of|de))? $/.test(before) || /^ ?\d/.test(after);

/** "In early May". */
const timeWord =
  /\b(?:in|early|late|mid|last|next|this|every|during|since|until|im|anfang|mitte|ende|seit|en|fin)[ -]$/;

/** "San Francisco". */
const placeWord =
  /(?:^|[^\p{L}])(?:san|santa|santo|sankt|saint|st|st\.|mount|mt|mt\.|port|fort|cape|lake|los|las) $/u;
