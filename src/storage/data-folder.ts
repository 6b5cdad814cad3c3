import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError, explainFileError } from '../errors.js';
import { holdLock } from './database.js';

/** Everything this installation keeps, in one folder that only its user can read. */
export interface DataFolder {
  path: string;
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
    chmodSync(path, 0o700);
    accessSync(path, constants.W_OK);
  } catch (error) {
    // On a read-only disk Node's recursive mkdir says ENOENT.
    const isReadOnly = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw explainFileError(isReadOnly ? Object.assign(error as Error, { code: 'EROFS' }) : error, path);
  }
  return {
    path,
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
