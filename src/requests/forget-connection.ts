import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { RequestFilter, RequestStore } from '../storage/request-store.js';
import type { AccessRequests } from './access-requests.js';
import type { Retention } from './retention.js';

/** Where the requests of a connection and their reports lie. */
export interface ForgetNeeds {
  accessRequests: AccessRequests;
  requests: RequestStore;
  retention: Retention;
}

/** Ends the unfinished requests of a connection and removes what was read through it, reports included. */
export async function forgetConnection(
  { accessRequests, requests, retention }: ForgetNeeds,
  connectionId: string,
  actor: Actor,
): Promise<void> {
  for (const request of requests.unfinished())
    if (request.connectionId === connectionId)
      await accessRequests.remove(request.id, actor).catch(unlessFinished);
  let before: RequestFilter['before'];
  for (;;) {
    const page = requests.list({ connections: [connectionId], before, limit: 100 });
    for (const { id, email } of page) if (email !== '') retention.destroy(id, 'connection_removed', actor);
    before = page.at(-1);
    if (!before) return;
  }
}

/** A request may end by itself while the others are cancelled; its report is removed like all. */
function unlessFinished(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'already_finished') throw error;
}
