import { AppError } from '../../errors.js';
import type { Value } from '../rows.js';

/** What a placeholder, or something that only looks like one, can stand in. */
const placeholders = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\?(\d*)/g;

/** How many values a statement takes: the driver would take NULL for those that are missing. */
export function countValues(sql: string): number {
  let count = 0;
  for (const [found, number] of sql.matchAll(placeholders))
    if (found.startsWith('?')) count = number ? Math.max(count, Number(number)) : count + 1;
  return count;
}

/**
 * Values as the driver stores them without loss. Throws AppError for a text that the database would cut or
 * change, TypeError for what it would silently take for something else.
 */
export function toBound(values: readonly Value[], count: number): (string | number | bigint | null)[] {
  if (values.length !== count)
    throw new TypeError(`The statement takes ${count} values and is given ${values.length}.`);
  return values.map((value: unknown) => {
    if (value === null) return null;
    if (typeof value === 'string') return checkText(value);
    // A double of this size would be stored as REAL, and read back as another kind.
    if (Number.isSafeInteger(value)) return BigInt(value as number);
    if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) return value;
    throw new TypeError(
      `The database takes texts, null and numbers that a double holds, not ${typeof value === 'number' ? String(value) : typeof value}.`,
    );
  });
}

/** The driver cuts a text at U+0000 and replaces what is not well-formed. */
function checkText(text: string): string {
  if (!text.includes('\0') && text.isWellFormed()) return text;
  throw new AppError('invalid_request', 'A text must be well-formed Unicode and must not hold U+0000.');
}
