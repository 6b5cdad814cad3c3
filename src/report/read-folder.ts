import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadEntry } from './read-zip.js';

/** The first file of a bag (RFC 8493); where it lies, the report lies. */
const declaration = 'bagit.txt';

/**
 * Reads every file of an unpacked report once. The folder may be the report's own or the one it was unpacked into. Throws
 * an Error when there is no report in it, or something that is no ordinary file.
 */
export async function* readFolder(
  path: string,
  isWanted: (name: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<ReadEntry> {
  const folder = await findReport(path);
  for await (const name of filesIn(folder)) {
    signal?.throwIfAborted();
    yield await readFile(join(folder, name), name, isWanted(name), signal);
  }
}

async function findReport(path: string): Promise<string> {
  const entries = await readdir(path, { withFileTypes: true });
  if (entries.some(({ name }) => name === declaration)) return path;
  const inside: string[] = [];
  for (const entry of entries.filter((one) => one.isDirectory()))
    if (await exists(join(path, entry.name, declaration))) inside.push(join(path, entry.name));
  const [only] = inside;
  if (only === undefined || inside.length > 1)
    throw new Error(
      inside.length > 1
        ? `it holds ${inside.length} reports; name the folder of one`
        : `there is no report in it: ${declaration} is missing`,
    );
  return only;
}

/** Whether a path of the disk is a folder. */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Names below the folder, in one order on every system. */
async function* filesIn(folder: string, prefix = ''): AsyncGenerator<string> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(folder, `${name}/`);
    else if (entry.isFile()) yield name;
    else throw new Error(`no ordinary file: ${name}`);
  }
}

async function readFile(
  file: string,
  name: string,
  isWanted: boolean,
  signal?: AbortSignal,
): Promise<ReadEntry> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024, signal })) {
    const data = chunk as Buffer;
    hash.update(data);
    bytes += data.length;
    if (isWanted) chunks.push(data);
  }
  const content = isWanted ? Buffer.concat(chunks) : undefined;
  return {
    ...{ name, bytes, sha256: hash.digest('hex'), isIntact: true },
    ...{ content, text: content?.toString('utf8') },
  };
}
