import { z } from 'zod';
import { gapOutcomes, outcomes } from '../contract/index.js';
import type { ReadEntry } from './read-zip.js';

const schema = z.looseObject({
  format_version: z.string().regex(/^1\./),
  status: z.enum(['completed', 'completed_with_gaps', 'no_match']),
  sources: z.array(
    z.looseObject({ id: z.string(), outcome: z.enum(outcomes), records: z.number(), files: z.number() }),
  ),
  files: z.array(z.looseObject({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

/** Checks manifest.json against the content of the bag and against itself. */
export function checkManifest(entries: ReadonlyMap<string, ReadEntry>): {
  problems: string[];
  status?: string;
  sources: number;
} {
  const parsed = schema.safeParse(parse(entries.get('manifest.json')?.text));
  if (!parsed.success) return { problems: ['manifest.json is not of a known form'], sources: 0 };
  const { status, sources, files } = parsed.data;
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
  const hasGap = sources.some(({ outcome }) => gapOutcomes.has(outcome));
  if (status !== 'no_match' && hasGap !== (status === 'completed_with_gaps'))
    problems.push('the status in manifest.json does not follow from its outcomes');
  return { problems, status, sources: sources.length };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined; // reported as an unknown form
  }
}
