/** Which of a source's settled records, and where its line lies among them. */
export interface RecordPlace {
  /** Counted from 1, as the lines of the report are. */
  number: number;
  offset: number;
  bytes: number;
}
