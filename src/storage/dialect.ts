/** A value a column can hold. */
export type Value = string | number | null;

/** What databases say each in their own way. Everything else of the stores' SQL is common to them. */
export interface Dialect {
  /** A condition: the column is one of a list, which is the value of one parameter. */
  readonly isIn: (column: string, parameter: string) => string;
  /** A list as the value of one parameter. */
  readonly list: (values: readonly (string | number)[]) => Value;
  /** A field of a column that holds JSON. */
  readonly field: (column: string, name: string) => string;
  /** A text as it lies there, also where it is damaged; `fromBytes` reads it. */
  readonly bytes: (column: string) => string;
  readonly fromBytes: (value: Value | undefined) => string;
  /** Selects `name` and `sql`, as bytes, of what keeps a table from being changed. */
  readonly guardsOf: (table: string) => string;
}
