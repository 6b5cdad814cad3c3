import { textOf, type PersonFields } from '../../contract/index.js';
import { RecordPath } from '../record-path.js';
import { namedPlaces, noteScope, readText, type ReadText } from './find-people.js';
import { mentionsIn, type FieldMention, type Kind } from './mention.js';
import type { NameIndex } from './name-index.js';
import type { People } from './people.js';
import { pseudonymOf } from './pseudonyms.js';
import { replacePlaces } from './replace-places.js';
import { Scope } from './scope.js';

/** Texts that are remembered; values of records repeat. */
const mostRemembered = 20_000;
const longestRemembered = 200;

type Found = (path: RecordPath) => void;

/** Replaces other people in the values of records and JSON files. */
export class RedactValue {
  private readonly remembered = new Map<string, ReadText | undefined>();

  constructor(
    private readonly people: People,
    private readonly index: NameIndex,
  ) {}

  /** The value with pseudonyms; `found` is called once for each. Fields of these groups name people. */
  redact(value: unknown, groups: readonly PersonFields[], found: Found): unknown {
    const scope = new Scope();
    this.note(value, groups, scope);
    return this.replace(value, { groups, scope, found, path: new RecordPath() });
  }

  private note(value: unknown, groups: readonly PersonFields[], scope: Scope, parent?: string): void {
    if (typeof value === 'string') {
      const read = this.read(value);
      if (read) noteScope(scope, read);
    } else if (Array.isArray(value)) for (const item of value) this.note(item, groups, scope, parent);
    else if (typeof value === 'object' && value !== null) {
      for (const { mention } of mentionsIn(value as Record<string, unknown>, parent, groups)) {
        const number = this.people.numberOf(mention);
        if (number !== undefined) scope.people.add(number);
      }
      for (const [name, inner] of Object.entries(value)) this.note(inner, groups, scope, name);
    }
  }

  private replace(value: unknown, walk: Walk, parent?: string): unknown {
    if (typeof value === 'string') return this.replaceText(value, walk);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value))
      return inside(walk, '[]', () => value.map((item) => this.replace(item, walk, parent)));
    const fields = this.namedFields(value as Record<string, unknown>, walk, parent);
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]: [string, unknown]) => [
        name.includes('@') ? this.replaceText(name, walk) : name,
        inside(walk, name, () => {
          const named = fields.get(name);
          return named ? this.replaceField(inner, named, walk) : this.replace(inner, walk, name);
        }),
      ]),
    );
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
    const places = namedPlaces(text, read, walk.scope);
    for (let count = 0; count < places.length; count += 1) walk.found(walk.path);
    return replacePlaces(text, places);
  }

  private namedFields(
    object: Readonly<Record<string, unknown>>,
    walk: Walk,
    parent?: string,
  ): Map<string, NamedField[]> {
    const fields = new Map<string, NamedField[]>();
    for (const found of mentionsIn(object, parent, walk.groups)) {
      const people = this.peopleOf(found);
      if (people.length === 0) continue;
      for (const { name, kind } of found.fields)
        fields.set(name, [...(fields.get(name) ?? []), { people, kind, text: found.mention[kind][0] ?? '' }]);
    }
    return fields;
  }

  private peopleOf({ mention }: FieldMention): readonly number[] {
    const number = this.people.numberOf(mention);
    return number === undefined ? this.index.byName(mention.names[0] ?? '') : [number];
  }

  private read(text: string): ReadText | undefined {
    if (text.length > longestRemembered) return readText(this.index, text);
    if (this.remembered.has(text)) return this.remembered.get(text);
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    const read = readText(this.index, text);
    this.remembered.set(text, read);
    return read;
  }
}

interface NamedField {
  people: readonly number[];
  kind: Kind;
  text: string;
}

interface Walk {
  groups: readonly PersonFields[];
  scope: Scope;
  found: Found;
  path: RecordPath;
}

function inside<T>({ path }: Walk, name: string, walkOn: () => T): T {
  path.enter(name);
  const result = walkOn();
  path.leave();
  return result;
}
