import type { Clock } from '../clock.js';
import type { Actor } from '../ledger/ledger.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import type { FileStore } from '../files/file-store.js';
import { requestKey } from '../files/keys.js';
import type { Database } from '../storage/database.js';
import type { ReportStore } from '../storage/report-store.js';
import type { RequestStore } from '../storage/request-store.js';
import type { StepStore } from '../storage/step-store.js';
import type { Advance } from './advance.js';
import { recordCalls, type CallRecordNeeds } from './record-calls.js';
import type { WorkQueue } from './work-queue.js';

/** What ending an unfinished request needs. */
export interface CancelNeeds extends CallRecordNeeds {
  database: Database;
  requests: RequestStore;
  advance: Advance;
  reports: ReportStore;
  steps: StepStore;
  files: FileStore;
  queue: WorkQueue;
  clock: Clock;
}

const nothingToWaitFor = { resumeAt: undefined, problem: undefined } as const;

/** Ends a request that nobody works on any more and removes what it has collected; a retry is given up. */
export async function cancel(
  needs: CancelNeeds,
  request: AccessRequest,
  actor: Actor,
): Promise<AccessRequest> {
  try {
    return request.report ? giveUpRetry(needs, request, actor) : await end(needs, request, actor);
  } catch (error) {
    // What cannot be cancelled, because the disk is full, must not lie there with nobody at work on it.
    needs.queue.wake(request);
    throw error;
  }
}

/** Ends a retry that is still unfinished; the request then stands as its last version left it. */
export async function endRetry(needs: CancelNeeds, id: string, actor: Actor): Promise<void> {
  await needs.queue.withdraw(id);
  const request = needs.requests.find(id);
  if (request?.report && !isFinished(request.status)) await cancel(needs, request, actor);
}

async function end(
  needs: CancelNeeds,
  { id, connectionId }: AccessRequest,
  actor: Actor,
): Promise<AccessRequest> {
  const { database, advance, steps, ledger, files, clock } = needs;
  const cancelled = database.transaction(() => {
    recordCalls(needs, { id, connectionId });
    ledger.append(connectionId, 'request.cancelled', { request: id }, actor);
    steps.clear(id);
    return advance.to(id, 'cancelled', { finishedAt: clock.now(), ...nothingToWaitFor });
  });
  await files.removeAll(requestKey(id));
  return cancelled;
}

/** What the retry has read helps the next one. */
function giveUpRetry(needs: CancelNeeds, { id, connectionId }: AccessRequest, actor: Actor): AccessRequest {
  const { database, advance, reports, ledger } = needs;
  return database.transaction(() => {
    const last = reports.list(id).at(-1);
    if (!last) throw new RangeError('There is no report of this request.');
    const { version, status, publishedAt } = last;
    recordCalls(needs, { id, connectionId });
    ledger.append(connectionId, 'request.cancelled', { request: id, version }, actor);
    return advance.to(id, status, { version, finishedAt: publishedAt, ...nothingToWaitFor });
  });
}
