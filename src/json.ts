import { parse, stringify } from 'lossless-json';

/** A run of digits that a double may not hold, standing where JSON has a number. */
const longInteger = /[:[,]\s*-?\d{16,}/;

/** Parses untrusted JSON; integers beyond 2^53 become bigint and keep their digits. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  if (!longInteger.test(text)) return JSON.parse(text) as unknown;
  return parse(text, undefined, {
    parseNumber: (digits) =>
      /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? BigInt(digits) : Number(digits),
    onDuplicateKey: ({ newValue }) => newValue,
  });
}

/** Writes JSON on one line; bigint as plain digits. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringify(value) ?? 'null';
  }
}
