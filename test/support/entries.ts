import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../src/report/entry.js';

/** An entry of a file that lies in a folder at this key. */
export function toEntry(name: string, folder: string, key: string): Entry {
  const content = readFileSync(join(folder, key));
  return { name, key, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Writes a text into a folder and makes an entry of it. */
export function textEntry(name: string, folder: string, key: string, text: string): Entry {
  writeFileSync(join(folder, key), text, { mode: 0o600 });
  return toEntry(name, folder, key);
}
