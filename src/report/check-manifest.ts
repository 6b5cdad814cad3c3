import { gapOutcomes } from '../contract/index.js';
import { manifestSchema } from './manifest-schema.js';
import { besidePage, completenessPage, pageName, rightsPage, searchName } from './pages/page-names.js';
import type { ReadEntry } from './read-zip.js';

/** Checks manifest.json against the content of the bag and against itself. */
export function checkManifest(entries: ReadonlyMap<string, ReadEntry>): {
  problems: string[];
  status?: string;
  sources: number;
  pages: number;
} {
  const parsed = manifestSchema.safeParse(parse(entries.get('manifest.json')?.text));
  if (!parsed.success) return { problems: ['manifest.json is not of a known form'], sources: 0, pages: 0 };
  const { status, sources, files, subject } = parsed.data;
  const problems: string[] = [];
  const ids = sources.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) problems.push('manifest.json names a source twice');
  const payload = new Map([...entries].filter(([name]) => name.startsWith('data/')));
  for (const { path, bytes, sha256 } of files) {
    const entry = payload.get(path);
    if (!entry || entry.bytes !== bytes || entry.sha256 !== sha256)
      problems.push(`manifest.json and content differ: ${path}`);
    payload.delete(path);
  }
  for (const name of payload.keys()) problems.push(`manifest.json does not name: ${name}`);
  for (const { id, files: count } of sources) {
    const prefix = `data/${id}/files/`;
    if ([...entries.keys()].filter((name) => name.startsWith(prefix)).length !== count)
      problems.push(`manifest.json counts other files for: ${id}`);
  }
  const pages = checkPages(entries, sources);
  problems.push(...pages.problems);
  const isUnsure = !subject.found && subject.not_searched.length > 0;
  const hasGap = isUnsure || sources.some(({ outcome }) => gapOutcomes.has(outcome));
  if (status !== 'no_match' && hasGap !== (status === 'completed_with_gaps'))
    problems.push('the status in manifest.json does not follow from its outcomes');
  const { certificate_of_no_data: certificate, gaps } = parsed.data.completeness;
  if (certificate && (hasGap || gaps.length > 0 || subject.not_searched.length > 0))
    problems.push('manifest.json certifies that there is nothing, and names what could not be looked at');
  return { problems, status, sources: sources.length, pages: pages.count };
}

/** Every page a source has is there, and no other. */
function checkPages(
  entries: ReadonlyMap<string, ReadEntry>,
  sources: readonly { id: string; html_pages: number; search_pages?: number }[],
): { problems: string[]; count: number } {
  // Reports before format 1.2 have no search and nothing that tells whether their pages can be reached.
  const is12 = sources.some(({ search_pages }) => search_pages !== undefined);
  const wanted = new Set([completenessPage, rightsPage, ...(is12 ? [besidePage] : [])]);
  for (const { id, html_pages, search_pages = 0 } of sources) {
    for (let page = 1; page <= html_pages && wanted.size <= entries.size; page += 1)
      wanted.add(pageName(id, page));
    for (let part = 1; part <= search_pages && wanted.size <= entries.size; part += 1)
      wanted.add(searchName(id, part));
  }
  const present = [...entries.keys()].filter((name) => name.startsWith('pages/'));
  const problems = present
    .filter((name) => !wanted.has(name))
    .map((name) => `manifest.json counts no such page: ${name}`);
  for (const name of wanted) if (!entries.has(name)) problems.push(`missing page: ${name}`);
  return { problems, count: present.filter((name) => name.endsWith('.html')).length };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined; // reported as an unknown form
  }
}
