import { Refusal } from './refusal.js';

/** Percent-decodes a path value once; a malformed one is refused with 300. */
export function decodePathValue(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new Refusal(400, 300, 'Invalid path parameter.');
  }
}
