import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Gives a file its name so that the name is on the disk when this resolves, also after a power cut. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncPath(dirname(to));
}

/** Makes sure that a file or folder is on the disk. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
