/** How a value is shown: a moment also in the person's time zone, spans of time and sizes with their unit. */
export type ColumnKind = 'text' | 'moment' | 'minutes' | 'seconds' | 'bytes';

/** One field of a source's records, as people read it. */
export interface Column {
  /** Name of the field, or names of which the first present counts; dots lead into objects. */
  field: string | readonly string[];
  /** Plain words for the field. */
  heading: string;
  /** Plain words for values the vendor writes as codes. */
  codes?: Readonly<Record<string, string>>;
  /** Absent: as text. */
  kind?: ColumnKind;
  /** Named in the details of a record, not in the table. */
  isDetail?: boolean;
}

/** The names under which a column looks for its value. */
export function fieldsOf({ field }: Column): readonly string[] {
  return typeof field === 'string' ? [field] : field;
}

/** What is wrong with the columns of a source, in words; undefined when nothing is. */
export function findColumnMistake(columns: readonly Column[]): string | undefined {
  const headings = columns.map(({ heading }) => heading.trim());
  if (headings.includes('')) return 'a column needs a heading';
  const twice = headings.find((heading, place) => headings.indexOf(heading) !== place);
  if (twice !== undefined) return `two columns have the heading "${twice}"`;
  for (const column of columns) {
    const fields = fieldsOf(column);
    if (fields.length === 0 || fields.some((field) => !/^[^.\s]+(\.[^.\s]+)*$/.test(field)))
      return `the column "${column.heading}" names no field`;
    if (Object.values(column.codes ?? {}).some((words) => words.trim() === ''))
      return `a code of the column "${column.heading}" has no words`;
  }
  return columns.length > 0 && columns.every(({ isDetail }) => isDetail)
    ? 'at least one column must stand in the table'
    : undefined;
}
