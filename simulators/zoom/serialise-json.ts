import type { JsonValue } from './json.js';

// A private-use character keeps the marker apart from any text a record may hold.
const mark = '\uE000';
const marked = new RegExp(`"${mark}(-?\\d+)${mark}"`, 'g');

/** JSON text of a value; bigints become integers with all their digits, which JSON.stringify cannot do on Node 20. */
export function serialiseJson(value: JsonValue): string {
  if (!holdsBigint(value)) return JSON.stringify(value);
  const text = JSON.stringify(value, (_field, item: unknown) =>
    typeof item === 'bigint' ? `${mark}${item.toString()}${mark}` : item,
  );
  return text.replace(marked, '$1');
}

function holdsBigint(value: JsonValue | undefined): boolean {
  if (typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.some(holdsBigint) : Object.values(value).some(holdsBigint);
}
