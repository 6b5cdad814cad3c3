import { access, constants, copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, explainFileError } from '../errors.js';

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

/** Puts a report at its target by rename: linked where the disk allows it, else copied. */
export async function deliver(report: string, target: string): Promise<void> {
  const part = `${target}.part`;
  try {
    await rm(part, { force: true });
    await link(report, part).catch(() => copyWhole(report, part));
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw explainFileError(error, dirname(target));
  }
}

async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
