import type { Ledger } from '../ledger/ledger.js';
import type { CallCounts } from '../storage/call-counts.js';
import type { AccessRequest } from '../model/access-request.js';

/** What telling the ledger of calls needs. */
export interface CallRecordNeeds {
  calls: CallCounts;
  ledger: Ledger;
}

/** Tells the ledger which operations have been called for a request so far, and how they were answered. */
export function recordCalls(
  { calls, ledger }: CallRecordNeeds,
  { id, connectionId }: Pick<AccessRequest, 'id' | 'connectionId'>,
): void {
  const made = calls
    .list(id)
    .map(({ endpoint, status, calls: count }) => ({ endpoint, status, calls: count }));
  if (made.length > 0)
    ledger.append(connectionId, 'calls.made', { request: id, calls: made }, { by: 'service' });
}
