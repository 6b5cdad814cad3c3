import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { explainFileError } from '../errors.js';
import { DiskFiles } from './disk-files.js';
import type { Beneath } from './sealed/sealed-files.js';
import { rooms } from './keys.js';

/** Everything this installation keeps, in one folder that only its user can read. */
export interface DataFolder {
  path: string;
  /** Who else than this user may come in, in words; absent: nobody. */
  openTo?: string;
  database: string;
  /** Where the heads of the ledger are published. */
  ledgerHeads: string;
  /** What was collected, and the reports. */
  files: Beneath;
}

/** Makes the folder when it is missing. Throws AppError when it cannot be written. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    for (const part of ['', ...Object.values(rooms)])
      mkdirSync(join(path, part), { recursive: true, mode: 0o700 });
    restrict(path);
    for (const part of ['', ...Object.values(rooms)])
      accessSync(join(path, part), constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    // On a read-only disk Node's recursive mkdir says ENOENT.
    const isReadOnly = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const named = isReadOnly ? Object.assign(error as Error, { code: 'EROFS' }) : error;
    const { code, path: place = path } = named as NodeJS.ErrnoException;
    const barred = existsSync(place) ? place : path;
    throw explainFileError(
      named,
      code === 'EACCES' || code === 'EPERM' ? barred + describeOwner(barred) : path,
    );
  }
  return {
    path,
    openTo: describeOthers(path),
    database: databaseIn(path),
    ledgerHeads: join(path, 'ledger'),
    files: new DiskFiles(path),
  };
}

/**
 * The mode of a folder of our own. A mounted volume may belong to another user and be ours by its group: its mode
 * is the business of whoever mounted it.
 */
function restrict(path: string): void {
  if (statSync(path).uid !== process.geteuid?.()) return;
  try {
    chmodSync(path, 0o700);
  } catch {
    // The disk knows no modes, or forbids it: who may come in is told at the start.
  }
}

const modeOf = (mode: number) => `0${(mode & 0o7777).toString(8)}`;

/** Tells whose folder it is, for somebody who has to make it ours. */
function describeOwner(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  const us = process.geteuid?.();
  if (!found || us === undefined) return '';
  return ` (owner ${found.uid}, group ${found.gid}, mode ${modeOf(found.mode)}; this is user ${us})`;
}

function describeOthers(path: string): string | undefined {
  const { mode, uid } = statSync(path);
  const isOurs = uid === process.geteuid?.();
  if ((mode & 0o077) === 0 && isOurs) return undefined;
  return `the data folder is open to others: it belongs to user ${uid} and has mode ${modeOf(mode)}; 0700 and an owner of its own would keep it private`;
}

const databaseIn = (path: string) => join(path, 'database.sqlite');

/** Whether an installation has worked in a folder; makes nothing. */
export const hasDatabase = (folder: string): boolean => existsSync(databaseIn(resolve(folder)));
