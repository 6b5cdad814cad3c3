import { isVendorRecord, type Source } from '../contract/index.js';
import { everyRecord, type ReadNeeds } from './unique-records.js';

/** How many records of a source are named by records of other sources, and were not there. */
export async function countUnmetReferences(
  needs: ReadNeeds,
  sources: readonly Source[],
  target: Source,
): Promise<number> {
  let unmet = 0;
  for (const source of sources)
    for (const rule of source.references ?? []) {
      if (rule.source !== target.id) continue;
      const wanted = new Map<string, readonly string[]>();
      for await (const { record } of everyRecord(needs, source)) {
        const names = isVendorRecord(record) ? rule.names(record) : [];
        if (names.length > 0) wanted.set(names.join('|'), names);
      }
      if (wanted.size === 0) continue;
      const known = new Set<string>();
      for await (const { record } of everyRecord(needs, target))
        if (isVendorRecord(record)) for (const name of rule.knownAs(record)) known.add(name);
      for (const names of wanted.values()) if (!names.some((name) => known.has(name))) unmet += 1;
    }
  return unmet;
}
