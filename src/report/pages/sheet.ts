import type { Source } from '../../contract/index.js';
import { headingOfTrail, RecordReader, type ShownField, type ShownRecord } from './record-reader.js';
import type { Reading } from './show-value.js';

/** Fields of a record under one heading; the first group has none. */
export interface FieldGroup {
  heading: string;
  fields: ShownField[];
}

/** A record that stands alone, such as a profile: what is declared first, then group by group. */
export interface Sheet extends Pick<ShownRecord, 'emptyFields'> {
  groups: FieldGroup[];
}

/** Reads records that are no rows of a list. */
export function createSheetReader(source: Source, reading: Reading): (record: unknown) => Sheet {
  const reader = RecordReader.forSheet(source, reading);
  const columns = source.columns ?? [];
  return (record) => {
    const { fields, emptyFields } = reader.read(record);
    const main: ShownField[] = [];
    const alone: ShownField[] = [];
    const groups = new Map<string, ShownField[]>();
    for (const field of fields) {
      const [outer = '', ...inner] = field.trail;
      if (field.column && inner.length === 0) main.push(field);
      else if (inner.length === 0) alone.push(field);
      else
        groups.set(outer, [
          ...(groups.get(outer) ?? []),
          { ...field, trail: inner, heading: headingOfTrail(inner) },
        ]);
    }
    const placeOf = ({ column }: ShownField) => (column ? columns.indexOf(column) : -1);
    main.sort((one, other) => placeOf(one) - placeOf(other));
    const all: FieldGroup[] = [
      { heading: '', fields: main },
      ...[...groups].map(([heading, inner]) => ({ heading, fields: inner })),
      { heading: main.length > 0 || groups.size > 0 ? reading.texts.source.other : '', fields: alone },
    ];
    return { emptyFields, groups: all.filter((group) => group.fields.length > 0) };
  };
}
