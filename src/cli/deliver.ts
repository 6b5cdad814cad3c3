import { createHash } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, explainFileError } from '../errors.js';
import type { FileStore } from '../files/file-store.js';

/** Checks before any work that a report can be put there. Throws AppError with what to change. */
export async function checkTarget(target: string): Promise<string> {
  const path = resolve(target);
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new AppError(
        'folder_not_writable',
        `The folder ${folder} does not exist. Make it, or choose another --out.`,
      );
    throw explainFileError(error, folder);
  }
  const known = await stat(path).catch(() => undefined);
  if (known?.isDirectory())
    throw new AppError(
      'folder_not_writable',
      `${path} is a folder. Name a file with --out, such as ${path}/report.zip.`,
    );
  return path;
}

/**
 * Puts a copy of a report at its target, readable for its owner only, and checks what was copied. Whatever is done
 * to the copy leaves the report alone.
 */
export async function deliver(files: FileStore, key: string, target: string, sha256: string): Promise<void> {
  const part = `${target}.part`;
  try {
    await rm(part, { force: true });
    await copyWhole(files.read(key) as AsyncIterable<Buffer>, part, sha256);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw explainFileError(error, dirname(target));
  }
}

async function copyWhole(from: AsyncIterable<Buffer>, to: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  const file = await open(to, 'wx', 0o600);
  try {
    for await (const chunk of from) {
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (hash.digest('hex') !== sha256)
    throw new AppError(
      'report_damaged',
      'The report changed on the disk while it was copied, so it was not handed out. Look after the disk and run the same command again.',
    );
}
