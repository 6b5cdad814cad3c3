import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import type { FileStore } from '../files/file-store.js';
import { forgetFiles } from '../files/keys.js';
import type { RequestFilter, RequestStore } from '../storage/request-store.js';
import type { AccessRequests } from './access-requests.js';
import type { Retention } from './retention.js';

/** Where the requests of a connection and their reports lie. */
export interface ForgetNeeds {
  accessRequests: AccessRequests;
  requests: RequestStore;
  retention: Retention;
  files: FileStore;
}

/** What is forgotten. */
export interface Forgotten {
  connectionId: string;
  /** Requests that were made later stay. */
  until: number;
}

/**
 * Ends the unfinished requests of a connection and removes what was read through it, reports included. One that cannot
 * be removed keeps no other; the first failure is thrown when everything was tried. Others have their turn in between.
 */
export async function forgetConnection(
  { accessRequests, requests, retention, files }: ForgetNeeds,
  { connectionId, until }: Forgotten,
  actor: Actor,
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (request: AccessRequest, work: () => unknown) => {
    if (request.connectionId !== connectionId || request.createdAt > until) return;
    await nextTurn(undefined, { signal });
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  };
  for (const request of await requests.unfinished())
    await attempt(request, () => accessRequests.remove(request.id, actor).catch(unlessFinished));
  let before: RequestFilter['before'];
  do {
    const page = await requests.list({ connections: [connectionId], before, limit: 100 });
    for (const request of page)
      await attempt(request, async () => {
        // It could not be ended, or somebody has retried it meanwhile.
        if (!isFinished((await requests.find(request.id))?.status ?? 'expired'))
          await accessRequests.remove(request.id, actor).catch(unlessFinished);
        // Files of one that was forgotten already may have withstood.
        if ((await requests.find(request.id))?.email === '') await forgetFiles(files, request.id);
        else await retention.destroy(request.id, 'connection_removed', actor);
      });
    before = page.at(-1);
  } while (before);
  if (failures.length > 0) throw failures[0] as Error;
}

/** A request may end by itself while the others are cancelled; its report is removed like all. */
function unlessFinished(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'already_finished') throw error;
}
