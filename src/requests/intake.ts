import { randomUUID } from 'node:crypto';
import { sha256Of } from '../sha256.js';
import { toIso, type Clock } from '../clock.js';
import { AppError } from '../errors.js';
import { toCanonical } from '../ledger/chain.js';
import type { Actor, Ledger } from '../ledger/ledger.js';
import type { FileStore } from '../files/file-store.js';
import type { Database } from '../storage/database.js';
import type { IdempotencyStore } from '../storage/idempotency-store.js';
import type { AccessRequest, RequestOrder } from '../model/access-request.js';
import type { RequestStore } from '../storage/request-store.js';
import type { StepStore } from '../storage/step-store.js';
import type { Advance } from './advance.js';

/** What taking requests in needs. */
export interface IntakeNeeds {
  database: Database;
  requests: RequestStore;
  advance: Advance;
  steps: StepStore;
  idempotency: IdempotencyStore;
  ledger: Ledger;
  files: FileStore;
  /** The same e-mail of a connection gives the same mark, which does not tell the e-mail. */
  markSubject(connectionId: string, email: string): string;
  /** Unfinished requests a connection may have. */
  mostWaiting: number;
  clock: Clock;
}

/** A request that was taken in now or, with the same idempotency key, before. */
export interface TakenIn {
  request: AccessRequest;
  isReplay: boolean;
}

/** After how long a full queue is worth another try, in seconds. */
const queueRetrySeconds = 60;

/**
 * Takes a request in: its row, its idempotency key, its first step and its ledger entry are on the disk together
 * when this returns. Throws AppError when the key belongs to another order, or when there is no room.
 */
export function takeIn(
  needs: IntakeNeeds,
  order: RequestOrder,
  { idempotencyKey, actor }: { idempotencyKey?: string; actor?: Actor } = {},
): TakenIn {
  return needs.database.transaction(() => {
    const key = idempotencyKey === undefined ? undefined : sha256Of(idempotencyKey);
    const bodyHash = sha256Of(toCanonical(order));
    const known = key === undefined ? undefined : needs.idempotency.find(order.origin, key);
    if (known) return replay(needs, known.requestId, known.bodyHash === bodyHash);
    refuseWithoutRoom(needs, order.connectionId);
    const first = { id: randomUUID(), lookupCalls: 0, version: 1, reopens: false };
    const request = needs.advance.begin({ ...order, ...first });
    const { id: requestId } = request;
    if (key !== undefined)
      needs.idempotency.insert({ owner: order.origin, keyHash: key, bodyHash, requestId });
    needs.steps.planWhole(requestId, 'lookup');
    needs.ledger.append(
      order.connectionId,
      'request.accepted',
      {
        request: requestId,
        subject: needs.markSubject(order.connectionId, order.email),
        sources: order.sources,
        ...{ from: order.from, to: order.to, time_zone: order.timeZone, media: order.media },
        due_at: order.dueAt === undefined ? undefined : toIso(order.dueAt),
      },
      actor ?? { by: order.origin },
    );
    return { request, isReplay: false };
  });
}

function replay(needs: IntakeNeeds, requestId: string, isSame: boolean): TakenIn {
  const request = needs.requests.find(requestId);
  if (!request || !isSame)
    throw new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another body before. Use a new key for a new request.',
    );
  return { request, isReplay: true };
}

function refuseWithoutRoom({ requests, files, mostWaiting }: IntakeNeeds, connectionId: string): void {
  if (requests.countUnfinished(connectionId) >= mostWaiting)
    throw new AppError(
      'queue_full',
      `The connection has ${mostWaiting} unfinished requests, which is the most. Send it again when some have finished.`,
      { retryAfterSeconds: queueRetrySeconds },
    );
  if (!files.hasRoom())
    throw new AppError(
      'disk_full',
      'The disk of the data folder is nearly full, so nothing new is taken in. Free some space and send the request again.',
      { retryAfterSeconds: queueRetrySeconds },
    );
}
