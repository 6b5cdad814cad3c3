import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.js';
import type { DataFolder } from '../files/data-folder.js';
import { holdLock } from './sqlite/database.js';

/** Holds a data folder for one process. */
export interface FolderLock {
  /** Tells other processes where this one can be reached. */
  announce(address: string): void;
  release(): void;
}

/**
 * Takes the folder for this process, so that an account is never paced by two. The lock is a database
 * transaction: the operating system ends it with the process, however it dies. Throws AppError that names the
 * holder's address.
 */
export function lockDataFolder({ path }: DataFolder, purpose: string): FolderLock {
  const holderFile = join(path, 'holder.txt');
  const lock = holdLock(join(path, 'lock.sqlite'));
  if (!lock) throw new AppError('data_folder_in_use', describeHolder(path, readHolder(holderFile)));
  writeFileSync(holderFile, purpose, { mode: 0o600 });
  return {
    announce: (address) => writeFileSync(holderFile, address, { mode: 0o600 }),
    release: () => {
      rmSync(holderFile, { force: true });
      lock.release();
    },
  };
}

function describeHolder(path: string, holder: string): string {
  return holder.startsWith('http')
    ? `A server at ${holder} already works with ${path}: send the request there, or stop that server first.`
    : `${holder} already works with ${path}: wait until it has ended, or choose another data folder.`;
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || 'Another process';
  } catch {
    return 'Another process'; // it has only just started, or is about to end
  }
}
