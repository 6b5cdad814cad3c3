import { parse, stringify } from 'lossless-json';

/** A number that a double may not hold, standing where JSON has one. */
const longNumber = /(?:^|[:[,])\s*-?(?:\d{16,}|[\d.]+e\+?\d{3,})/i;

/** Levels that are read: what is nested much deeper cannot be written again, because the stack overflows. */
const deepest = 1_000;

/**
 * Parses untrusted JSON; integers beyond 2^53 become bigint and keep their digits, numbers beyond all doubles
 * become text. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError('The JSON is nested too deeply.');
  if (!longNumber.test(text)) return JSON.parse(text) as unknown;
  return parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue });
}

/** The same for an answer of anybody: undefined where it is no JSON, so that it is judged by its text. */
export function tryParseJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function parseNumber(digits: string): unknown {
  const number = Number(digits);
  if (/^-?\d+$/.test(digits) && !Number.isSafeInteger(number)) return BigInt(digits);
  return Number.isFinite(number) ? number : digits;
}

function isTooDeep(text: string): boolean {
  if (text.length < 2 * deepest) return false;
  let depth = 0;
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place];
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    else if (character === '"') place = endOfText(text, place);
    if (depth > deepest) return true;
  }
  return false;
}

function endOfText(text: string, start: number): number {
  let place = start + 1;
  while (place < text.length && text[place] !== '"') place += text[place] === '\\' ? 2 : 1;
  return place;
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
