import type { Ledger } from '../ledger/ledger.js';
import type { Transaction } from '../storage/store.js';
import type { AccessRequest } from '../model/access-request.js';

/** What telling the ledger of calls needs. */
export interface CallRecordNeeds {
  ledger: Ledger;
}

/** Tells the ledger which operations have been called for a request so far, and how they were answered. */
export async function recordCalls(
  tx: Transaction,
  { ledger }: CallRecordNeeds,
  { id, connectionId }: Pick<AccessRequest, 'id' | 'connectionId'>,
): Promise<void> {
  const calls = (await tx.calls.list(id)).map(({ endpoint, status, calls: count }) => ({
    ...{ endpoint, status, calls: count },
  }));
  if (calls.length > 0)
    await ledger.append(tx, connectionId, 'calls.made', { request: id, calls }, { by: 'service' });
}
