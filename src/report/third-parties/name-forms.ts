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
    const first: [string, NameForm['kind']][] =
      words.length > 1
        ? [
            [words[0] ?? '', 'first'],
            [last, 'last'],
          ]
        : [];
    return first.flatMap(([word, kind]) => {
      const { items } = wordsOf(foldText(word), (part) => vocabulary.learn(part));
      return items.length > 0 && word.length > 1 ? [{ items, kind }] : [];
    });
  });
}

/** A name without titles, nicknames and additions, the first name first. */
export const plainName = (name: string) => spellingsOf(name).at(-1) ?? name;

/** The name as it is, with and without a nickname and what was added to it; the plainest is the last. */
function spellingsOf(name: string): string[] {
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
  const nick = (named?.[1] ?? named?.[2] ?? named?.[3])?.trim();
  const last = plain.split(' ').slice(1).join(' ');
  const isNick = nick !== undefined && last !== '' && /^[\p{Lu}\p{Lo}][\p{L}\p{M}'-]+$/u.test(nick);
  return [...new Set([whole, ...(isNick ? [`${nick} ${last}`] : []), without, plain].filter(Boolean))];
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
  add(`${rest}, ${first}`, 'loose');
  add(`${last}, ${first}`, 'loose');
  add(`${last} ${first}`, 'loose');
  const [initial, lastInitial] = [initialOf(first), initialOf(last)];
  if (initial === undefined || lastInitial === undefined) return;
  add(`${initial} ${rest}`, 'initial');
  add(`${initial} ${last}`, 'initial');
  for (const form of genitivesOf(last)) add(`${initial} ${form}`, 'initial');
  add(`${first} ${lastInitial}`, 'initial');
  add(`${last}, ${initial}`, 'initial');
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
