import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError, explainFileError } from '../errors.js';
import { holdLock } from './sqlite/database.js';

/** Everything this installation keeps, in one folder that only its user can read. */
export interface DataFolder {
  path: string;
  /** Who else than this user may come in, in words; absent: nobody. */
  openTo?: string;
  database: string;
  /** Working files of a request. */
  requestFolder(id: string): string;
  /** A published version of the report of a request, the first when none is named. */
  reportFile(id: string, version?: number): string;
  /** Where the heads of the ledger are published. */
  ledgerHeads: string;
  /** Ids of requests that have anything in the folder. */
  requestIds(): string[];
  /** Removes everything the folder holds of a request. */
  remove(id: string): void;
  /** Whether new work finds room: a part of the disk stays free for the database and the ledger. */
  hasRoom(): boolean;
}

/** Part of the disk that stays free, and the most that this comes to. */
const reserve = { share: 0.05, mostBytes: 1024 ** 3 };

/** Request ids are UUIDs. */
const idLength = 36;

/** Makes the folder when it is missing. Throws AppError when it cannot be written. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    for (const part of ['', 'requests', 'reports'])
      mkdirSync(join(path, part), { recursive: true, mode: 0o700 });
    restrict(path);
    for (const part of ['', 'requests', 'reports'])
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
    requestFolder: (id) => join(path, 'requests', id),
    reportFile: (id, version = 1) => join(path, 'reports', `${id}${version === 1 ? '' : `-${version}`}.zip`),
    ledgerHeads: join(path, 'ledger'),
    requestIds: () => [
      ...new Set([
        ...readdirSync(join(path, 'requests')),
        ...readdirSync(join(path, 'reports')).map((name) => name.slice(0, idLength)),
      ]),
    ],
    remove: (id) => {
      rmSync(join(path, 'requests', id), { recursive: true, force: true });
      for (const name of readdirSync(join(path, 'reports')))
        if (name.startsWith(id)) rmSync(join(path, 'reports', name), { force: true });
    },
    hasRoom: () => {
      const { bavail, blocks, bsize } = statfsSync(path);
      return bavail * bsize >= Math.min(blocks * bsize * reserve.share, reserve.mostBytes);
    },
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
