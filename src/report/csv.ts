import { stringify } from 'csv-stringify/sync';
import { writeJson } from '../json.js';
import type { BagFolder, EntryWriter } from './bag-folder.js';
import type { Entry } from './entry.js';

/** Columns a table has at most; what a record holds beyond them stands as JSON in the last one. */
const mostColumns = 400;
const overflow = 'other_fields';

/** Nested objects become dotted columns down to this depth. */
const deepestColumn = 4;

/** Records whose columns decide those of a table, and characters they hold at most while they wait. */
const sample = { records: 500, characters: 4 * 1024 * 1024 };

/** Cells that some spreadsheet would split, or take a blank from, without quotes. */
const quoted = /[;\t|\r\n]|^\s|\s$/;

/** The fields of a record that are columns, or a part of the last one. */
type Fields = readonly (readonly [name: string, value: unknown])[];

/**
 * Writes records as a CSV table while they pass by (RFC 4180, UTF-8 with its mark). Cells that a spreadsheet would change
 * get a leading apostrophe; control characters are left out. The JSON has the exact values. The columns, in the order of
 * their first appearance, stand ahead of all rows: the first records are held until they are known, and where a later one
 * brings another column the table has to be written anew.
 */
export class CsvTable {
  private readonly columns = new Columns();
  private waiting: Fields[] = [];
  private waitingCharacters = 0;
  private rows?: CsvRows;
  private isNarrow = false;

  private constructor(
    private readonly bag: BagFolder,
    private file: EntryWriter,
  ) {}

  static async begin(name: string, bag: BagFolder): Promise<CsvTable> {
    return new CsvTable(bag, await bag.begin(name));
  }

  /** Adds records; `characters`: about what they hold. */
  async add(records: readonly unknown[], characters: number): Promise<void> {
    const fields = records.map(flatten);
    const hasNew = this.columns.add(fields);
    if (this.isNarrow) return;
    if (!this.rows) {
      this.waiting.push(...fields);
      this.waitingCharacters += characters;
      const isEnough = this.waiting.length >= sample.records || this.waitingCharacters >= sample.characters;
      if (isEnough) await this.release();
    } else if (hasNew) this.isNarrow = true;
    else await this.file.write(this.rows.write(fields));
  }

  /** Ends the table; `again` gives all its records once more, in blocks. */
  async end(again: () => AsyncIterable<readonly unknown[]>): Promise<Entry> {
    if (!this.rows) await this.release();
    const entry = await this.file.end();
    if (!this.isNarrow) return entry;
    this.file = await this.bag.begin(entry.name);
    this.rows = new CsvRows(this.columns.list());
    await this.file.write(this.rows.head());
    for await (const records of again()) await this.file.write(this.rows.write(records.map(flatten)));
    return this.file.end();
  }

  abandon(): Promise<void> {
    return this.file.abandon();
  }

  private async release(): Promise<void> {
    this.rows = new CsvRows(this.columns.list());
    await this.file.write(this.rows.head() + this.rows.write(this.waiting));
    this.waiting = [];
  }
}

/** Gathers the columns of a table, in the order of their first appearance. */
class Columns {
  private readonly names = new Set<string>();
  private hasOverflow = false;

  /** Whether there was one that is new. */
  add(records: readonly Fields[]): boolean {
    const before = this.names.size;
    const hadOverflow = this.hasOverflow;
    for (const fields of records)
      for (const [name] of fields) {
        if (this.names.has(name)) continue;
        if (name !== overflow && this.names.size < mostColumns) this.names.add(name);
        else this.hasOverflow = true;
      }
    return this.names.size > before || this.hasOverflow !== hadOverflow;
  }

  list(): string[] {
    return [...this.names, ...(this.hasOverflow ? [overflow] : [])];
  }
}

/** Lines of a table whose columns are known. */
export class CsvRows {
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly columns: readonly string[]) {
    this.places = new Map(columns.map((name, place) => [name, place]));
  }

  head(): string {
    return `\ufeff${toCsv([this.columns.map(toCell)])}`;
  }

  write(records: readonly Fields[]): string {
    return toCsv(records.map((fields) => this.rowOf(fields)));
  }

  private rowOf(fields: Fields): string[] {
    const row = this.columns.map(() => '');
    const rest: (readonly [string, unknown])[] = [];
    const overflowPlace = this.places.get(overflow);
    for (const [name, value] of fields) {
      const place = this.places.get(name);
      if (place === undefined || place === overflowPlace) rest.push([name, value]);
      // Two fields can flatten to one name, such as "a.b" and b inside a.
      else row[place] = row[place] ? `${row[place]}; ${toCell(value)}` : toCell(value);
    }
    if (overflowPlace !== undefined && rest.length > 0) row[overflowPlace] = toCell(Object.fromEntries(rest));
    return row;
  }
}

const toCsv = (rows: string[][]) => stringify(rows, { record_delimiter: 'windows', quoted_match: quoted });

/** The fields of a record that are columns; nested objects become dotted names. */
export function flatten(record: unknown): Fields {
  const fields: [string, unknown][] = [];
  addFields(fields, record, '', 0);
  return fields;
}

function addFields(fields: [string, unknown][], value: unknown, prefix: string, depth: number): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth >= deepestColumn)
    fields.push([prefix || 'value', value]);
  else
    for (const name of Object.keys(value))
      addFields(
        fields,
        (value as Record<string, unknown>)[name],
        prefix ? `${prefix}.${name}` : name,
        depth + 1,
      );
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
