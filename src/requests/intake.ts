import { randomUUID } from 'node:crypto';
import { sha256Of } from '../sha256.js';
import { toIso, type Clock } from '../clock.js';
import { AppError } from '../errors.js';
import { toCanonical } from '../ledger/chain.js';
import type { Actor, Ledger } from '../ledger/ledger.js';
import type { FileStore } from '../files/file-store.js';
import type { AccessRequest, RequestOrder } from '../model/access-request.js';
import type { Store, Transaction } from '../storage/store.js';
import type { Advance } from './advance.js';

/** What taking requests in needs. */
export interface IntakeNeeds {
  store: Store;
  advance: Advance;
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
export async function takeIn(
  needs: IntakeNeeds,
  order: RequestOrder,
  { idempotencyKey, actor }: { idempotencyKey?: string; actor?: Actor } = {},
): Promise<TakenIn> {
  try {
    return await needs.store.transaction(async (tx) => {
      const request = await begin(tx, needs, order, idempotencyKey);
      await refuseWithoutRoom(tx, needs, order.connectionId);
      await tx.steps.planRequestStep(request.id, 'lookup');
      await needs.ledger.append(
        tx,
        order.connectionId,
        'request.accepted',
        {
          request: request.id,
          subject: needs.markSubject(order.connectionId, order.email),
          sources: order.sources,
          ...{ from: order.from, to: order.to, time_zone: order.timeZone, media: order.media },
          ...(order.video === false && { video: false }),
          due_at: order.dueAt === undefined ? undefined : toIso(order.dueAt),
        },
        actor ?? { by: order.origin },
      );
      return { request, isReplay: false };
    });
  } catch (error) {
    if (error instanceof TakenBefore) return { request: error.request, isReplay: true };
    throw error;
  }
}

/** Writes the request and its key; the key decides which of two equal orders is the first. */
async function begin(
  tx: Transaction,
  { advance }: IntakeNeeds,
  order: RequestOrder,
  idempotencyKey: string | undefined,
): Promise<AccessRequest> {
  const first = { id: randomUUID(), lookupCalls: 0, version: 1, reopens: false };
  const request = await advance.begin(tx, { ...order, ...first });
  if (idempotencyKey === undefined) return request;
  const bodyHash = sha256Of(toCanonical(order));
  const key = { owner: order.origin, keyHash: sha256Of(idempotencyKey), bodyHash, requestId: request.id };
  const known = await tx.idempotency.take(key);
  if (!known) return request;
  const before = await tx.requests.find(known.requestId);
  if (before && known.bodyHash === bodyHash) throw new TakenBefore(before);
  throw new AppError(
    'idempotency_key_reused',
    'This Idempotency-Key was sent with another body before. Use a new key for a new request.',
  );
}

/** The same order was taken in before: what was written for it now is undone. */
class TakenBefore extends Error {
  override readonly name = 'TakenBefore';

  constructor(readonly request: AccessRequest) {
    super('The order was taken in before.');
  }
}

async function refuseWithoutRoom(
  tx: Transaction,
  { files, mostWaiting }: IntakeNeeds,
  connectionId: string,
): Promise<void> {
  // The request itself is among them already.
  if ((await tx.requests.countUnfinished(connectionId)) > mostWaiting)
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
