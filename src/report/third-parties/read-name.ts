import { foldText } from './fold-text.js';

/** What stands before or behind a name and is none. */
const titles =
  /^(?:(?:mr|mrs|ms|mx|miss|mister|dr|dra|doctor|prof|professor|sir|dame|herr|frau|hr|fr|fru|mme|mlle|madame|monsieur|sr|sra|srta|dott|ing|rev|dhr|mevr|mw)\.?\s+)+/i;
const endings = /(?:,?\s+(?:jr|sr|ii|iii|iv|phd|md|msc|bsc|mba|esq)\.?)+$/i;
const nickname = /\s*(?:\(([^()]{1,40})\)|["“”«»]([^"“”«»]{1,40})["“”«»]|\[([^[\]]{1,40})\])\s*/;
const addition = /\s+(?:[|/•@–—]|- )\s*.*$/;

/** Small words before a family name, as texts are folded. */
export const particles: ReadonlySet<string> = new Set(
  "van von vom zu zum zur de del della di da dos das do du des la le las los der den ten ter te af av al el bin ibn ben abu t 't".split(
    ' ',
  ),
);

/** A display name, taken apart. */
export interface ReadName {
  /** As it was given. */
  whole: string;
  /** The nickname with the last name; absent: there is none. */
  nick?: string;
  /** What it begins with, such as "Dr."; absent: it begins with no title. */
  title?: string;
  /** Without titles, nicknames and additions. */
  without: string;
  /** The same with the first name first. */
  plain: string;
}

/** Takes a display name apart. */
export function readName(name: string): ReadName {
  const whole = name.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const named = nickname.exec(whole);
  const without =
    whole.replace(nickname, ' ').replace(addition, '').replace(endings, '').replace(titles, '').trim() ||
    whole;
  const reversed = /^([^,]+), ?([^,]+)$/.exec(without);
  const plain = reversed ? `${reversed[2] ?? ''} ${reversed[1] ?? ''}` : without;
  const [first = '', ...others] = plain.split(' ');
  const nick = (named?.[1] ?? named?.[2] ?? named?.[3])?.trim();
  const isAtEnd = named !== null && named.index + named[0].length === whole.length;
  const isNick =
    nick !== undefined &&
    others.length > 0 &&
    /^[\p{Lu}\p{Lo}][\p{L}\p{M}'-]+$/u.test(nick) &&
    (!isAtEnd || isLike(nick, first));
  const title = titles.exec(whole)?.[0].trim();
  return { whole, title, nick: isNick ? `${nick} ${others.join(' ')}` : undefined, without, plain };
}

/** What stands in brackets behind a name is a company or a team, unless it could be short for the first name. */
function isLike(nick: string, first: string): boolean {
  const letters = [...new Set(foldText(nick).text)];
  const known = new Set(foldText(first).text);
  return (
    nick.length <= first.length && letters.filter((letter) => known.has(letter)).length * 2 >= letters.length
  );
}

/** The parts of a plain name. The family name starts at its particles, else with the last word. */
export interface NameParts {
  first: string;
  /** All given names. */
  given: string;
  /** The family name with its particles. */
  family: string;
  /** The particles alone; empty: it has none. */
  prefix: string;
  /** The family name without them. */
  core: string;
  last: string;
}

/** Cuts a plain name of two words or more into its parts. */
export function partsOf(words: readonly string[]): NameParts {
  const isParticle = (word = '') => particles.has(foldText(word).text);
  const at = words.findIndex((word, place) => place > 0 && isParticle(word));
  const start = at > 0 && at < words.length - 1 ? at : words.length - 1;
  let core = start;
  while (core < words.length - 1 && isParticle(words[core])) core += 1;
  const join = (from: number, to?: number) => words.slice(from, to).join(' ');
  return {
    ...{ first: words[0] ?? '', given: join(0, start), family: join(start) },
    ...{ prefix: join(start, core), core: join(core), last: words.at(-1) ?? '' },
  };
}
