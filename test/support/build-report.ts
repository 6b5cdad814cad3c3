import { join } from 'node:path';
import { zoom } from '../../connectors/zoom/index.js';
import type { Source, SubjectLookup } from '../../src/contract/index.js';
import type { Written } from '../../src/files/file-store.js';
import { BagFolder } from '../../src/report/bag-folder.js';
import { buildBag } from '../../src/report/bag.js';
import type { ReportFacts } from '../../src/report/facts.js';
import { writeZip } from '../../src/report/zip.js';
import type { Collected } from './collected.js';
import type { BuiltBag } from './open-bag.js';
import { settleAll } from './settle-all.js';

/** A lookup that found the person. */
export const foundPerson: SubjectLookup = {
  end: 'found',
  searched: [{ place: 'users by e-mail', result: 'found' }],
  notSearched: [],
  subject: { email: 'person@example.com', id: 'u1', state: 'active', record: { id: 'u1' } },
};

/** The facts of a report about these sources. */
export function factsOf(
  collected: Collected,
  sources: readonly Source[],
  changes: Partial<Omit<ReportFacts, 'status'>> & { lookup?: SubjectLookup } = {},
): Omit<ReportFacts, 'status'> {
  const { lookup = foundPerson, ...others } = changes;
  return {
    request: { ...collected.request, lookup },
    connector: { ...zoom, sources },
    connection: { id: 'default', plan: 'business', rateShare: 0.75 },
    program: { name: 'zoom-dsar', version: '0.0.0' },
    runs: sources.map(({ id }) => collected.run(id)),
    ...{ steps: collected.steps, spool: collected.spool },
    ...others,
  };
}

/** The facts when their sources are settled and concluded. */
export async function settled(
  { requestId }: Collected,
  facts: Omit<ReportFacts, 'status'>,
): Promise<Omit<ReportFacts, 'status'>> {
  return { ...facts, runs: await settleAll({ ...facts, requestId }, facts.runs) };
}

/** Builds bag and zip of these facts in the collection's folder. */
export async function buildReport(
  collected: Collected,
  facts: Omit<ReportFacts, 'status'>,
  name = 'report',
): Promise<{ path: string; bag: BuiltBag; zip: Written }> {
  const { files } = collected.spool;
  const bag = await buildBag(await settled(collected, facts), new BagFolder(files, `bag-${name}`));
  const path = join(collected.folder, `${name}.zip`);
  const zip = await writeZip(
    files,
    `${name}.zip`,
    bag.topFolder,
    bag.entries,
    new Date(facts.request.createdAt),
  );
  return { path, bag: { ...bag, folder: collected.folder }, zip };
}
