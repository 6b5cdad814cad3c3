import { toIso } from '../clock.js';
import type { VendorMarks } from '../connections/connections.js';
import type { Service } from '../service.js';

/** An account that removed the app: whose data must go. */
export interface RemovedApp {
  marks: VendorMarks;
  clientId?: string;
  /** When the vendor called. */
  calledAt: number;
}

/**
 * Takes the tokens and everything that was read of an account that has removed the app. A call that comes late is over
 * for a connection that got tokens after it: it was connected again.
 */
export async function forgetRemovedApp(
  service: Service,
  { marks, clientId, calledAt }: RemovedApp,
  isLate: boolean,
): Promise<void> {
  const { connections, ledger, logger } = service;
  for (const { id } of await connections.ofRemovedApp(marks, clientId)) {
    if (isLate && connections.isGrantedAfter(id, calledAt)) {
      logger.warn(
        { connectionId: id },
        'a late call about a removed app is over: it was connected again since',
      );
      continue;
    }
    connections.forgetTokens(id);
    ledger.append(id, 'connection.disconnected', { called_at: toIso(calledAt) }, { by: 'vendor' });
    await service.forgetConnection(id, { by: 'vendor' });
    logger.warn({ connectionId: id }, 'the account removed the app: its tokens and data are deleted');
  }
}
