import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { zoom } from '../../../../../connectors/zoom/index.js';
import type { SubjectLookup } from '../../../../../src/contract/index.js';
import type { BuiltBag } from '../../../../support/open-bag.js';
import { buildReport, factsOf } from '../../../../support/build-report.js';
import type { Collected } from '../../../../support/collected.js';
import type { subject as anySubject } from './people.js';

/** The report of a collected corpus with other people kept and with pseudonyms, which can be made again. */
export async function buildBoth(
  collected: Collected,
  subject: typeof anySubject,
  sourceIds: readonly string[],
) {
  const lookup: SubjectLookup = {
    ...{ end: 'found', searched: [], notSearched: [] },
    subject: {
      ...{ email: subject.email, id: subject.id, state: 'active' },
      record: { id: subject.id, email: subject.email, display_name: subject.name },
    },
  };
  const build = (thirdParties: 'keep' | 'pseudonymise', name: string) => {
    const sources = zoom.sources.filter(({ id }) => sourceIds.includes(id));
    return buildReport(collected, { ...factsOf(collected, sources, { lookup }), thirdParties }, name);
  };
  const { bag: kept } = await build('keep', 'keep');
  const { bag: pseudonymised, path } = await build('pseudonymise', 'pseudonymise');
  return { kept, pseudonymised, path, buildAgain: () => build('pseudonymise', 'again') };
}

/** A file of a report. */
export function textOf(bag: BuiltBag, name: string): string {
  const entry = bag.entries.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`The bag has no ${name}.`);
  return readFileSync(join(bag.folder, entry.key), 'utf8');
}
