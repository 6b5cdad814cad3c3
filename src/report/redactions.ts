import type { BagFolder } from './bag-folder.js';
import type { Entry } from './entry.js';
import { writeFlatTable } from './flat-table.js';

/** Why something was taken out of the report. The list is closed; docs/report-format.md explains each. */
export const redactionReasons = [
  'declared_secret',
  'link_secret',
  'link_credentials',
  'signed_token',
  'authorization_header',
  'passcode',
  'dial_string',
  'third_party',
] as const;

/** Why something was taken out of the report. */
export type RedactionReason = (typeof redactionReasons)[number];

/** One line of the table of redactions. */
export interface Redaction {
  source: string;
  /** Path in the record, or the file's path in the report. */
  field: string;
  reason: RedactionReason;
  count: number;
}

/** Lines that are kept apart; what comes beyond them is counted per source and reason. */
const mostLines = 10_000;
const otherFields = '(other fields)';

/** Counts what is taken out of a report. It never holds the original. */
export class Redactions {
  private readonly lines = new Map<string, Redaction>();

  add(source: string, field: string, reason: RedactionReason, count = 1): void {
    const own = JSON.stringify([source, reason, field]);
    const isFull = this.lines.size >= mostLines && !this.lines.has(own);
    const key = isFull ? JSON.stringify([source, reason, otherFields]) : own;
    const line = this.lines.get(key);
    if (line) line.count += count;
    else this.lines.set(key, { source, field: isFull ? otherFields : field, reason, count });
  }

  /** Secrets taken out of a source's records and files. */
  secretsOf(source: string): number {
    return this.list()
      .filter((line) => line.source === source && line.reason !== 'third_party')
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** In the order of their first appearance. */
  list(): Redaction[] {
    return [...this.lines.values()];
  }
}

/** Writes what was taken out, where and why, as `data/redactions.json` and its CSV twin. */
export const writeRedactions = (redactions: Redactions, bag: BagFolder): Promise<Entry[]> =>
  writeFlatTable(redactions.list(), ['source', 'field', 'reason', 'count'] as const, 'data/redactions', bag);
