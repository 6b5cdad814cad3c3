import type { PersonFields } from '../../contract/index.js';
import { findEmails } from './find-emails.js';
import { mentionsIn, noMention } from './mention.js';
import type { People } from './people.js';

/** Adds the people a value names: by its declared fields, and by addresses wherever they stand. */
export function gatherFromValue(
  people: People,
  value: unknown,
  groups: readonly PersonFields[],
  parent?: string,
): void {
  if (typeof value === 'string') gatherFromText(people, value);
  else if (Array.isArray(value)) for (const item of value) gatherFromValue(people, item, groups, parent);
  else if (typeof value === 'object' && value !== null) {
    for (const { mention } of mentionsIn(value as Record<string, unknown>, parent, groups))
      people.add(mention);
    for (const [name, inner] of Object.entries(value)) {
      if (name.includes('@')) gatherFromText(people, name);
      gatherFromValue(people, inner, groups, name);
    }
  }
}

function gatherFromText(people: People, text: string): void {
  people.ordinaryWords.note(text);
  gatherEmails(people, text);
}

/** Adds the people whose addresses stand in a text. */
export function gatherEmails(people: People, text: string): void {
  for (const { key } of findEmails(text)) people.add({ ...noMention(), emails: [key] });
}
