import type { VendorRecord } from '../contract/index.js';
import type { ParentRecord } from '../model/parent-record.js';
import type { RecordPlace } from '../model/record-place.js';
import { parseJson, writeJson } from '../json.js';
import type { QueryAsked } from './identity.js';
import type { Spool } from './spool.js';

/** What is known of a settled record. */
export interface SettledHead extends QueryAsked {
  /** Its number, counted from 1. */
  n: number;
  /** Its identity, which no other record of the source has. */
  id: string;
  /** Position of the list that brought it. */
  list: number;
  /** The record of another source for which it was asked. */
  parent?: ParentRecord;
  /** False: it does not fit the declared schema. */
  known: boolean;
}

/** A settled record as it is written, on a line of its own. */
export interface SettledLine extends SettledHead {
  record: unknown;
}

/** Writes a line; the record comes as JSON. */
export function settledLine(head: SettledHead, record: string): string {
  const { n, id, list, query, known, operation, asked, parent } = head;
  const more = writeJson({ operation, asked, parent }).slice(1, -1);
  const start = `{"n":${n},"id":${JSON.stringify(id)},"list":${list},"query":${query}`;
  return `${start}${more && `,${more}`},"known":${known},"record":${record}}`;
}

/** Reads a line. */
export const parseLine = (line: Buffer) => parseJson(line.toString('utf8')) as SettledLine;

/** One settled record. Throws when it is not where it was. */
export async function readSettled(
  spool: Spool,
  source: string,
  { number, offset, bytes }: RecordPlace,
): Promise<SettledLine & { record: VendorRecord }> {
  const file = await spool.files.open(spool.settledFile(source));
  try {
    const line = parseLine(await file.readAt(offset, bytes));
    if (line.n !== number) throw new RangeError('There is another record in the place of this one.');
    return line as SettledLine & { record: VendorRecord };
  } finally {
    await file.close();
  }
}
