import { textOf, type PersonFields } from '../../contract/index.js';
import { RecordPath } from '../record-path.js';
import { namedPlaces, noteScope, readText, type ReadText } from './find-people.js';
import { mentionsIn, type Kind } from './mention.js';
import type { NameIndex } from './name-index.js';
import type { People } from './people.js';
import { pseudonymOf } from './pseudonyms.js';
import { replacePlaces } from './replace-places.js';
import { Scope } from './scope.js';

/**
 * Texts that are remembered, because values of records repeat: those that name somebody come again, ids and the like
 * hardly ever, and must not drive the others out.
 */
const mostRemembered = { somebody: 12_000, nobody: 2_000 };
const longestRemembered = 200;

type Found = (path: RecordPath) => void;

/** Replaces other people in the values of records and JSON files. */
export class RedactValue {
  private readonly somebody = new Map<string, ReadText>();
  private readonly nobody = new Set<string>();

  constructor(
    private readonly people: People,
    private readonly index: NameIndex,
  ) {}

  /** The value with pseudonyms; `found` is called once for each. Fields of these groups name people. */
  redact(value: unknown, groups: readonly PersonFields[], found: Found): unknown {
    const walk: Walk = { groups, scope: new Scope(), named: new Map(), found, path: new RecordPath() };
    this.note(value, walk);
    return this.replace(value, walk);
  }

  /** The first walk: who is named in the value. */
  private note(value: unknown, walk: Walk, parent?: string): void {
    if (typeof value === 'string') {
      const read = this.read(value);
      if (read) noteScope(walk.scope, read);
    } else if (Array.isArray(value)) for (const item of value) this.note(item, walk, parent);
    else if (typeof value === 'object' && value !== null) {
      const fields = this.namedFields(value as Record<string, unknown>, walk, parent);
      if (fields) walk.named.set(value, fields);
      for (const [name, inner] of Object.entries(value)) this.note(inner, walk, name);
    }
  }

  private replace(value: unknown, walk: Walk): unknown {
    if (typeof value === 'string') return this.replaceText(value, walk);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return inside(walk, '[]', () => value.map((item) => this.replace(item, walk)));
    const fields = walk.named.get(value);
    let changes: Map<string, [string, unknown]> | undefined;
    for (const name of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[name];
      const named = fields?.get(name);
      walk.path.enter(name);
      const safe = named ? this.replaceField(inner, named, walk) : this.replace(inner, walk);
      walk.path.leave();
      const safeName = name.includes('@') ? this.replaceText(name, walk) : name;
      if (safe !== inner || safeName !== name) (changes ??= new Map()).set(name, [safeName, safe]);
    }
    return changes ? withChanges(value, changes) : value;
  }

  private replaceField(value: unknown, named: readonly NamedField[], walk: Walk): unknown {
    if (Array.isArray(value))
      return inside(walk, '[]', () =>
        value.map((item) => {
          const own = named.filter(({ text }) => text === textOf(item)?.trim());
          return own.length > 0 ? this.replaceField(item, own, walk) : this.replace(item, walk);
        }),
      );
    const [first] = named;
    if (!first || first.people.includes(0)) return value;
    walk.found(walk.path);
    return pseudonymOf(first.people, first.kind);
  }

  private replaceText(text: string, walk: Walk): string {
    const read = this.read(text);
    const person = this.index.byId(text);
    if (person !== undefined && person !== 0) {
      walk.found(walk.path);
      return pseudonymOf([person], 'ids');
    }
    if (!read) return text;
    const places = namedPlaces(this.index, read, walk.scope);
    for (let count = 0; count < places.length; count += 1) walk.found(walk.path);
    return replacePlaces(text, places);
  }

  private namedFields(
    object: Readonly<Record<string, unknown>>,
    { groups, scope }: Walk,
    parent?: string,
  ): Map<string, NamedField[]> | undefined {
    let named: Map<string, NamedField[]> | undefined;
    for (const { mention, fields } of mentionsIn(object, parent, groups)) {
      const number = this.people.numberOf(mention);
      if (number !== undefined) scope.people.add(number);
      const people = number === undefined ? this.index.byName(mention.names[0] ?? '') : [number];
      if (people.length === 0) continue;
      named ??= new Map();
      for (const { name, kind } of fields)
        named.set(name, [...(named.get(name) ?? []), { people, kind, text: mention[kind][0] ?? '' }]);
    }
    return named;
  }

  private read(text: string): ReadText | undefined {
    if (text.length > longestRemembered) return readText(this.index, text);
    const known = this.somebody.get(text);
    if (known !== undefined || this.nobody.has(text)) return known;
    const read = readText(this.index, text);
    if (read) {
      if (this.somebody.size >= mostRemembered.somebody) this.somebody.clear();
      this.somebody.set(text, read);
    } else {
      if (this.nobody.size >= mostRemembered.nobody) this.nobody.clear();
      this.nobody.add(text);
    }
    return read;
  }
}

/** Only what changes is made anew; most values of most records stay. */
const withChanges = (object: object, changes: ReadonlyMap<string, [string, unknown]>): object =>
  Object.fromEntries(Object.entries(object).map(([name, inner]) => changes.get(name) ?? [name, inner]));

interface NamedField {
  people: readonly number[];
  kind: Kind;
  text: string;
}

interface Walk {
  groups: readonly PersonFields[];
  scope: Scope;
  /** Fields that name people, by the object they stand in. */
  named: Map<object, Map<string, NamedField[]>>;
  found: Found;
  path: RecordPath;
}

function inside<T>({ path }: Walk, name: string, walkOn: () => T): T {
  path.enter(name);
  const result = walkOn();
  path.leave();
  return result;
}
