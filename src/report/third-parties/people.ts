import { emailKey } from './find-emails.js';
import { foldText } from './fold-text.js';
import { OrdinaryWords } from './ordinary-words.js';
import { mergeMentions, type MentionKeys } from './merge-mentions.js';
import type { Mention } from './mention.js';
import { nicknameOf, plainName } from './name-forms.js';
import { phoneKey } from './phone-key.js';

/** A person of the report: everything by which they are known. The subject has the number 0. */
export interface Person extends Mention {
  number: number;
}

/** Names longer than this are no names; what is written there is replaced whole all the same. */
export const longestName = 120;

/** Spellings that are remembered. */
const mostRecent = 5_000;

/** Gathers mentions of people, each different one once. Memory grows with the people, not with the records. */
export class People {
  private readonly mentions: Mention[] = [];
  private readonly keys: MentionKeys[] = [];
  private readonly places = new Map<string, number>();
  /** Spellings as they came; the same ones come again and again. */
  private readonly recent = new Map<string, number>();
  private groups: readonly number[] = [];
  readonly ordinaryWords = new OrdinaryWords();

  /** The first mention is the subject's. */
  constructor(subject: Mention) {
    this.add(subject);
  }

  add(mention: Mention): void {
    this.placeOf(mention, true);
  }

  /** Adds to what is known of the subject. */
  addSubject(mention: Mention): void {
    const [subject] = this.mentions;
    if (!subject) return;
    for (const kind of ['names', 'emails', 'phones', 'ids'] as const)
      subject[kind] = [...new Set([...subject[kind], ...mention[kind]])];
    this.keys[0] = keysOf(subject);
  }

  /** The people, in the order of their first mention. Nothing may be added afterwards. */
  merge(): Person[] {
    const groups = mergeMentions(this.keys);
    this.groups = groups;
    const people: Person[] = [];
    const numbers = new Map<number, number>();
    for (const [place, mention] of this.mentions.entries()) {
      const group = groups[place] ?? place;
      // A mention that several people share is nobody's own.
      if (group < 0) continue;
      const number = numbers.get(group) ?? people.length;
      numbers.set(group, number);
      const person = (people[number] ??= { number, names: [], emails: [], phones: [], ids: [] });
      for (const kind of ['names', 'emails', 'phones', 'ids'] as const)
        for (const value of mention[kind]) if (!person[kind].includes(value)) person[kind].push(value);
    }
    this.groups = groups.map((group) => (group < 0 ? -1 : (numbers.get(group) ?? 0)));
    return people;
  }

  /** The number of the person of a mention; undefined: only their name is known, and several people have it. */
  numberOf(mention: Mention): number | undefined {
    const place = this.placeOf(mention, false);
    const number = place === undefined ? -1 : (this.groups[place] ?? -1);
    return number < 0 ? undefined : number;
  }

  private placeOf(mention: Mention, isNew: boolean): number | undefined {
    const spelling = joined(mention);
    const recent = this.recent.get(spelling);
    if (recent !== undefined) return recent;
    const keys = keysOf(mention);
    const key = joined(keys);
    let place = this.places.get(key);
    if (place === undefined && isNew) {
      this.places.set(key, (place = this.mentions.push(mention) - 1));
      this.keys.push(keys);
    }
    if (this.recent.size >= mostRecent) this.recent.clear();
    if (place !== undefined) this.recent.set(spelling, place);
    return place;
  }
}

/** One spelling of a name, without titles and nicknames, the first name first. */
export const nameKey = (name: string) =>
  foldText(name.length > longestName ? name : plainName(name))
    .text.replace(/\s+/g, ' ')
    .trim();

/** Somebody who is "Elizabeth "Liz" Harper" here is Liz Harper there. */
function nameKeysOf(name: string): string[] {
  const nick = name.length > longestName ? undefined : nicknameOf(name);
  return nick === undefined ? [nameKey(name)] : [nameKey(name), nameKey(nick)];
}

function keysOf({ names, emails, phones, ids }: Mention): MentionKeys {
  return {
    names: unique(names.flatMap(nameKeysOf)),
    emails: unique(emails.map(emailKey)),
    phones: unique(phones.flatMap((phone) => phoneKey(phone) ?? [])),
    ids: unique(ids),
  };
}

const joined = ({ names, emails, phones, ids }: Mention) =>
  `${names.join('\u0000')}\u0001${emails.join('\u0000')}\u0001${phones.join('\u0000')}\u0001${ids.join('\u0000')}`;

const unique = (values: string[]) => [...new Set(values)].sort();
