import { Turns } from '../../turns.js';
import { Automaton, type Found } from './automaton.js';
import { emailKey } from './find-emails.js';
import { foldText } from './fold-text.js';
import { formsOf, nameWordsOf, type NameForm } from './name-forms.js';
import { longestName, nameKey, type Person } from './people.js';
import type { OrdinaryWords } from './ordinary-words.js';
import { dialled, phoneKey } from './phone-key.js';
import { Vocabulary, wordsOf } from './words.js';

/** Forms that name somebody for sure, the surest first. */
const sureKinds = ['whole', 'initial', 'loose'] as const;

/** Who a pattern names for sure. */
export interface Holders {
  kind: (typeof sureKinds)[number];
  people: readonly number[];
}

/** People of one form that are kept apart; of more, it is as good as unknown who is meant. */
const mostHolders = 8;

/** An id is looked for inside other texts only when it cannot be a word or a plain number. */
const tellingId = /^(?=.*\p{L})(?=.*\d)[^\s]{10,64}$/u;

/** Digits of a number that is looked for in texts; shorter ones are extensions, which could be any number. */
const tellingPhone = 7;

/** Everything by which the people of a report are known, ready to be found. Number 0 is the subject. */
export class NameIndex {
  readonly vocabulary = new Vocabulary();
  private readonly automaton = new Automaton();
  /** By pattern: person and kind in one number, or who it is when they are several. */
  private readonly sure: (number | Holders)[] = [];
  private readonly firstNames = new Map<number, number | Set<number>>();
  private readonly lastNames = new Map<number, number | Set<number>>();
  private readonly emails = new Map<string, number>();
  private readonly ids = new Map<string, number>();
  private readonly phones = new Map<string, number[]>();
  /** Numbers with their country code, by what tells them apart. */
  private readonly wholePhones = new Map<string, Set<string>>();
  private readonly names = new Map<string, number[]>();

  private constructor(private readonly ordinaryWords: OrdinaryWords) {}

  /** Makes the index of all people. */
  static async of(people: readonly Person[], ordinaryWords: OrdinaryWords): Promise<NameIndex> {
    const index = new NameIndex(ordinaryWords);
    const turns = new Turns();
    for (const person of people) {
      await turns.next();
      index.add(person);
    }
    index.automaton.finish();
    return index;
  }

  find(items: readonly number[]): Found[] {
    return this.automaton.find(items);
  }

  /** Who a pattern names, if nothing but capitals can speak against it. */
  holders(pattern: number): Holders | undefined {
    const found = this.sure[pattern];
    return typeof found === 'number' ? decode(found) : found;
  }

  /** Whether a pattern is a single word that is somebody's name. */
  isSingle(pattern: number): boolean {
    return this.firstNames.has(pattern) || this.lastNames.has(pattern);
  }

  /** Those of some people whose first or last name this single word is. */
  having(pattern: number, part: 'first' | 'last', people: ReadonlySet<number>): number[] {
    const found = (part === 'first' ? this.firstNames : this.lastNames).get(pattern);
    if (found === undefined) return [];
    if (typeof found === 'number') return people.has(found) ? [found] : [];
    const [few, many] = found.size < people.size ? [found, people] : [people, found];
    return [...few].filter((person) => many.has(person));
  }

  /** All whose last name this is; none when it is as good as unknown who is meant. */
  namedSo(pattern: number): number[] {
    const found = this.lastNames.get(pattern);
    if (found === undefined) return [];
    const people = typeof found === 'number' ? [found] : [...found];
    return people.length > mostHolders ? [] : people;
  }

  /** Whether the report also writes this folded word without a capital. */
  isOrdinary(word: string): boolean {
    return this.ordinaryWords.has(word);
  }

  byEmail(key: string): number | undefined {
    return this.emails.get(key);
  }

  /** Exactly this id, where it is telling. */
  byId(id: string): number | undefined {
    return this.ids.get(id);
  }

  byPhone(number: string): number[] {
    const key = phoneKey(number) ?? '';
    if (key.length < tellingPhone) return [];
    // A longer number that only ends like a whole one is another.
    const whole = this.wholePhones.get(key);
    const digits = dialled(number);
    if (whole && ![...whole].some((known) => known.endsWith(digits))) return [];
    return this.phones.get(key) ?? [];
  }

  get hasPhones(): boolean {
    return this.phones.size > 0;
  }

  byName(name: string): number[] {
    return this.names.get(nameKey(name)) ?? [];
  }

  private add({ number, names, emails, phones, ids }: Person): void {
    for (const email of emails) this.emails.set(emailKey(email), number);
    for (const phone of phones) {
      const key = phoneKey(phone) ?? '';
      addTo(this.phones, key, number);
      if (!phone.trim().startsWith('+')) continue;
      const whole = this.wholePhones.get(key) ?? new Set();
      this.wholePhones.set(key, whole.add(dialled(phone)));
    }
    for (const id of ids) {
      if (!tellingId.test(id)) continue;
      this.ids.set(id, number);
      this.addPattern(wordsOf(foldText(id), (word) => this.vocabulary.learn(word)).items, 'whole', number);
    }
    for (const name of names) {
      addTo(this.names, nameKey(name), number);
      // Without a letter it is a name in its place only: in a text it could be any number.
      if (name.length > longestName || !/\p{L}/u.test(name)) continue;
      for (const { items, kind } of formsOf(name, this.vocabulary)) this.addPattern(items, kind, number);
      for (const { items, kind } of nameWordsOf(name, this.vocabulary)) this.addPattern(items, kind, number);
    }
  }

  private addPattern(items: readonly number[], kind: NameForm['kind'], person: number): void {
    const pattern = this.automaton.add(items);
    if (kind === 'first') addSingle(this.firstNames, pattern, person);
    else if (kind === 'last') addSingle(this.lastNames, pattern, person);
    else this.sure[pattern] = join(this.sure[pattern], { kind, people: [person] });
  }
}

const encode = (kind: Holders['kind'], person: number) => person * sureKinds.length + sureKinds.indexOf(kind);

const decode = (code: number): Holders => ({
  kind: sureKinds[code % sureKinds.length] ?? 'whole',
  people: [Math.floor(code / sureKinds.length)],
});

/** The surer form counts; the subject, who is the first, is never dropped. */
function join(
  known: number | Holders | undefined,
  { kind, people: [person = 0] }: Holders,
): number | Holders {
  if (known === undefined) return encode(kind, person);
  const before = typeof known === 'number' ? decode(known) : known;
  const [one, other] = [sureKinds.indexOf(before.kind), sureKinds.indexOf(kind)];
  if (other < one) return encode(kind, person);
  if (one < other || before.people.includes(person) || before.people.length >= mostHolders) return known;
  return { kind, people: [...before.people, person] };
}

function addSingle(map: Map<number, number | Set<number>>, pattern: number, person: number): void {
  const known = map.get(pattern);
  if (known === undefined) map.set(pattern, person);
  else if (typeof known !== 'number') known.add(person);
  else if (known !== person) map.set(pattern, new Set([known, person]));
}

function addTo(map: Map<string, number[]>, key: string, number: number): void {
  const numbers = map.get(key);
  if (!numbers) map.set(key, [number]);
  else if (numbers.length < mostHolders && !numbers.includes(number)) numbers.push(number);
}
