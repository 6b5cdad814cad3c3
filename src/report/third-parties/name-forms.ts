import { foldText } from './fold-text.js';
import { type Vocabulary, wordsOf } from './words.js';

/**
 * How a name is written. `whole`: in any case. `initial` and `loose`: only with capitals, because otherwise it can
 * be ordinary words. `first` and `last`: a single word.
 */
export interface NameForm {
  items: number[];
  kind: 'whole' | 'initial' | 'loose' | 'first' | 'last';
}

type Add = (text: string, kind: NameForm['kind']) => void;

/** What stands before or behind a name and is none. */
const titles = /^(?:(?:mr|mrs|ms|mx|dr|prof|sir|dame|herr|frau|hr|fr|mme|mlle|sr|sra|dott|ing)\.?\s+)+/i;
const endings = /(?:,?\s+(?:jr|sr|ii|iii|iv|phd|md|msc|bsc|mba|esq)\.?)+$/i;
const nickname = /\s*(?:\(([^()]{1,40})\)|["“”«»]([^"“”«»]{1,40})["“”«»]|\[([^[\]]{1,40})\])\s*/;
const addition = /\s+(?:[|/•@–—]|- )\s*.*$/;

/** Small words before a family name. */
export const particles: ReadonlySet<string> = new Set(
  'van von vom zu zum zur de del della di da dos das do du des la le las los der den ten ter te af av al el bin ibn ben abu'.split(
    ' ',
  ),
);

/** The forms in which texts write a person of this display name. */
export function formsOf(name: string, vocabulary: Vocabulary): NameForm[] {
  const forms = new Map<string, NameForm>();
  const add: Add = (text, kind) => {
    const { items } = wordsOf(foldText(text), (word) => vocabulary.learn(word));
    const key = items.join(' ');
    if (items.length > 0 && !forms.has(key))
      forms.set(key, { items, kind: items.length === 1 ? 'first' : kind });
  };
  for (const spelling of spellingsOf(name)) addSpelling(spelling, add);
  return [...forms.values()];
}

/** The first name or nickname, and the last name, as single words. */
export function nameWordsOf(name: string, vocabulary: Vocabulary): NameForm[] {
  const spellings = spellingsOf(name).filter((spelling) => !/[,()]/.test(spelling));
  return spellings.flatMap((spelling) => {
    const words = spelling.split(' ');
    const last = words.at(-1) ?? '';
    const { family } = partsOf(words);
    const parts: [string, NameForm['kind']][] =
      words.length > 1
        ? [
            [words[0] ?? '', 'first'],
            [last, 'last'],
            ...(family === last ? [] : [[family, 'last'] as [string, 'last']]),
          ]
        : [];
    return parts.flatMap(([word, kind]) => {
      const { items } = wordsOf(foldText(word), (part) => vocabulary.learn(part));
      return items.length > 0 && word.length > 1 ? [{ items, kind }] : [];
    });
  });
}

/** A name without titles, nicknames and additions, the first name first. */
export const plainName = (name: string) => spellingsOf(name).at(-1) ?? name;

/** The nickname with the last name; undefined: the name has no nickname. */
export const nicknameOf = (name: string) => readName(name).nick;

/** Where the family name starts: at its particles, else with the last word. */
function partsOf(words: readonly string[]): { given: string; family: string } {
  const at = words.findIndex((word, place) => place > 0 && particles.has(word.toLowerCase()));
  const start = at > 0 && at < words.length - 1 ? at : words.length - 1;
  return { given: words.slice(0, start).join(' '), family: words.slice(start).join(' ') };
}

/** The name as it is, with and without a nickname and what was added to it; the plainest is the last. */
function spellingsOf(name: string): string[] {
  const { whole, nick, without, plain } = readName(name);
  const spellings = [whole, ...(nick === undefined ? [] : [nick]), without, plain].filter(Boolean);
  return [...new Set([...spellings.map(withoutUmlauts), ...spellings])];
}

/** Schröder is also written Schroeder. */
const withoutUmlauts = (name: string) => name.replaceAll(/[äöüÄÖÜ]/g, (letter) => umlauts[letter] ?? letter);
const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

function readName(name: string): { whole: string; nick?: string; without: string; plain: string } {
  const whole = name.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const named = nickname.exec(whole);
  const without = whole
    .replace(nickname, ' ')
    .replace(addition, '')
    .replace(endings, '')
    .replace(titles, '')
    .trim();
  const reversed = /^([^,]+), ?([^,]+)$/.exec(without);
  const plain = reversed ? `${reversed[2] ?? ''} ${reversed[1] ?? ''}` : without || whole;
  const [first = '', ...others] = plain.split(' ');
  const nick = (named?.[1] ?? named?.[2] ?? named?.[3])?.trim();
  const isAtEnd = named !== null && named.index + named[0].length === whole.length;
  const isNick =
    nick !== undefined &&
    others.length > 0 &&
    /^[\p{Lu}\p{Lo}][\p{L}\p{M}'-]+$/u.test(nick) &&
    (!isAtEnd || isLike(nick, first));
  return { whole, nick: isNick ? `${nick} ${others.join(' ')}` : undefined, without, plain };
}

/** What stands in brackets behind a name is a company or a team, unless it could be short for the first name. */
function isLike(nick: string, first: string): boolean {
  const letters = new Set(foldText(nick).text);
  const known = new Set(foldText(first).text);
  return (
    nick.length <= first.length &&
    [...letters].filter((letter) => known.has(letter)).length * 2 >= letters.size
  );
}

function addSpelling(name: string, add: Add): void {
  add(name, 'whole');
  const words = name.split(/\s+/);
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (words.length < 2 || words.length > 5 || /[,|]/.test(name)) return;
  add(`${first} ${last}`, 'whole');
  for (const form of genitivesOf(last)) add(`${first} ${form}`, 'whole');
  // Two given names, or the first of two family names.
  if (words.length > 2) add(words.slice(0, 2).join(' '), 'loose');
  const rest = words.slice(1).join(' ');
  const { given, family } = partsOf(words);
  for (const one of new Set([rest, family, last]))
    for (const other of new Set([first, given])) add(`${one}, ${other}`, 'loose');
  add(`${last} ${first}`, 'loose');
  const [initial, lastInitial] = [initialOf(first), initialOf(last)];
  if (initial === undefined || lastInitial === undefined) return;
  add(`${initial} ${rest}`, 'initial');
  add(`${initial} ${last}`, 'initial');
  for (const form of genitivesOf(last)) add(`${initial} ${form}`, 'initial');
  add(`${first} ${lastInitial}`, 'initial');
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
const genitivesOf = (last: string) =>
  /[\p{Script=Latin}]$/u.test(last) && !/s$/i.test(last) ? [`${last}s`] : [];

/** Undefined in scripts without capitals, which have no initials. */
function initialOf(word: string): string | undefined {
  const letter = /^\p{L}/u.exec(word)?.[0];
  return letter !== undefined && letter.toLowerCase() !== letter.toUpperCase() && word.length > 1
    ? letter
    : undefined;
}
