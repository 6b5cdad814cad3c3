import { createHash } from 'node:crypto';
import type { Manifest } from '../../src/report/manifest.js';
import { readZip } from '../../src/report/read-zip.js';

/** What of a report must be the same however often its making was interrupted, by name. */
export async function readReportParts(path: string): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  for await (const entry of readZip(path, (name) => !name.includes('/files/'))) {
    const name = entry.name.slice(entry.name.indexOf('/') + 1);
    if (name === 'manifest.json') addManifest(parts, JSON.parse(entry.text ?? '') as Manifest);
    else if (name.startsWith('data/'))
      parts.set(name, entry.text === undefined ? entry.sha256 : digest(withoutAddresses(entry.text)));
  }
  return parts;
}

/** Names of the parts in which two reports differ. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}

/** Counters of the run, ids and times differ; digests of records follow from the records. */
function addManifest(parts: Map<string, string>, { status, subject, sources, files }: Manifest): void {
  parts.set('status', status);
  parts.set('subject', JSON.stringify(subject));
  parts.set('files', files.map(({ path, bytes }) => `${path} ${bytes}`).join('\n'));
  for (const source of sources)
    parts.set(`source ${source.id}`, withoutMoments(JSON.stringify({ ...source, calls: 0, pages: 0 })));
}

/** A file that is still in the making names the hour after which to ask again, which follows from the time of the run. */
const withoutMoments = (text: string) => text.replace(/ after \d{4}-\d\d-\d\d \d\d:\d\d UTC/g, ' later');

/** Every listing makes new addresses for the files of recordings. */
const withoutAddresses = (text: string) => text.replace(/\/rec\/download\/[\w.-]+/g, '/rec/download/');

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
