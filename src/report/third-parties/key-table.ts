import type { Person } from './people.js';
import { pseudonymOf } from './pseudonyms.js';

/** One line of the key to the pseudonyms. It belongs to the controller and is no part of the report. */
export interface KeyTableLine {
  pseudonym: string;
  names: readonly string[];
  emails: readonly string[];
  phones: readonly string[];
  ids: readonly string[];
}

/** Who stands behind each pseudonym. */
export function keyTableOf(people: readonly Person[]): KeyTableLine[] {
  return people.slice(1).map(({ number, names, emails, phones, ids }) => ({
    pseudonym: pseudonymOf([number], 'names'),
    ...{ names, emails, phones, ids },
  }));
}
