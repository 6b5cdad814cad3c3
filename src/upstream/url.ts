import type { Conventions, PathValues, Query } from '../contract/index.js';
import { Refusal, remedyFor } from './refusal.js';

/** Parts of a call's address. */
export interface Address {
  /** Path template with placeholders such as `{subject}`. */
  endpoint: string;
  values?: PathValues;
  query?: Query;
}

/**
 * The address of a call. Built by hand, because path values can hold `/`, `+` and `%` and must arrive as
 * encoded. Throws Refusal for a value that would change the path (empty, `.` or `..`) or holds half
 * a character.
 */
export function buildUrl(
  conventions: Conventions,
  baseUrl: string,
  { endpoint, values, query }: Address,
): URL {
  const path = endpoint.replaceAll(/\{(\w+)\}/g, (_placeholder, name: string) => {
    const value = values?.[name] ?? '';
    if (value === '' || value === '.' || value === '..' || !value.isWellFormed())
      throw new Refusal('failed', 'request_refused', remedyFor('request_refused'));
    return conventions.encodePathValue(value, name);
  });
  const search = new URLSearchParams(query).toString();
  return new URL(`${baseUrl}${path}${search && `?${search}`}`);
}
