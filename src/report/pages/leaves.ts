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
export function* leavesOf(value: unknown, path: readonly (string | number)[] = []): Generator<Leaf> {
  const parts = path.length < deepest ? partsOf(value) : undefined;
  if (!parts) {
    yield { path, field: path.filter((step) => typeof step === 'string').join('.'), value: plain(value) };
    return;
  }
  for (const [step, inner] of parts) yield* leavesOf(inner, [...path, step]);
}

function partsOf(value: unknown): (readonly [string | number, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value);
    return entries.length > 0 ? entries : undefined;
  }
  const isPlain = value.every((item) => typeof item !== 'object' || item === null);
  return isPlain ? undefined : value.map((item, index) => [index + 1, item] as const);
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
