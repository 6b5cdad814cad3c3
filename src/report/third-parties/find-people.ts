import type { Found } from './automaton.js';
import { findEmails } from './find-emails.js';
import { findPhones } from './find-phones.js';
import { foldText, type Piece } from './fold-text.js';
import { stretchesOf, type Stretch } from './folded-places.js';
import { judgeWord } from './judge-word.js';
import type { Kind } from './mention.js';
import { isBounded, isInCompound, isInHan, withSigns } from './name-bounds.js';
import type { NameIndex } from './name-index.js';
import type { Scope } from './scope.js';
import { isCapitalised, SingleWord, type Reading } from './single-word.js';
import { Taken } from './taken.js';
import { wordsOf } from './words.js';

/** A place in a text that names people. Number 0, the subject, keeps it as it is. */
export interface NamedPlace {
  /** Several where the place goes over from one piece into the next. */
  stretches: Stretch[];
  people: readonly number[];
  kind: Kind;
}

/** What is known of a text besides its words. */
export interface Layout {
  /** Parts that are read on their own or go on from one another; absent: the text is one. */
  pieces?: readonly Piece[];
  /** Where the text names somebody by its form, in order, without overlaps. */
  labels?: readonly NamedPlace[];
}

/** A text that was read: what names somebody for sure, and single words that may. */
export interface ReadText {
  labels: readonly NamedPlace[];
  sure: NamedPlace[];
  unsure: SingleWord[];
}

/** Reads a text once. Undefined: it names nobody. */
export function readText(index: NameIndex, text: string, layout: Layout = {}): ReadText | undefined {
  const folded = foldText(text, layout.pieces);
  const words = wordsOf(folded, (word) => index.vocabulary.read(word));
  const read: ReadText = { labels: layout.labels ?? [], sure: [], unsure: [] };
  for (const found of index.find(words.items)) addFound(read, index, found, { text, folded, words });
  for (const { start, end, key } of findEmails(text)) {
    const person = index.byEmail(key);
    if (person !== undefined)
      read.sure.push({ stretches: [{ start, end }], people: [person], kind: 'emails' });
  }
  if (index.hasPhones)
    for (const { start, end, value } of findPhones(folded.text, (number) => some(index.byPhone(number))))
      read.sure.push({ stretches: stretchesOf(folded, start, end), people: value, kind: 'phones' });
  return read.labels.length + read.sure.length + read.unsure.length === 0 ? undefined : read;
}

/** Notes who is named in a text, for the judgement of its single words. */
export function noteScope(scope: Scope, { labels, sure, unsure }: ReadText): void {
  for (const places of [labels, sure])
    for (const { people } of places)
      if (people.length === 1) for (const person of people) scope.people.add(person);
  const telling = scope.tellingWords(unsure);
  if (telling.length === 0) return;
  const named = new Taken([...labels, ...sure]);
  for (const word of telling) {
    if (word.isCapital && word.isFirst) continue;
    // A full name in small letters is no sentence.
    if (word.isInAddress || word.stretches.some((stretch) => named.holds(stretch))) continue;
    if (!word.isCapital) scope.ordinary.add(word.item);
    else scope.inside.add(word.item);
  }
}

/** What is to be replaced, without overlaps: labels, then the earliest, and of those the longest. */
export function namedPlaces(
  index: NameIndex,
  { labels, sure, unsure }: ReadText,
  scope: Scope,
): NamedPlace[] {
  const judged = unsure.flatMap((word) => {
    const people = judgeWord(index, word, scope);
    return people.length > 0 ? [{ stretches: word.stretches, people, kind: 'names' as const }] : [];
  });
  const labelled = new Taken(labels);
  const taken: Stretch[] = [];
  const others = [...sure, ...judged].sort(byPlace).filter(({ stretches, people }) => {
    if (stretches.some((stretch) => isTaken(taken, stretch) || labelled.touches(stretch))) return false;
    taken.push(...stretches);
    return !people.includes(0);
  });
  return labels.length === 0 ? others : [...labels, ...others].sort(byPlace);
}

/** Places come in order, and a name goes over into one of the next pieces: a look back at a few is enough. */
const lookBack = 32;
function isTaken(taken: readonly Stretch[], { start, end }: Stretch): boolean {
  for (let place = Math.max(0, taken.length - lookBack); place < taken.length; place += 1) {
    const other = taken[place];
    if (other && start < other.end && other.start < end) return true;
  }
  return false;
}

const startOf = ({ stretches }: NamedPlace) => stretches[0]?.start ?? 0;
const lengthOf = ({ stretches }: NamedPlace) =>
  stretches.reduce((sum, { start, end }) => sum + end - start, 0);
const byPlace = (one: NamedPlace, other: NamedPlace) =>
  startOf(one) - startOf(other) || lengthOf(other) - lengthOf(one);

function addFound(read: ReadText, index: NameIndex, found: Found, reading: Reading): void {
  const { folded, words } = reading;
  const holders = index.holders(found.pattern);
  const isSingle = index.isSingle(found.pattern);
  const [first, last] = [words.starts[found.start] ?? 0, words.ends[found.end - 1] ?? 0];
  if (!holders && isSingle && isWordAlone(folded.text, first, last)) {
    read.unsure.push(new SingleWord(reading, found, first, last));
    return;
  }
  const [start, end] = withSigns(folded.text, first, last);
  if (!isBounded(folded.text, start, end)) return;
  const isSure =
    holders?.kind === 'whole' ||
    (holders && isCapitalised(reading, found) && !isInCompound(folded.text, start, end));
  if (isSure)
    read.sure.push({ stretches: stretchesOf(folded, start, end), people: holders.people, kind: 'names' });
  else if (isSingle && !isInHan(folded.text, start, end))
    read.unsure.push(new SingleWord(reading, found, start, end));
}

/** Between blanks, in letters without accents, nothing can belong to it or cut it. */
const isWordAlone = (text: string, start: number, end: number) =>
  (start === 0 || text.charCodeAt(start - 1) === 0x20) &&
  (end === text.length || text.charCodeAt(end) === 0x20) &&
  text.charCodeAt(start) < 0x80 &&
  text.charCodeAt(end - 1) < 0x80;

const some = (people: number[]) => (people.length > 0 ? people : undefined);
