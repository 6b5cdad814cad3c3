/** Where a record lies in the spool: in which list step, at which byte. */
export interface RecordPlace {
  step: number;
  offset: number;
  bytes: number;
}
