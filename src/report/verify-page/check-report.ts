import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { readWhole, type ChosenFile } from './chosen-file.js';
import { checkSignature, type Signature } from './check-signature.js';

/** What the check found. Names are inside the report's folder. */
export interface Findings {
  whole: number;
  missing: string[];
  changed: string[];
  added: string[];
  /** Lists of digests that cannot be read as such. */
  brokenLists: string[];
  /** What file managers left there. */
  leftovers: number;
  signature: Signature;
  /** What the report says of itself. */
  status?: string;
}

/** Told how many of how many bytes are read. */
export type OnProgress = (done: number, total: number) => void;

/** What was chosen holds no report. */
export class NoReport extends Error {}

const payloadList = 'manifest-sha256.txt';
const tagList = 'tagmanifest-sha256.txt';
const signatureFile = 'tagmanifest-sha256.txt.sig';
const declaration = 'bagit.txt';
const mostListBytes = 256 * 1024 * 1024;

const leftover = /^(?:.*\/)?(?:__MACOSX\/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.directory)$/;

/**
 * Reads every file once and compares it with the lists of digests, and the signature with those lists. `trusted` is
 * the key, or its id, that the person got from whoever made the report. Throws NoReport.
 */
export async function checkReport(
  chosen: readonly ChosenFile[],
  trusted: string,
  onProgress: OnProgress,
): Promise<Findings> {
  const ours = chosen.filter(({ name }) => !leftover.test(name));
  const [files, beside] = intoReport(ours);
  const read = async (name: string) => {
    const file = files.get(name);
    return file && readWhole(file, mostListBytes).catch(() => undefined);
  };
  const text = async (name: string) => new TextDecoder().decode(await read(name));
  const payload = readList(await text(payloadList), (name) => name.startsWith('data/'));
  const tags = readList(await text(tagList), (name) => !name.startsWith('data/'));
  if (!tags.digests.has(payloadList)) tags.isBroken = true;
  const digests = new Map([...payload.digests, ...tags.digests]);
  const { whole, changed } = await compare(files, digests, onProgress);
  const isUnlisted = (name: string) => !digests.has(name) && name !== tagList && name !== signatureFile;
  return {
    ...{ whole, changed },
    missing: [...new Set([...digests.keys(), tagList])].filter((name) => !files.has(name)),
    added: [...[...files.keys()].filter(isUnlisted), ...beside],
    brokenLists: [...(payload.isBroken ? [payloadList] : []), ...(tags.isBroken ? [tagList] : [])],
    leftovers: chosen.length - ours.length,
    signature: await checkSignature(
      {
        signed: await read(tagList),
        signature: await read(signatureFile),
        pem: files.has('signing-key.pem') ? await text('signing-key.pem') : undefined,
        named: /^Signing-Key: (\S+)$/m.exec(await text('bag-info.txt'))?.[1],
      },
      trusted,
    ),
    status: statusOf(await text('manifest.json')),
  };
}

/** The files below the folder that holds `bagit.txt`, and the names of those that lie beside it. */
function intoReport(files: readonly ChosenFile[]): [Map<string, ChosenFile>, string[]] {
  const [shortest] = files
    .map(({ name }) => name)
    .filter((name) => name === declaration || name.endsWith(`/${declaration}`))
    .sort((one, other) => one.length - other.length);
  if (shortest === undefined) throw new NoReport();
  const top = shortest.slice(0, -declaration.length);
  const inside = new Map<string, ChosenFile>();
  const beside: string[] = [];
  for (const file of files) {
    const name = file.name.slice(top.length);
    // The second of two entries with one name is seen by some programs, the first by others.
    if (!file.name.startsWith(top) || inside.has(name)) beside.push(file.name);
    else inside.set(name, file);
  }
  return [inside, beside];
}

function readList(text: string, isRight: (name: string) => boolean) {
  const digests = new Map<string, string>();
  let isBroken = false;
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, digest, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest === undefined || name === undefined || !isRight(name) || digests.has(name)) isBroken = true;
    else digests.set(name, digest);
  }
  return { digests, isBroken };
}

async function compare(
  files: ReadonlyMap<string, ChosenFile>,
  digests: ReadonlyMap<string, string>,
  onProgress: OnProgress,
): Promise<{ whole: number; changed: string[] }> {
  const listed = [...files].filter(([name]) => digests.has(name));
  const total = listed.reduce((sum, [, file]) => sum + file.bytes, 0);
  const changed: string[] = [];
  let done = 0;
  for (const [name, file] of listed) {
    const before = done;
    const digest = await digestOf(file, (bytes) => onProgress((done += bytes), total));
    done = before + file.bytes;
    onProgress(done, total);
    if (digest !== digests.get(name)) changed.push(name);
  }
  return { whole: listed.length - changed.length, changed };
}

/** Undefined: it cannot be read to its end. */
async function digestOf(file: ChosenFile, onBytes: (bytes: number) => void): Promise<string | undefined> {
  const hash = sha256.create();
  try {
    for await (const chunk of await file.open()) {
      hash.update(chunk);
      onBytes(chunk.length);
    }
    return bytesToHex(hash.digest());
  } catch {
    return undefined;
  }
}

function statusOf(manifest: string): string | undefined {
  try {
    const { status } = JSON.parse(manifest) as { status?: unknown };
    return typeof status === 'string' ? status : undefined;
  } catch {
    return undefined;
  }
}
