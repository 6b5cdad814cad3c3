import { textOf, type PersonFields } from '../../contract/index.js';

/** What one place of a record says about one person. */
export interface Mention {
  names: string[];
  emails: string[];
  phones: string[];
  ids: string[];
}

/** One kind of thing by which a person is known. */
export type Kind = keyof Mention;

/** A mention and the fields it stands in. */
export interface FieldMention {
  mention: Mention;
  fields: { name: string; kind: Kind }[];
}

const kinds: readonly [keyof Omit<PersonFields, 'in'>, Kind][] = [
  ['name', 'names'],
  ['email', 'emails'],
  ['phone', 'phones'],
  ['id', 'ids'],
];

/** The people an object names by its own fields. `parent` is the field that holds it. */
export function mentionsIn(
  object: Readonly<Record<string, unknown>>,
  parent: string | undefined,
  groups: readonly PersonFields[],
): FieldMention[] {
  const mentions: FieldMention[] = [];
  for (const group of groups) {
    if (group.in !== undefined && group.in !== parent) continue;
    const found: FieldMention = { mention: noMention(), fields: [] };
    for (const [member, kind] of kinds) {
      const entries = group[member];
      if (entries === undefined) continue;
      if (typeof entries === 'string') addEntry(mentions, found, object, entries, kind);
      else for (const entry of entries) addEntry(mentions, found, object, entry, kind);
    }
    if (found.fields.length > 0) mentions.push(found);
  }
  return mentions;
}

function addEntry(
  mentions: FieldMention[],
  found: FieldMention,
  object: Readonly<Record<string, unknown>>,
  entry: string,
  kind: Kind,
): void {
  const names = (entry.includes('+') ? entry.split('+') : [entry]).filter((name) =>
    Object.hasOwn(object, name),
  );
  const [first] = names;
  if (first === undefined) return;
  if (Array.isArray(object[first])) return void mentions.push(...listOf(object[first], first, kind));
  const texts = names.flatMap((name) => textOf(object[name])?.trim() || []);
  const place = texts.length > 0 ? kindOf(texts.join(' '), kind) : undefined;
  if (place === undefined) return;
  found.mention[place].push(texts.join(' '));
  for (const name of names) if (textOf(object[name]) !== undefined) found.fields.push({ name, kind: place });
}

/** Each item of a list names a person of its own. */
function listOf(list: readonly unknown[], name: string, kind: Kind): FieldMention[] {
  return list.flatMap((item) => {
    const text = textOf(item)?.trim();
    const place = text ? kindOf(text, kind) : undefined;
    if (!text || place === undefined) return [];
    return [{ mention: { ...noMention(), [place]: [text] }, fields: [{ name, kind: place }] }];
  });
}

/** Where a name is missing, vendors show the number or the address in its place. Undefined: nobody is named. */
function kindOf(text: string, kind: Kind): Kind | undefined {
  if (kind === 'names') return kindOfName(text);
  if (kind === 'emails') return isEmail(text) ? kind : undefined;
  if (kind === 'phones') return /\d/.test(text) ? kind : undefined;
  return kind;
}

/** What stands in the place of a name. Letters, digits or a picture can be one; a dash is none. */
export function kindOfName(text: string): Kind | undefined {
  if (isEmail(text)) return 'emails';
  if (/^\+?[\d\s().-]{5,30}$/.test(text)) return 'phones';
  return /[\p{L}\p{N}\p{S}]/u.test(text) ? 'names' : undefined;
}

/** One address and nothing else. */
export const isEmail = (text: string) =>
  text.length <= 320 && /^[^\s@;,<>"]+@[^\s@;,<>"]+\.[^\s@;,<>".]+$/.test(text);

/** A mention that says nothing yet. */
export const noMention = (): Mention => ({ names: [], emails: [], phones: [], ids: [] });
