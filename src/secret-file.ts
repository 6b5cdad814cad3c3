import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { AppError } from './errors.js';

/** Largest file that is taken for a secret. */
const largestBytes = 64 * 1024;

/**
 * Reads a secret from a regular file in a folder that the operator has named. Links are followed within the folder
 * only, as mounted secrets have them. Nothing waits: a pipe or a device is opened without blocking, and refused.
 * Rejects with AppError, without the path.
 */
export async function readSecretFile(path: string, folder: string | undefined): Promise<string> {
  if (!folder)
    throw refused('a file, but this service reads none: set DSAR_SECRETS_DIR to the folder that holds them');
  if (!isWithin(resolve(path), resolve(folder))) throw refused(outside);
  const file = await openWithin(path, folder);
  try {
    const text = (await readWhole(file)).trim();
    if (text === '') throw refused('a file that is empty');
    return text;
  } finally {
    await file.close();
  }
}

const outside = 'a file outside the folder of secrets (DSAR_SECRETS_DIR)';

async function openWithin(path: string, folder: string): Promise<FileHandle> {
  try {
    const real = await realpath(path);
    if (!isWithin(real, await realpath(folder))) throw refused(outside);
    return await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    throw error instanceof AppError ? error : refused('a file that cannot be read', error);
  }
}

async function readWhole(file: FileHandle): Promise<string> {
  if (!(await file.stat()).isFile()) throw refused('something that is no regular file');
  const content = Buffer.alloc(largestBytes);
  let length = 0;
  for (let read = -1; read !== 0 && length < largestBytes; length += read)
    read = (await file.read(content, length, largestBytes - length, null)).bytesRead;
  if (length === largestBytes) throw refused('a file that is too large for a secret');
  return content.toString('utf8', 0, length);
}

/** Whether a path lies below a folder; both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}

const refused = (what: string, cause?: unknown) =>
  new AppError('invalid_request', `A credential refers to ${what}.`, { cause });
