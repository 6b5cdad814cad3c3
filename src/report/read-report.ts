import type { OpenFile } from '../files/file-store.js';
import { isFolderName, isLeftover } from './leftovers.js';
import { isFolder, readFolder } from './read-folder.js';
import { readOpenZip, readZip, type ReadEntry } from './read-zip.js';

/** A report as it was found. */
export interface ReadReport {
  /** `repacked`: a zip that another program has made of the report's files. */
  form: 'zip' | 'repacked' | 'folder';
  /** By their names inside the report's top folder. */
  entries: Map<string, ReadEntry>;
  /** What file managers left there. */
  leftovers: number;
  problems: string[];
}

/** A name that no data can have chosen: plain characters, no dot segments, nothing absolute. */
const safeName = /^(?!.*\.\.)[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i;

/** Files whose content a check needs. */
const neededFile =
  /(^|\/)(bagit\.txt|bag-info\.txt|(tag)?manifest-sha256\.txt|manifest\.json|signing-key\.pem|tagmanifest-sha256\.txt\.sig)$/;

/** Deeper than any program packs a folder. */
const isNeeded = (name: string) => name.split('/').length <= 4 && neededFile.test(name);

/**
 * Reads a report on the disk: a zip, or the folder it was unpacked into. Throws an Error that says why it cannot be read,
 * or the signal's reason.
 */
export async function readReport(path: string, signal?: AbortSignal): Promise<ReadReport> {
  return (await isFolder(path))
    ? gather(readFolder(path, isNeeded, signal), true)
    : gather(readZip(path, isNeeded, signal), false);
}

/** Reads a report from an open zip, in the same way. */
export const readOpenReport = (file: OpenFile, signal?: AbortSignal): Promise<ReadReport> =>
  gather(readOpenZip(file, isNeeded, signal), false);

async function gather(read: AsyncIterable<ReadEntry>, isUnpacked: boolean): Promise<ReadReport> {
  const all: ReadEntry[] = [];
  for await (const entry of read) all.push(entry);
  const isOurs = all.length > 0 && all.every(({ isForeign }) => isForeign === false);
  const form = isUnpacked ? 'folder' : isOurs ? 'zip' : 'repacked';
  const top = topOf(all, form);
  const files = all.filter(({ name }) => !isFolderName(name) && (form === 'zip' || !isLeftover(name)));
  const entries = new Map<string, ReadEntry>();
  const problems: string[] = [];
  if (form === 'zip' && top === '') problems.push('there must be exactly one top folder');
  for (const entry of files) {
    const { name: whole, isIntact } = entry;
    const isInside = whole.startsWith(top);
    const name = isInside ? whole.slice(top.length) : whole;
    if (!safeName.test(form === 'zip' ? whole : name))
      problems.push(`unsafe entry name: ${JSON.stringify(whole)}`);
    else if (!isInside) problems.push(`there must be exactly one top folder; beside it: ${whole}`);
    if (entries.has(name)) problems.push(`entry twice: ${name}`);
    if (!isIntact) problems.push(`checksum of the zip does not match: ${name}`);
    entries.set(name, entry);
  }
  problems.push(...checkFolders(all, files));
  return { form, entries, leftovers: all.filter(({ name }) => isLeftover(name)).length, problems };
}

/** The folder of a report, with its slash. A file manager may have packed its content without it, or in another. */
function topOf(all: readonly ReadEntry[], form: ReadReport['form']): string {
  const declarations = all.flatMap(({ name }) => (/(^|\/)bagit\.txt$/.test(name) ? [name] : []));
  const [shortest] = declarations.sort((one, other) => one.length - other.length);
  if (form !== 'zip' && shortest !== undefined) return shortest.slice(0, -'bagit.txt'.length);
  const [first] = all;
  return first ? first.name.slice(0, first.name.indexOf('/') + 1) : '';
}

/** An entry for a folder says nothing that the files in it do not say. */
function checkFolders(all: readonly ReadEntry[], files: readonly ReadEntry[]): string[] {
  const folders = all.filter(({ name }) => isFolderName(name) && !isLeftover(name));
  const used = new Set<string>();
  if (folders.length > 0)
    for (const { name } of files) for (const folder of foldersOf(name)) used.add(folder);
  return folders
    .filter(({ name, bytes }) => bytes > 0 || !used.has(name))
    .map(({ name }) => `a folder that holds no file: ${JSON.stringify(name)}`);
}

function* foldersOf(name: string): Generator<string> {
  for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1))
    yield name.slice(0, end + 1);
}
