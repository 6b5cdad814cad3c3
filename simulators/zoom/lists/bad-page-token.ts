import { Refusal } from '../refusal.js';

/** The documented refusal of a page token; it has no detail that tells unknown from expired. */
export function badPageToken(code: 300 | 400): Refusal {
  return new Refusal(400, code, 'The next page token is invalid or expired.');
}
