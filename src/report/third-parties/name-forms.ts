import { foldText } from './fold-text.js';
import { partsOf, readName } from './read-name.js';
import { type Vocabulary, wordsOf } from './words.js';

/**
 * How a name is written. `whole`: in any case. `initial` and `loose`: only with capitals, because otherwise it can
 * be ordinary words. `first` and `last`: a part of it, mostly a single word.
 */
export interface NameForm {
  items: number[];
  kind: 'whole' | 'initial' | 'loose' | 'first' | 'last';
}

type Add = (text: string, kind: NameForm['kind']) => void;

/** The forms in which texts write a person of this display name. */
export function formsOf(name: string, vocabulary: Vocabulary): NameForm[] {
  const forms = new Map<string, NameForm>();
  const add: Add = (text, kind) => {
    const { items } = wordsOf(foldText(text), (word) => vocabulary.learn(word));
    const key = items.join(' ');
    if (items.length > 0 && !forms.has(key))
      forms.set(key, { items, kind: items.length === 1 ? 'first' : kind });
  };
  // Titles and additions are no parts of other forms.
  const { whole, title, plain } = readName(name);
  add(whole, 'whole');
  if (title !== undefined && plain.includes(' ')) add(`${title} ${plain.split(' ').at(-1) ?? ''}`, 'whole');
  for (const spelling of spellingsOf(name)) addSpelling(spelling, add);
  return [...forms.values()];
}

/** The first name or nickname, and the last names, with an s as in German and Swedish, too. */
export function nameWordsOf(name: string, vocabulary: Vocabulary): NameForm[] {
  const forms: NameForm[] = [];
  const add = (text: string, kind: NameForm['kind']) => {
    const { items } = wordsOf(foldText(text), (part) => vocabulary.learn(part));
    if (items.length > 0 && text.length > 1) forms.push({ items, kind });
  };
  for (const spelling of spellingsOf(name)) {
    const words = spelling.split(' ');
    if (words.length < 2 || /[,()]/.test(spelling)) continue;
    const { first, family, core, last } = partsOf(words);
    for (const form of [first, ...genitivesOf(first)]) add(form, 'first');
    // The first of two family names can stand for both.
    const double =
      words.length > 2 && family === last ? [words.slice(1).join(' '), ...words.slice(1, -1)] : [];
    for (const form of new Set([last, family, core, ...genitivesOf(last), ...genitivesOf(family), ...double]))
      add(form, 'last');
  }
  return forms;
}

/** A name without titles, nicknames and additions, the first name first. */
export const plainName = (name: string) => readName(name).plain || name;

/** The nickname with the last name; undefined: the name has no nickname. */
export const nicknameOf = (name: string) => readName(name).nick;

function spellingsOf(name: string): string[] {
  const { nick, without, plain } = readName(name);
  const spellings = [...(nick === undefined ? [] : [nick]), without, plain].filter(Boolean);
  return [...new Set([...spellings.map(withoutUmlauts), ...spellings])];
}

/** Schröder is also written Schroeder. */
const withoutUmlauts = (name: string) =>
  name.replaceAll(/[äöüåÄÖÜÅ]/g, (letter) => umlauts[letter] ?? letter);
const umlauts: Record<string, string> = {
  ...{ ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa' },
  ...{ Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', Å: 'Aa' },
};

function addSpelling(name: string, add: Add): void {
  add(name, 'whole');
  const words = name.split(/\s+/);
  if (words.length < 2 || words.length > 5 || /[,|]/.test(name)) return;
  const { first, given, family, prefix, core, last } = partsOf(words);
  add(`${first} ${last}`, 'whole');
  for (const form of genitivesOf(last)) add(`${first} ${form}`, 'whole');
  // Two given names, or the first of two family names.
  if (words.length > 2) add(words.slice(0, 2).join(' '), 'loose');
  const rest = words.slice(1).join(' ');
  for (const one of new Set([rest, family, last]))
    for (const other of new Set([first, given])) add(`${one}, ${other}`, 'loose');
  if (prefix) add(`${core}, ${given} ${prefix}`, 'loose');
  for (const one of new Set([family, last])) add(`${one} ${given}`, 'loose');
  add(`${last} ${first}`, 'loose');
  addInitials(words, add);
}

function addInitials(words: readonly string[], add: Add): void {
  const { first, given, family, prefix, core, last } = partsOf(words);
  const rest = words.slice(1).join(' ');
  const [initial, lastInitial] = [initialOf(first), initialOf(core)];
  if (initial === undefined || lastInitial === undefined) return;
  // The first of two family names can stand for both.
  for (const one of new Set([
    rest,
    family,
    last,
    ...(prefix ? [] : words.slice(1, -1)),
    ...genitivesOf(last),
  ]))
    add(`${initial} ${one}`, 'initial');
  add(`${first} ${lastInitial}`, 'initial');
  if (prefix) add(`${first} ${prefix} ${lastInitial}`, 'initial');
  add(`${last}, ${initial}`, 'initial');
  // A.-M. Dubois, K. H. Schröder
  const initials = given.split(/[ -]/).map(initialOf);
  if (initials.length > 1 && !initials.includes(undefined))
    for (const one of new Set([family, last])) {
      add(`${initials.join(' ')} ${one}`, 'initial');
      add(`${one}, ${initials.join(' ')}`, 'initial');
    }
  for (const middle of words.slice(1, -1)) {
    const letter = initialOf(middle);
    if (letter === undefined) continue;
    add(`${first} ${letter} ${last}`, 'whole');
    add(`${initial} ${letter} ${last}`, 'initial');
  }
}

/** Names that get an s without an apostrophe, as in German and Swedish. */
const genitivesOf = (name: string) =>
  /[\p{Script=Latin}]$/u.test(name) && !/s$/i.test(name) ? [`${name}s`] : [];

/** Undefined in scripts without capitals, which have no initials. */
function initialOf(word: string): string | undefined {
  const letter = /^\p{L}/u.exec(word)?.[0];
  return letter !== undefined && letter.toLowerCase() !== letter.toUpperCase() && word.length > 1
    ? letter
    : undefined;
}
