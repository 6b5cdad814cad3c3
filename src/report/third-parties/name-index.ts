import { Automaton, type Found } from './automaton.js';
import { emailKey } from './find-emails.js';
import { foldText } from './fold-text.js';
import { formsOf, nameWordsOf, type NameForm } from './name-forms.js';
import { longestName, nameKey, type Person } from './people.js';
import type { OrdinaryWords } from './ordinary-words.js';
import { phoneKey } from './phone-key.js';
import { Vocabulary, wordsOf } from './words.js';

/** How a pattern names somebody. `first` and `last`: a single word, which can be an ordinary one. */
export type FormKind = NameForm['kind'];

const kinds: readonly FormKind[] = ['whole', 'initial', 'loose', 'first', 'last'];

/** An id is looked for inside other texts only when it cannot be a word or a plain number. */
const tellingId = /^(?=.*\p{L})(?=.*\d)[^\s]{10,64}$/u;

/** Digits of a number that is looked for in texts; shorter ones are extensions, which could be any number. */
const tellingPhone = 7;

/** Everything by which the people of a report are known, ready to be found. Number 0 is the subject. */
export class NameIndex {
  readonly vocabulary = new Vocabulary();
  private readonly automaton = new Automaton();
  /** By pattern: person and kind in one number, or a list of them. */
  private readonly entries: (number | number[])[] = [];
  private readonly emails = new Map<string, number>();
  private readonly ids = new Map<string, number>();
  private readonly phones = new Map<string, number[]>();
  private readonly names = new Map<string, number[]>();

  constructor(
    people: readonly Person[],
    private readonly ordinaryWords: OrdinaryWords,
  ) {
    for (const person of people) this.add(person);
    this.automaton.finish();
  }

  find(items: readonly number[]): Found[] {
    return this.automaton.find(items);
  }

  /** Who a pattern names in this way. */
  holders(pattern: number, kind: FormKind): number[] {
    const entry = this.entries[pattern];
    const all = typeof entry === 'number' ? [entry] : (entry ?? []);
    const code = kinds.indexOf(kind);
    return all.flatMap((one) => (one % kinds.length === code ? Math.floor(one / kinds.length) : []));
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
    return key.length < tellingPhone ? [] : (this.phones.get(key) ?? []);
  }

  byName(name: string): number[] {
    return this.names.get(nameKey(name)) ?? [];
  }

  private add({ number, names, emails, phones, ids }: Person): void {
    for (const email of emails) this.emails.set(emailKey(email), number);
    for (const phone of phones) addTo(this.phones, phoneKey(phone) ?? '', number);
    for (const id of ids) {
      if (!tellingId.test(id)) continue;
      this.ids.set(id, number);
      this.addPattern(wordsOf(foldText(id), (word) => this.vocabulary.learn(word)).items, 'whole', number);
    }
    for (const name of names) {
      addTo(this.names, nameKey(name), number);
      if (name.length > longestName) continue;
      for (const { items, kind } of formsOf(name, this.vocabulary)) this.addPattern(items, kind, number);
      for (const { items, kind } of nameWordsOf(name, this.vocabulary)) this.addPattern(items, kind, number);
    }
  }

  private addPattern(items: readonly number[], kind: FormKind, person: number): void {
    const pattern = this.automaton.add(items);
    const code = person * kinds.length + kinds.indexOf(kind);
    const entry = this.entries[pattern];
    if (entry === undefined) this.entries[pattern] = code;
    else if (typeof entry === 'number') this.entries[pattern] = entry === code ? entry : [entry, code];
    else if (!entry.includes(code)) entry.push(code);
  }
}

function addTo(map: Map<string, number[]>, key: string, number: number): void {
  const numbers = map.get(key);
  if (!numbers) map.set(key, [number]);
  else if (!numbers.includes(number)) numbers.push(number);
}
