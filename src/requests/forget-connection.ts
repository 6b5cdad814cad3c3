import { rm } from 'node:fs/promises';
import { AppError } from '../errors.js';
import type { DataFolder } from '../storage/data-folder.js';
import type { RequestFilter, RequestStore } from '../storage/request-store.js';
import type { AccessRequests } from './access-requests.js';

/** Where the requests of a connection and their reports lie. */
export interface ForgetNeeds {
  accessRequests: AccessRequests;
  requests: RequestStore;
  folder: DataFolder;
  now: number;
}

/** Ends the unfinished requests of a connection and removes what was read through it, reports included. */
export async function forgetConnection(
  { accessRequests, requests, folder, now }: ForgetNeeds,
  connectionId: string,
): Promise<void> {
  for (const request of requests.unfinished())
    if (request.connectionId === connectionId) await accessRequests.cancel(request.id).catch(unlessFinished);
  let before: RequestFilter['before'];
  for (;;) {
    const page = requests.list({ connections: [connectionId], before, limit: 100 });
    for (const { id, report } of page) {
      await rm(folder.reportFile(id), { force: true });
      // What the lookup brought is kept also where no report was made.
      requests.change(id, { lookup: undefined }, now);
      if (report) requests.change(id, { status: 'expired', report: undefined, outcomes: undefined }, now);
    }
    before = page.at(-1);
    if (!before) return;
  }
}

/** A request may end by itself while the others are cancelled; its report is removed like all. */
function unlessFinished(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'already_finished') throw error;
}
