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
  return groups.flatMap((group) => {
    if (group.in !== undefined && group.in !== parent) return [];
    const found: FieldMention = { mention: noMention(), fields: [] };
    const listed: FieldMention[] = [];
    for (const [member, kind] of kinds)
      for (const entry of [group[member] ?? []].flat()) {
        const names = entry.split('+').filter((name) => Object.hasOwn(object, name));
        const [first] = names;
        if (first !== undefined && Array.isArray(object[first]))
          listed.push(...listOf(object[first], first, kind));
        else addValue(found, object, names, kind);
      }
    return [...(isEmpty(found.mention) ? [] : [found]), ...listed];
  });
}

function addValue(
  found: FieldMention,
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
  kind: Kind,
): void {
  const text = names.flatMap((name) => textOf(object[name])?.trim() || []).join(' ');
  if (text === '') return;
  const place = kindOf(text, kind);
  if (place === undefined) return;
  found.mention[place].push(text);
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
  if (kind === 'names') {
    if (isEmail(text)) return 'emails';
    if (/^\+?[\d\s().-]{5,30}$/.test(text)) return 'phones';
    return /\p{L}/u.test(text) ? 'names' : undefined;
  }
  if (kind === 'emails') return isEmail(text) ? kind : undefined;
  if (kind === 'phones') return /\d/.test(text) ? kind : undefined;
  return kind;
}

/** One address and nothing else. */
export const isEmail = (text: string) =>
  text.length <= 320 && /^[^\s@;,<>"]+@[^\s@;,<>"]+\.[^\s@;,<>".]+$/.test(text);

/** A mention that says nothing yet. */
export const noMention = (): Mention => ({ names: [], emails: [], phones: [], ids: [] });

const isEmpty = ({ names, emails, phones, ids }: Mention) =>
  names.length + emails.length + phones.length + ids.length === 0;
