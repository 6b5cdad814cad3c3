import { join } from 'node:path';
import type { DataFolder } from '../../src/files/data-folder.js';
import { reportKey, requestKey } from '../../src/files/keys.js';

/** Where the report of a request lies on the disk. */
export const reportFileIn = ({ path }: Pick<DataFolder, 'path'>, id: string, version?: number) =>
  join(path, reportKey(id, version));

/** Where the working files of a request lie on the disk. */
export const requestFolderIn = ({ path }: Pick<DataFolder, 'path'>, id: string) => join(path, requestKey(id));
