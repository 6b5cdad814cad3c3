import type { CallLogEntry } from '../../../simulators/zoom/index.js';

/** Calls that were answered more than once, by path; addresses of files are known by the file they lead to. */
export function callsTwice(calls: readonly CallLogEntry[]): string[] {
  const answered = new Map<string, number>();
  for (const { operation, path, status } of calls) {
    // A token lives an hour, and the walk to a file has a fresh address every time; the file itself is counted.
    if (operation === 'token' || operation === 'download' || status >= 400) continue;
    const name = operation === 'media' ? (path.split('?')[0] ?? path) : path;
    answered.set(name, (answered.get(name) ?? 0) + 1);
  }
  return [...answered].filter(([, times]) => times > 1).map(([name, times]) => `${times} × ${name}`);
}
