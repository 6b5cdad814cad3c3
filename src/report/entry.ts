import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { sha256Of } from '../sha256.js';

/** One file of the bag: its name inside the top folder and where its bytes lie on the disk. */
export interface Entry {
  name: string;
  file: string;
  bytes: number;
  sha256: string;
  /** Where it came with the download: a stored entry of a zip begins with it. */
  crc32?: number;
}

/** Makes an entry of a file whose digest is not known yet. */
export async function toEntry(name: string, file: string): Promise<Entry> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  const { size } = await stat(file);
  return { name, file, bytes: size, sha256: hash.digest('hex') };
}

/** Writes a text and makes an entry of it. */
export function textEntry(name: string, file: string, text: string): Promise<Entry> {
  return bytesEntry(name, file, Buffer.from(text));
}

/** Writes bytes and makes an entry of them. */
export async function bytesEntry(name: string, file: string, content: Buffer): Promise<Entry> {
  await writeFile(file, content, { mode: 0o600 });
  return { name, file, bytes: content.length, sha256: sha256Of(content) };
}
