import type { FileStore } from '../files/file-store.js';
import { isFolder } from './read-folder.js';
import type { ReadEntry } from './read-zip.js';
import { readOpenReport, readReport, type ReadReport } from './read-report.js';
import { checkManifest } from './check-manifest.js';
import { checkSignature, signatureFile, signingKeyFile } from './signature.js';
import { besidePage, completenessPage, rightsPage, verifyPage } from './pages/page-names.js';

/** What a verification found. */
export interface Verification {
  isValid: boolean;
  /** What was checked, in words. */
  checked: string[];
  /** What is wrong, in words; empty when valid. */
  problems: string[];
  /** What the reader should know of how it was checked. */
  notes: string[];
  /** Status the report states. */
  status?: string;
  /** Id of the key it is signed with; absent: it is not signed. */
  signingKey?: string;
}

const tagManifest = 'tagmanifest-sha256.txt';
const requiredFiles = [
  ...['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', tagManifest, 'manifest.json'],
  ...['index.html', 'README.txt', completenessPage, rightsPage],
];

/** The first two: both or none. Reports of older versions have no page that checks. */
const optional = [signatureFile, signingKeyFile, verifyPage, besidePage];

/** Tag files of which there are as many as the records need; which ones, manifest.json says. */
const pageName = /^pages\/[a-z]+(-[a-z]+)*(-[1-9]\d*)?\.html$/;

/** How a report is checked. */
export interface VerifyOptions {
  signal?: AbortSignal;
  /** The key the report must be signed with, as PEM. */
  trustedKey?: string;
}

/**
 * Checks a report offline: structure, every digest, the counts and the account of it in manifest.json. It may be the
 * zip, the unpacked folder, or a zip that another program has made of that.
 */
export async function verifyReport(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const what = (await isFolder(path)) ? 'the folder cannot be checked' : notReadable;
  return verify(() => readReport(path, options.signal), what, options);
}

/** Checks a report of ours in the same way, before anybody sees it. */
export async function verifyStored(
  files: FileStore,
  key: string,
  options: VerifyOptions = {},
): Promise<Verification> {
  const file = await files.open(key);
  try {
    return await verify(() => readOpenReport(file, options.signal), notReadable, options);
  } finally {
    await file.close();
  }
}

const notReadable = 'not a readable zip';

async function verify(
  readIt: () => Promise<ReadReport>,
  what: string,
  { signal, trustedKey }: VerifyOptions,
): Promise<Verification> {
  let read: ReadReport;
  try {
    read = await readIt();
  } catch (error) {
    signal?.throwIfAborted();
    return { isValid: false, checked: [], notes: [], problems: [`${what}: ${(error as Error).message}`] };
  }
  const { entries } = read;
  const problems = [...read.problems];
  for (const name of requiredFiles) if (!entries.has(name)) problems.push(`missing file: ${name}`);
  const tags = [...entries.keys()].filter((name) => !isPayload(name));
  for (const name of tags)
    if (!requiredFiles.includes(name) && !optional.includes(name) && !pageName.test(name))
      problems.push(`unknown file: ${name}`);
  problems.push(...checkBag(entries));
  const signature = checkSignature(
    {
      tagManifest: entries.get(tagManifest)?.content ?? Buffer.alloc(0),
      signature: entries.get(signatureFile)?.content,
      keyPem: entries.get(signingKeyFile)?.text,
      namedKey: /^Signing-Key: (\S+)$/m.exec(entries.get('bag-info.txt')?.text ?? '')?.[1],
    },
    trustedKey,
  );
  problems.push(...signature.problems);
  const account = checkManifest(entries);
  problems.push(...account.problems);
  const payload = [...entries.keys()].filter(isPayload).length;
  return {
    isValid: problems.length === 0,
    status: account.status,
    signingKey: signature.keyId,
    problems,
    notes: notesOf(read),
    checked: [
      read.form === 'folder'
        ? `${entries.size} files read`
        : `${entries.size} entries read, each against the checksum of the zip`,
      `${payload} payload files against manifest-sha256.txt`,
      `${tags.filter((name) => !isUnlisted(name)).length} tag files against ${tagManifest}`,
      'size and number of files against bag-info.txt',
      signature.checked,
      `${payload} files, ${account.pages} pages and ${account.sources} sources against manifest.json`,
    ],
  };
}

function notesOf({ form, leftovers }: ReadReport): string[] {
  const forms = {
    zip: [],
    folder: ['this is an unpacked folder: it was judged by the digests of its files'],
    repacked: ['another program has packed this zip again: it was judged by the digests of its files'],
  };
  const beside =
    leftovers > 0
      ? [`${leftovers} files that a file manager left there were passed over (.DS_Store and the like)`]
      : [];
  return [...forms[form], ...beside];
}

function checkBag(entries: ReadonlyMap<string, ReadEntry>): string[] {
  const problems: string[] = [];
  const text = (name: string) => entries.get(name)?.text ?? '';
  if (!text('bagit.txt').startsWith('BagIt-Version: 1.0\n')) problems.push('bagit.txt is not of BagIt 1.0');
  const payload = [...entries].filter(([name]) => isPayload(name));
  problems.push(...checkDigests('manifest-sha256.txt', text('manifest-sha256.txt'), new Map(payload)));
  const tags = [...entries].filter(([name]) => !isPayload(name) && !isUnlisted(name));
  problems.push(...checkDigests(tagManifest, text(tagManifest), new Map(tags)));
  const bytes = payload.reduce((sum, [, entry]) => sum + entry.bytes, 0);
  if (!text('bag-info.txt').includes(`\nPayload-Oxum: ${bytes}.${payload.length}\n`))
    problems.push('Payload-Oxum in bag-info.txt does not match the payload');
  return problems;
}

function checkDigests(list: string, text: string, entries: ReadonlyMap<string, ReadEntry>): string[] {
  const problems: string[] = [];
  const listed = new Set<string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, sha256, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (sha256 === undefined || name === undefined) {
      problems.push(`${list} has an unreadable line`);
      continue;
    }
    listed.add(name);
    const entry = entries.get(name);
    if (!entry) problems.push(`${list} names a missing file: ${name}`);
    else if (entry.sha256 !== sha256) problems.push(`digest does not match: ${name}`);
  }
  for (const name of entries.keys()) if (!listed.has(name)) problems.push(`${list} does not name: ${name}`);
  return problems;
}

/** The list cannot hold its own digest, nor the signature that is made over it. */
const isUnlisted = (name: string) => name === tagManifest || name === signatureFile;

const isPayload = (name: string) => name.startsWith('data/');
