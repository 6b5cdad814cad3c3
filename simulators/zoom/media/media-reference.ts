import type { JsonValue } from '../json.js';

/** The media id of a `media:<id>` reference; undefined for any other value, such as a URL a test wrote. */
export function mediaIdOf(reference: JsonValue | undefined): string | undefined {
  return typeof reference === 'string' && reference.startsWith('media:')
    ? reference.slice('media:'.length)
    : undefined;
}
