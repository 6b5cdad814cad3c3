import type { Clock } from '../clock.js';
import type { Actor } from '../ledger/ledger.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import type { FileStore } from '../files/file-store.js';
import { requestKey } from '../files/keys.js';
import type { Store } from '../storage/store.js';
import type { Advance } from './advance.js';
import { recordCalls, type CallRecordNeeds } from './record-calls.js';
import type { WorkQueue } from './work-queue.js';

/** What ending an unfinished request needs. */
export interface CancelNeeds extends CallRecordNeeds {
  store: Store;
  advance: Advance;
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
    return await (request.report ? giveUpRetry(needs, request, actor) : end(needs, request, actor));
  } catch (error) {
    // What cannot be cancelled, because the disk is full, must not lie there with nobody at work on it.
    needs.queue.wake(request);
    throw error;
  }
}

/** Ends a retry that is still unfinished; the request then stands as its last version left it. */
export async function endRetry(needs: CancelNeeds, id: string, actor: Actor): Promise<void> {
  await needs.queue.withdraw(id);
  const request = await needs.store.requests.find(id);
  if (request?.report && !isFinished(request.status)) await cancel(needs, request, actor);
}

async function end(
  needs: CancelNeeds,
  { id, connectionId }: AccessRequest,
  actor: Actor,
): Promise<AccessRequest> {
  const { store, advance, ledger, files, clock } = needs;
  const cancelled = await store.transaction(async (tx) => {
    await recordCalls(tx, needs, { id, connectionId });
    await ledger.append(tx, connectionId, 'request.cancelled', { request: id }, actor);
    await tx.steps.clear(id);
    await tx.requestKeys.destroy(id);
    return advance.to(tx, id, 'cancelled', { finishedAt: clock.now(), ...nothingToWaitFor });
  });
  await files.removeAll(requestKey(id));
  return cancelled;
}

/** What the retry has read helps the next one. */
function giveUpRetry(
  needs: CancelNeeds,
  { id, connectionId }: AccessRequest,
  actor: Actor,
): Promise<AccessRequest> {
  const { store, advance, ledger } = needs;
  return store.transaction(async (tx) => {
    const last = (await tx.reports.list(id)).at(-1);
    if (!last) throw new RangeError('There is no report of this request.');
    const { version, status, publishedAt } = last;
    await recordCalls(tx, needs, { id, connectionId });
    await ledger.append(tx, connectionId, 'request.cancelled', { request: id, version }, actor);
    return advance.to(tx, id, status, { version, finishedAt: publishedAt, ...nothingToWaitFor });
  });
}
