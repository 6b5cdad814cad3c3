import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the system keeps files in memory: what is tried here survives no power failure anyway. */
const memory = '/dev/shm';

/** Makes a folder for a campaign, in memory where the system offers it. The caller removes it. */
export function makeFolder(name: string): string {
  return mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), `dsar-${name}-`));
}
