import type { CallLogEntry, JsonObject, World } from '../../../simulators/zoom/index.js';

/**
 * Calls that were answered more often than needed, by path; addresses of files are known by the file they lead to.
 * Once is enough, but a recording that is still in the making is read when its file is due and again at the end.
 */
export function callsTwice(calls: readonly CallLogEntry[], world: World): string[] {
  const inTheMaking = new Set(unfinishedRecordings(world).map(pathOf));
  const answered = new Map<string, number>();
  for (const { operation, path, status } of calls) {
    // A token lives an hour, and the walk to a file has a fresh address every time; the file itself is counted.
    if (operation === 'token' || operation === 'download' || status >= 400) continue;
    const name = operation === 'media' ? (path.split('?')[0] ?? path) : path;
    answered.set(name, (answered.get(name) ?? 0) + 1);
  }
  return [...answered]
    .filter(([name, times]) => times > (inTheMaking.has(name) ? 2 : 1))
    .map(([name, times]) => `${times} × ${name}`);
}

const unfinishedRecordings = ({ users }: World): JsonObject[] =>
  users
    .flatMap(({ recordings }) => recordings)
    .filter(({ recording_files: files }) =>
      (files as JsonObject[]).some(({ status }) => status === 'processing'),
    );

const pathOf = ({ uuid }: JsonObject) => `/v2/meetings/${encodeURIComponent(uuid as string)}/recordings`;
