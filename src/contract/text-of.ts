/** A scalar of a vendor's record as text; undefined for absent, null, empty and structured values. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'bigint' ? value.toString() : undefined;
}

/** Parts of a record's identity in one key; undefined when the first part, its core, is missing. */
export function keyOf(core: unknown, ...parts: unknown[]): string | undefined {
  const text = textOf(core);
  return text === undefined ? undefined : [text, ...parts.map((part) => textOf(part) ?? '')].join('|');
}
