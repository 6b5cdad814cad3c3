import type { FileStore } from './file-store.js';

/** The first names of all keys. */
export const rooms = { requests: 'requests', reports: 'reports' } as const;

/** Request ids are UUIDs. */
const idLength = 36;

/** Below it lie the working files of a request. */
export const requestKey = (id: string) => `${rooms.requests}/${id}`;

/** A published version of the report of a request, the first when none is named. */
export const reportKey = (id: string, version = 1) =>
  `${rooms.reports}/${id}${version === 1 ? '' : `-${version}`}.zip`;

/** The request to which a file belongs. */
export const requestIdOf = (key: string): string => (key.split('/')[1] ?? '').slice(0, idLength);

/** Ids of requests that have anything. */
export async function requestIds(files: FileStore): Promise<string[]> {
  const reports = (await files.list(rooms.reports)).map((name) => name.slice(0, idLength));
  return [...new Set([...(await files.list(rooms.requests)), ...reports])];
}

/** Removes everything of a request. */
export async function forgetFiles(files: FileStore, id: string): Promise<void> {
  await files.removeAll(requestKey(id));
  for (const name of await files.list(rooms.reports))
    if (name.startsWith(id)) await files.remove(`${rooms.reports}/${name}`);
}
