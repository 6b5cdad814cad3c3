import { writeJson } from '../../json.js';

/** One value of a record with the way to it. */
export interface Leaf {
  /** Names of fields, and positions in lists counted from 1. */
  path: readonly (string | number)[];
  /** The names alone, joined by dots. */
  field: string;
  /** No object; a list holds plain values only. */
  value: unknown;
}

/** Levels that are taken apart; what is nested deeper is shown as JSON. */
const deepest = 8;

/** Everything a record holds, in its order. */
export function leavesOf(value: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  addLeaves(leaves, value, [], '');
  return leaves;
}

function addLeaves(leaves: Leaf[], value: unknown, path: Leaf['path'], field: string): void {
  if (path.length >= deepest || !hasParts(value)) leaves.push({ path, field, value: plain(value) });
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) addLeaves(leaves, item, [...path, index + 1], field);
  else
    for (const name of Object.keys(value))
      addLeaves(
        leaves,
        (value as Record<string, unknown>)[name],
        [...path, name],
        path.some((step) => typeof step === 'string') ? `${field}.${name}` : name,
      );
}

/** Objects and lists of objects are taken apart; an empty object and a list of plain values are not. */
function hasParts(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null);
  return Object.keys(value).length > 0;
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Object.keys(value).length === 0) return null;
  return Array.isArray(value) && value.every((item) => typeof item !== 'object') ? value : writeJson(value);
}

/** Words made of a field's name: `host_video` becomes "Host video". */
export function headingOf(field: string): string {
  const words = field
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim();
  return words === '' ? field : words.charAt(0).toUpperCase() + words.slice(1);
}
