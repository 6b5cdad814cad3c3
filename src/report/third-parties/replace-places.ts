import type { NamedPlace } from './find-people.js';
import { pseudonymOf } from './pseudonyms.js';

/** A text with pseudonyms in these places. A name that goes over into another piece is taken out there. */
export function replacePlaces(text: string, places: readonly NamedPlace[]): string {
  if (places.length === 0) return text;
  const edits = places
    .flatMap(({ stretches, people, kind }) =>
      stretches.map(({ start, end }, number) =>
        number === 0
          ? { start, end, text: fitting(text.slice(start, end), pseudonymOf(people, kind)) }
          : { start, end: isAlone(text, start, end) ? end + 1 : end, text: '' },
      ),
    )
    .sort((one, other) => one.start - other.start);
  const parts: string[] = [];
  let done = 0;
  for (const edit of edits) {
    parts.push(text.slice(done, Math.max(done, edit.start)), edit.text);
    done = Math.max(done, edit.end);
  }
  return parts.join('') + text.slice(done);
}

/** A blank behind what is taken out goes too, where one or the start of a line stands before it. */
const isAlone = (text: string, start: number, end: number) =>
  text[end] === ' ' && /[\s]/.test(text[start - 1] ?? ' ');

/** In an address, as an address writes it. */
const fitting = (original: string, pseudonym: string) =>
  /%[0-9A-F]{2}/i.test(original) ? encodeURIComponent(pseudonym) : pseudonym;
