import { besidePage } from './pages/page-names.js';
import { readZip, type ReadEntry } from './read-zip.js';
import { checkManifest } from './check-manifest.js';
import { checkSignature, signatureFile, signingKeyFile } from './signature.js';
import { completenessPage, rightsPage } from './pages/page-names.js';

/** What a verification found. */
export interface Verification {
  isValid: boolean;
  /** What was checked, in words. */
  checked: string[];
  /** What is wrong, in words; empty when valid. */
  problems: string[];
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

/** Both or none. */
const signed = [signatureFile, signingKeyFile];

/** Tag files of which there are as many as the records need; which ones, manifest.json says. */
const pageName = /^pages\/[a-z]+(-[a-z]+)*(-[1-9]\d*)?\.html$/;

/** A name that no data can have chosen: plain characters, no dot segments, nothing absolute. */
const safeName = /^(?!.*\.\.)[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i;

/** How a report is checked. */
export interface VerifyOptions {
  signal?: AbortSignal;
  /** The key the report must be signed with, as PEM. */
  trustedKey?: string;
}

/** Checks a report offline: structure, every digest, the counts and the account of it in manifest.json. */
export async function verifyReport(
  path: string,
  { signal, trustedKey }: VerifyOptions = {},
): Promise<Verification> {
  const problems: string[] = [];
  const entries = new Map<string, ReadEntry>();
  const tops = new Set<string>();
  try {
    const isRead = (name: string) => /^[^/]*\/[^/]+\.(txt|json|pem|sig)$/.test(name);
    for await (const entry of readZip(path, isRead, signal)) {
      const slash = entry.name.indexOf('/');
      tops.add(entry.name.slice(0, slash));
      const name = entry.name.slice(slash + 1);
      if (!safeName.test(entry.name)) problems.push(`unsafe entry name: ${JSON.stringify(entry.name)}`);
      if (entries.has(name)) problems.push(`entry twice: ${name}`);
      if (!entry.isIntact) problems.push(`checksum of the zip does not match: ${name}`);
      entries.set(name, entry);
    }
  } catch (error) {
    signal?.throwIfAborted();
    return { isValid: false, checked: [], problems: [`not a readable zip: ${(error as Error).message}`] };
  }
  if (tops.size !== 1) problems.push('there must be exactly one top folder');
  for (const name of requiredFiles) if (!entries.has(name)) problems.push(`missing file: ${name}`);
  const tags = [...entries.keys()].filter((name) => !isPayload(name));
  for (const name of tags)
    if (
      !requiredFiles.includes(name) &&
      !signed.includes(name) &&
      !pageName.test(name) &&
      name !== besidePage
    )
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
    checked: [
      `${entries.size} entries read, each against the checksum of the zip`,
      `${payload} payload files against manifest-sha256.txt`,
      `${tags.filter((name) => !isUnlisted(name)).length} tag files against ${tagManifest}`,
      'size and number of files against bag-info.txt',
      signature.checked,
      `${payload} files, ${account.pages} pages and ${account.sources} sources against manifest.json`,
    ],
  };
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
