import type { Found } from './automaton.js';
import { findEmails } from './find-emails.js';
import { findPhones } from './find-phones.js';
import { foldText, type FoldedText, type Piece } from './fold-text.js';
import type { Kind } from './mention.js';
import type { NameIndex } from './name-index.js';
import type { Scope } from './scope.js';
import { judgeWord, type WordPlace } from './judge-word.js';
import { particles } from './read-name.js';
import { otherWord, wordsOf, type Words } from './words.js';

/** A stretch of the original text. */
export interface Stretch {
  start: number;
  end: number;
}

/** A place in a text that names people. Number 0, the subject, keeps it as it is. */
export interface NamedPlace {
  /** Several where the place goes over from one piece into the next. */
  stretches: Stretch[];
  people: readonly number[];
  kind: Kind;
}

/** A text that was read: what names somebody for sure, and single words that may. */
export interface ReadText {
  sure: NamedPlace[];
  unsure: (Pick<NamedPlace, 'stretches'> & WordPlace)[];
}

/** How a file marks who speaks; absent: the text is a value of a record. */
export type Layout = 'lines' | 'table';

/** Reads a text once. Undefined: it names nobody. */
export function readText(
  index: NameIndex,
  text: string,
  layout?: Layout,
  pieces?: readonly Piece[],
): ReadText | undefined {
  const folded = foldText(text, pieces);
  const words = wordsOf(folded, (word) => index.vocabulary.read(word));
  const read: ReadText = { sure: [], unsure: [] };
  for (const found of index.find(words.items)) addFound(read, index, found, { text, folded, words, layout });
  for (const { start, end, key } of findEmails(text)) {
    const person = index.byEmail(key);
    if (person !== undefined)
      read.sure.push({ stretches: [{ start, end }], people: [person], kind: 'emails' });
  }
  if (!index.hasPhones) return isEmpty(read) ? undefined : read;
  for (const { start, end, value } of findPhones(folded.text, (number) => some(index.byPhone(number))))
    read.sure.push({ stretches: stretchesOf(folded, start, end), people: value, kind: 'phones' });
  return isEmpty(read) ? undefined : read;
}

const isEmpty = ({ sure, unsure }: ReadText) => sure.length + unsure.length === 0;

/** Notes who is named in a text, for the judgement of its single words. */
export function noteScope(scope: Scope, read: ReadText): void {
  for (const { people } of read.sure)
    if (people.length === 1) for (const person of people) scope.people.add(person);
  const isNamed = coverOf(read.sure);
  for (const { item, isCapital, isFirst, isInAddress, stretches } of read.unsure) {
    // A full name in small letters is no sentence.
    if (isInAddress || isNamed(stretches[0])) continue;
    if (!isCapital) scope.ordinary.add(item);
    else if (!isFirst) scope.inside.add(item);
  }
}

/** Tells whether a stretch lies within one of the places. */
function coverOf(places: readonly NamedPlace[]): (stretch: Stretch | undefined) => boolean {
  const known = places.flatMap(({ stretches }) => stretches).sort((one, other) => one.start - other.start);
  const ends: number[] = [];
  for (const { end } of known) ends.push(Math.max(end, ends.at(-1) ?? 0));
  return (stretch) => {
    if (!stretch) return false;
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((known[middle]?.start ?? 0) <= stretch.start) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (ends[low - 1] ?? 0) >= stretch.end;
  };
}

/** What is to be replaced, without overlaps: the earliest, and of those the longest. */
export function namedPlaces(index: NameIndex, { sure, unsure }: ReadText, scope: Scope): NamedPlace[] {
  const judged = unsure.flatMap((place) => {
    const people = judgeWord(index, place, scope);
    return people.length > 0 ? [{ stretches: place.stretches, people, kind: 'names' as const }] : [];
  });
  const taken: Stretch[] = [];
  return [...sure, ...judged].sort(byPlace).filter(({ stretches, people }) => {
    if (stretches.some((stretch) => isTaken(taken, stretch))) return false;
    taken.push(...stretches);
    return !people.includes(0);
  });
}

/** Places come in order, and a name goes over into one of the next pieces: a look back at a few is enough. */
const lookBack = 32;
const isTaken = (taken: readonly Stretch[], { start, end }: Stretch) =>
  taken.slice(-lookBack).some((other) => start < other.end && other.start < end);

const startOf = ({ stretches }: NamedPlace) => stretches[0]?.start ?? 0;
const lengthOf = ({ stretches }: NamedPlace) =>
  stretches.reduce((sum, { start, end }) => sum + end - start, 0);
const byPlace = (one: NamedPlace, other: NamedPlace) =>
  startOf(one) - startOf(other) || lengthOf(other) - lengthOf(one);

interface Reading {
  text: string;
  folded: FoldedText;
  words: Words;
  layout?: Layout;
}

function addFound(read: ReadText, index: NameIndex, found: Found, reading: Reading): void {
  const { folded, words } = reading;
  const [start, end] = withSigns(folded.text, words.starts[found.start] ?? 0, words.ends[found.end - 1] ?? 0);
  const stretches = stretchesOf(folded, start, end);
  if (!isBounded(folded.text, start, end)) return;
  const holders = index.holders(found.pattern);
  const isSure =
    holders?.kind === 'whole' ||
    (holders && isCapitalised(reading, found) && !isInCompound(folded.text, start, end));
  if (isSure) return void read.sure.push({ stretches, people: holders.people, kind: 'names' });
  if (!index.isSingle(found.pattern) || isInHan(folded.text, start, end)) return;
  if (isLabel(reading, start, end)) {
    const people = index.byName(folded.text.slice(start, end));
    if (people.length > 0) return void read.sure.push({ stretches, people, kind: 'names' });
  }
  const item = found.pattern;
  const word = folded.text.slice(start, end);
  read.unsure.push({
    ...{ stretches, item, isMonth: months.has(word), isInAddress: isInAddress(folded.text, start, end) },
    isOrdinary: index.isOrdinary(word),
    // "van der Berg" has its capital at the end.
    isCapital: hasCapital(reading, found.end - 1),
    isFirst: found.start === 0 || /[^\p{L}\p{N} ,'-]/u.test(before(folded.text, start)),
    ...{ before: folded.text.slice(Math.max(0, start - 12), start), after: folded.text.slice(end, end + 12) },
  });
}

/** What stands between the word before and this one. */
const before = (text: string, start: number) =>
  /[^\p{L}\p{N}]*$/u.exec(text.slice(Math.max(0, start - 8), start))?.[0] ?? '';

/** Scripts that write no blanks: a name in syllables must not be cut out of a longer word. */
function isBounded(text: string, start: number, end: number): boolean {
  const [first, last] = [text[start] ?? '', text[end - 1] ?? ''];
  const [left, right] = [text[start - 1] ?? '', text[end] ?? ''];
  const isKatakana = /[\p{Script=Katakana}ー]/u;
  if (isKatakana.test(first) && isKatakana.test(left)) return false;
  if (isKatakana.test(last) && isKatakana.test(right)) return false;
  return !(/\p{Script=Hangul}/u.test(first) && /\p{Script=Hangul}/u.test(left));
}

/** With signs that belong to the name: a closing bracket, the point of "Jr.", the apostrophe of "'t Hart". */
function withSigns(text: string, start: number, end: number): [number, number] {
  const name = text.slice(start, end);
  const isOpen = (open: string, close: string) =>
    text[end] === close && name.lastIndexOf(open) > name.lastIndexOf(close);
  const isLonger = isOpen('(', ')') || isOpen('[', ']') || (text[end] === '.' && / (?:jr|sr)$/.test(name));
  const isEarlier = text[start - 1] === "'" && name.startsWith('t ');
  return [isEarlier ? start - 1 : start, isLonger ? end + 1 : end];
}

/** "Karl-Heinz-Platz" is named after somebody. */
const isInCompound = (text: string, start: number, end: number) =>
  /^-\p{L}/u.test(text.slice(end, end + 3)) || /\p{L}-$/u.test(text.slice(Math.max(0, start - 3), start));

/** A part of a name between signs of the same script may be a part of another word. */
const isInHan = (text: string, start: number, end: number) =>
  (isHan(text[end - 1]) && isHan(text[end])) || (isHan(text[start]) && isHan(text[start - 1]));
const isHan = (sign = '') => /\p{Script=Han}/u.test(sign);

/** Words of addresses, links and file names say nothing about how sentences write them. */
function isInAddress(text: string, start: number, end: number): boolean {
  const left = /\S*$/.exec(text.slice(Math.max(0, start - longestToken), start))?.[0] ?? '';
  const right = /^\S*/.exec(text.slice(end, end + longestToken))?.[0] ?? '';
  return /@|:\/\/|^www\.|[\p{L}\p{N}][/\\_=][\p{L}\p{N}]|\/$|^\//u.test(`${left}x${right}`);
}
const longestToken = 80;

/** Months that are also names. */
const months = new Set(['april', 'avril', 'may', 'mai', 'june', 'juni', 'juin', 'juli', 'august', 'jan']);

/** The first and the last word start with a capital; an initial that is also a short word needs its point. */
function isCapitalised(reading: Reading, { start, end }: Found): boolean {
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
  const start = words.starts[place] ?? 0;
  const sign = String.fromCodePoint(text.codePointAt(folded.starts?.[start] ?? start) ?? 0);
  return sign !== sign.toLowerCase() || sign.toLowerCase() === sign.toUpperCase();
}

/** Where a stretch of the folded text stands in the original. */
function stretchesOf({ text, starts, ends, owners }: FoldedText, start: number, end: number): Stretch[] {
  if (!starts || !ends) return [{ start, end }];
  if (!owners || owners[start] === owners[end - 1])
    return [{ start: starts[start] ?? start, end: ends[end - 1] ?? end }];
  const stretches: Stretch[] = [];
  let owner: number | undefined;
  for (let place = start; place < end; place += 1) {
    const [from, to] = [starts[place] ?? 0, ends[place] ?? 0];
    const last = stretches.at(-1);
    if (last && owners[place] === owner) last.end = Math.max(last.end, to);
    else if (/\S/.test(text[place] ?? '')) {
      stretches.push({ start: from, end: to });
      owner = owners[place];
    }
  }
  return stretches.filter((stretch) => stretch.end > stretch.start);
}

/** A single word that stands where files name who speaks or writes. */
function isLabel({ folded: { text }, layout }: Reading, start: number, end: number): boolean {
  if (!layout) return false;
  const [left, right] = [text.slice(Math.max(0, start - 8), start), text.slice(end, end + 4)];
  if (layout === 'table') return /(?:^|[,;\t\n])"?$/.test(left) && /^"?(?:[,;\t\r\n]|$)/.test(right);
  return (
    (/(?:^|[\u0001\n\t]|from|to)\s*$/.test(left) && /^\s?(?::|\u0001)/.test(right)) ||
    (/from\s+$/.test(left) && right.startsWith(' to '))
  );
}

const some = (people: number[]) => (people.length > 0 ? people : undefined);
