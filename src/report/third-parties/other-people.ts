import type { FilePeople, PersonFields } from '../../contract/index.js';
import type { ReportFacts } from '../facts.js';
import type { RecordPath } from '../record-path.js';
import { gatherPeople } from './gather-people.js';
import { keyTableOf, type KeyTableLine } from './key-table.js';
import { NameIndex } from './name-index.js';
import { RedactText } from './redact-text.js';
import { RedactValue } from './redact-value.js';

/** The other people of a report, who stand in it under pseudonyms. */
export interface OtherPeople {
  /** A record or a JSON file; fields of these groups name people. `found` is called for each replacement. */
  inValue(value: unknown, groups: readonly PersonFields[], found: (path: RecordPath) => void): unknown;
  /** A text file, which is read twice. */
  inText(extension: string, rule: FilePeople): RedactText;
  keyTable: readonly KeyTableLine[];
}

/** Finds the other people of a report. Their numbers follow from the facts alone. */
export async function findOtherPeople(facts: Omit<ReportFacts, 'status'>): Promise<OtherPeople> {
  const gathered = await gatherPeople(facts);
  const people = gathered.merge();
  const index = await NameIndex.of(people, gathered.ordinaryWords);
  const values = new RedactValue(gathered, index);
  return {
    inValue: (value, groups, found) => values.redact(value, groups, found),
    inText: (extension, rule) => new RedactText(gathered, index, extension, rule),
    keyTable: keyTableOf(people),
  };
}
