import { pipeline } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FileStore } from '../files/file-store.js';
import { parseJson, writeJson } from '../json.js';

/** Columns a table has at most; what a record holds beyond them stands as JSON in the last one. */
const mostColumns = 400;
const overflow = 'other_fields';

/** Nested objects become dotted columns down to this depth. */
const deepestColumn = 4;

/** Gathers the columns of a table while its records pass by, in the order of their first appearance. */
export class Columns {
  private readonly names = new Set<string>();
  private hasOverflow = false;

  add(record: unknown): void {
    for (const [name] of flatten(record)) {
      if (this.names.has(name)) continue;
      if (name !== overflow && this.names.size < mostColumns) this.names.add(name);
      else this.hasOverflow = true;
    }
  }

  list(): string[] {
    return [...this.names, ...(this.hasOverflow ? [overflow] : [])];
  }
}

/** Cells that some spreadsheet would split, or take a blank from, without quotes. */
const quoted = /[;\t|\r\n]|^\s|\s$/;

/**
 * The CSV twin of a file with one JSON record per line (RFC 4180, UTF-8 with its mark). Cells that a spreadsheet
 * would change get a leading apostrophe; control characters are left out. The JSON has the exact values.
 */
export function toCsv(records: AsyncIterable<unknown>, columns: string[]): AsyncIterable<Buffer> {
  const table = stringify({ bom: true, record_delimiter: 'windows', quoted_match: quoted });
  // Whoever reads the table is told of an error, too.
  pipeline(rowsOf(records, columns), table, () => undefined);
  return table as AsyncIterable<Buffer>;
}

async function* rowsOf(records: AsyncIterable<unknown>, columns: string[]): AsyncGenerator<string[]> {
  yield columns.map(toCell);
  const places = new Map(columns.map((name, place) => [name, place]));
  const overflowPlace = places.get(overflow);
  for await (const record of records) {
    const row = columns.map(() => '');
    const rest: [string, unknown][] = [];
    for (const [name, value] of flatten(record)) {
      const place = places.get(name);
      if (place === undefined || place === overflowPlace) rest.push([name, value]);
      // Two fields can flatten to one name, such as "a.b" and b inside a.
      else row[place] = row[place] ? `${row[place]}; ${toCell(value)}` : toCell(value);
    }
    if (overflowPlace !== undefined && rest.length > 0) row[overflowPlace] = toCell(Object.fromEntries(rest));
    yield row;
  }
}

function* flatten(value: unknown, prefix = '', depth = 0): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth >= deepestColumn) {
    yield [prefix || 'value', value];
    return;
  }
  for (const [name, inner] of Object.entries(value))
    yield* flatten(inner, prefix ? `${prefix}.${name}` : name, depth + 1);
}

function toCell(value: unknown): string {
  const text = toText(value).replace(controls, '').replace(innerFormula, "$1'");
  return changed.test(text) || isLongNumber(text) ? `'${text}` : text;
}

/** Control characters that no cell needs; tab and line ends stay. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * What a spreadsheet may take for a formula (https://owasp.org/www-community/attacks/CSV_Injection), and an apostrophe, so
 * that the one in front can always be taken away.
 */
const changed = /^(?:[\t\r']|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** A formula where a cell begins for those who divide at semicolons, tabs or lines. Dashes of a list are none. */
const innerFormula = /([;\t\r\n][^\S\r\n]*)(?='*(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d][\p{L}\p{N}(."']))/gu;

/** Digits that spreadsheets keep of a number; with an exponent they show another text. */
const keptDigits = 15;

const isLongNumber = (text: string) =>
  /^\s*\d[\d.,\s]*$/.test(text)
    ? text.replace(/\D/g, '').length > keptDigits
    : /^\s*\d+[eE]\d+\s*$/.test(text);

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return writeJson(value);
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item !== 'object');
  return isPlainList ? value.map(toText).join('; ') : writeJson(value);
}

/** The records of a JSON array that has one record per line. */
export async function* readJsonLines(files: FileStore, key: string): AsyncGenerator {
  let rest = '';
  const text = files.read(key, { blockBytes: 256 * 1024 }).setEncoding('utf8');
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '[' && line !== ']') yield parseJson(line.replace(/,$/, ''));
  }
}
