import { fieldsOf, type Column, type Source } from '../../contract/index.js';
import { headingOf, leavesOf, type Leaf } from './leaves.js';
import { showValue, type Reading, type ShownValue } from './show-value.js';
import { valueAt } from './value-at.js';

/** One field with its words. */
export interface ShownField {
  /** From the outermost object to the field. */
  trail: readonly string[];
  /** The trail as people read it. */
  heading: string;
  value: ShownValue;
  /** What the source declares about it. */
  column?: Column;
}

type Named = Pick<ShownField, 'trail' | 'heading' | 'column'>;

const noMeaning = {};

/** A trail as people read it. */
export const headingOfTrail = (trail: readonly string[]) => trail.join(' › ');

/** A record as people read it: nothing of it is left out. */
export interface ShownRecord {
  /** One per column of the table. */
  cells: (ShownValue | undefined)[];
  /** What the cells do not show, or not wholly. */
  fields: ShownField[];
  /** Headings of the fields without a value. */
  emptyFields: string[];
}

/** Columns of the table of a source that declares none. */
const genericColumns = 6;
/** Fields whose words are kept: the items of long lists have too many. */
const mostKnown = 2_000;
/** Characters of a cell; longer texts stand whole among the fields. */
const longestCell = 280;

/** Reads records by the columns their source declares. */
export class RecordReader {
  private readonly byField = new Map<string, Column>();
  private readonly known = new Map<string, Named>();

  private constructor(
    readonly columns: readonly Column[],
    private readonly reading: Reading,
    declared: readonly Column[],
  ) {
    for (const column of declared) for (const field of fieldsOf(column)) this.byField.set(field, column);
  }

  /** A table of the columns that belong there; of the first record's fields where none is declared. */
  static forTable({ columns }: Source, reading: Reading, first: unknown): RecordReader {
    const declared = columns ?? genericOf(first, reading);
    return new RecordReader(
      declared.filter(({ isDetail }) => !isDetail),
      reading,
      declared,
    );
  }

  /** No table: all fields of a record, one below the other. */
  static forSheet({ columns = [] }: Source, reading: Reading): RecordReader {
    return new RecordReader([], reading, columns);
  }

  read(record: unknown): ShownRecord {
    const shown = new Set<string>();
    const cells = this.columns.map((column) => this.readCell(record, column, shown));
    const fields: ShownField[] = [];
    const emptyFields: string[] = [];
    for (const leaf of leavesOf(record)) {
      if (shown.has(leaf.field)) continue;
      const { trail, heading, column } = this.name(leaf);
      const value = showValue(leaf.value, column ?? noMeaning, this.reading);
      if (value) fields.push({ trail, heading, value, column });
      else emptyFields.push(heading);
    }
    return { cells, fields, emptyFields };
  }

  private readCell(record: unknown, column: Column, shown: Set<string>): ShownValue | undefined {
    for (const field of fieldsOf(column)) {
      const value = valueAt(record, field);
      if (value === undefined || !isPlain(value)) continue;
      const cell = showValue(value, column, this.reading);
      if (!cell) continue;
      if (cell.text.length > longestCell)
        return { ...cell, text: `${cell.text.slice(0, longestCell).replace(/[\ud800-\udbff]$/, '')}…` };
      shown.add(field);
      // A code that is a word repeats what its explanation says; a number is what people meet elsewhere.
      return cell.exact !== undefined && /^[a-z]/i.test(cell.exact) ? { ...cell, exact: undefined } : cell;
    }
    return undefined;
  }

  /** The words of a field, which are the same in every record. */
  private name(leaf: Leaf): Named {
    const key = leaf.path.length === 1 ? leaf.field : JSON.stringify(leaf.path);
    let named = this.known.get(key);
    if (!named) {
      const column = this.byField.get(leaf.field);
      const trail = this.trailOf(leaf, column);
      named = { trail, heading: headingOfTrail(trail), column };
      if (this.known.size < mostKnown) this.known.set(key, named);
    }
    return named;
  }

  private trailOf({ path }: Leaf, column: Column | undefined): string[] {
    const words: string[] = [];
    let isInList = false;
    for (const step of path) {
      if (typeof step === 'string') words.push(headingOf(step));
      else words.push(`${words.pop() ?? ''} ${step}`.trim());
      isInList ||= typeof step === 'number';
    }
    if (column) words.splice(isInList ? -1 : 0, words.length, column.heading);
    return words.length > 0 ? words : [this.reading.texts.values.value];
  }
}

function genericOf(record: unknown, { texts }: Reading): Column[] {
  if (typeof record !== 'object' || record === null) return [];
  const names = Object.keys(record).filter((name) => name !== '' && !name.includes('.'));
  const columns = names
    .filter((name) => isPlain((record as Record<string, unknown>)[name]))
    .slice(0, genericColumns)
    .map((name) => ({ field: name, heading: headingOf(name) || texts.values.value }));
  return columns;
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object' || item === null);
  return typeof value !== 'object' || value === null;
}
