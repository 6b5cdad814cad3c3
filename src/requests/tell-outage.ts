import type { Transaction } from '../storage/store.js';

/**
 * Tells that the vendor of a connection does not answer, in the transaction that makes the first of its requests wait for that.
 * Called before the request's own row changes.
 */
export async function tellOutage(tx: Transaction, requestId: string, now: number): Promise<void> {
  const request = await tx.requests.find(requestId);
  if (!request) return;
  const { connectionId } = request;
  const waiting = await tx.requests.unfinished();
  if (waiting.some((one) => one.connectionId === connectionId && one.outage !== undefined)) return;
  await tx.events.append({
    ...{ at: now, subject: 'connection', id: connectionId, connectionId, status: 'degraded' },
  });
}
