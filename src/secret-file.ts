import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { AppError } from './errors.js';

/** Largest file that is taken for a secret. */
const largestBytes = 64 * 1024;

/**
 * Reads a secret from a regular file in a folder that the operator has named. Links are followed within the folder
 * only, as mounted secrets have them. Nothing waits: a pipe or a device is opened without blocking, and refused.
 * Throws AppError, without the path.
 */
export function readSecretFile(path: string, folder: string | undefined): string {
  if (!folder)
    throw refused('a file, but this service reads none: set DSAR_SECRETS_DIR to the folder that holds them');
  if (!isWithin(resolve(path), resolve(folder))) throw refused(outside);
  const text = readWithin(path, folder).trim();
  if (text === '') throw refused('a file that is empty');
  return text;
}

const outside = 'a file outside the folder of secrets (DSAR_SECRETS_DIR)';

function readWithin(path: string, folder: string): string {
  let file: number;
  try {
    const real = realpathSync(path);
    if (!isWithin(real, realpathSync(folder))) throw refused(outside);
    file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    throw error instanceof AppError ? error : refused('a file that cannot be read', error);
  }
  try {
    if (!fstatSync(file).isFile()) throw refused('something that is no regular file');
    const content = Buffer.alloc(largestBytes);
    let length = 0;
    for (let read = -1; read !== 0 && length < largestBytes; length += read)
      read = readSync(file, content, length, largestBytes - length, null);
    if (length === largestBytes) throw refused('a file that is too large for a secret');
    return content.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** Whether a path lies below a folder; both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}

const refused = (what: string, cause?: unknown) =>
  new AppError('invalid_request', `A credential refers to ${what}.`, { cause });
