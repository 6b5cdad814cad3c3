import { isVendorRecord, type Source } from '../contract/index.js';
import type { SourceRun } from '../model/source-run.js';
import type { ReadNeeds } from './settle.js';
import { listedRecords } from './settled-records.js';

/** Sources whose records name records of another one. */
export const referrersOf = (sources: readonly Source[], target: string): Source[] =>
  sources.filter(({ references = [] }) => references.some(({ source }) => source === target));

/** How many records of a source are named by records of other sources, which are settled, and were not there. */
export async function countUnmetReferences(
  needs: ReadNeeds,
  sources: readonly Source[],
  target: SourceRun,
): Promise<number> {
  const runs = await needs.steps.runs(needs.requestId);
  let unmet = 0;
  for (const source of referrersOf(sources, target.sourceId)) {
    const run = runs.find(({ sourceId }) => sourceId === source.id);
    for (const rule of run ? (source.references ?? []) : []) {
      if (!run || rule.source !== target.sourceId) continue;
      const wanted = new Map<string, readonly string[]>();
      for await (const { record } of listedRecords(needs, run)) {
        const names = isVendorRecord(record) ? rule.names(record) : [];
        if (names.length > 0) wanted.set(names.join('|'), names);
      }
      if (wanted.size === 0) continue;
      const known = new Set<string>();
      for await (const { record } of listedRecords(needs, target))
        if (isVendorRecord(record)) for (const name of rule.knownAs(record)) known.add(name);
      for (const names of wanted.values()) if (!names.some((name) => known.has(name))) unmet += 1;
    }
  }
  return unmet;
}
