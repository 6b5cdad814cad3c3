import { chmodSync, closeSync, openSync } from 'node:fs';

/** Makes a file that only its user can read, or makes one so that is there: the folder may be open to others. */
export function makePrivate(path: string): void {
  try {
    // An existing file is not opened: closing it would end the locks this process holds on it (POSIX).
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    restrict(path);
  }
}

function restrict(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // It belongs to another user, or the disk knows no modes: whether it can be written is seen at once.
  }
}
