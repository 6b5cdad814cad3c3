import type { JsonValue } from './json.js';

/** A field as text, so that ids compare alike as number and as string; empty for objects and absent fields. */
export function textOf(value: JsonValue | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}
