import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the installed package: the nearest one above this file that has a package.json. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** What a program says of itself. */
interface Program {
  name: string;
  version: string;
}

/** Name and version of this program. */
export function readProgram(): Program {
  const { name, version } = readPackage();
  return { name, version };
}

/** What this program is, in a sentence. */
export const describeProgram = (): string => readPackage().description;

const readPackage = () =>
  JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as Program & {
    description: string;
  };
