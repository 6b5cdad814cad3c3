import { sha256Of } from '../sha256.js';
import type { CallbackDelivery, CallbackEvent, Receiver } from '../model/callback.js';
import type { AccessRequest } from '../model/access-request.js';
import type { StatusEvent } from '../model/status-event.js';
import type { Stores, Transaction } from '../storage/store.js';
import { liesBelow } from './address.js';
import { connectionMessage, nameOf, requestMessage } from './message.js';

/** Events that are looked at in one transaction. */
export const mostEvents = 200;

/** Whether there are events that an active receiver has not been told of. */
export async function hasNews({ receivers, events }: Pick<Stores, 'receivers' | 'events'>): Promise<boolean> {
  const active = (await receivers.list()).filter(({ status }) => status === 'active');
  if (active.length === 0) return false;
  return (await events.after(Math.min(...active.map(({ cursor }) => cursor)), 1)).length > 0;
}

/**
 * Makes deliveries of the next events, and moves the cursors of all active receivers past them, together: a crash loses no
 * event and tells none twice. Resolves with the receivers that have something new, and whether there may be more.
 */
export async function derive(
  tx: Transaction,
  now: number,
): Promise<{ told: ReadonlySet<string>; isMore: boolean }> {
  const told = new Set<string>();
  const active = (await tx.receivers.list()).filter(({ status }) => status === 'active');
  const from = Math.min(...active.map(({ cursor }) => cursor));
  if (active.length === 0) return { told, isMore: false };
  const events = await tx.events.after(from, mostEvents);
  for (const event of events) {
    const waiting = active.filter(({ cursor }) => cursor < event.sequence);
    const before = await tx.events.before(event);
    const type = nameOf(event, before);
    if (type === undefined || waiting.length === 0) continue;
    const request = event.subject === 'request' ? await tx.requests.find(event.id) : undefined;
    for (const receiver of waiting.filter((one) => concerns(one, type, event, request))) {
      await tx.callbacks.add(toDelivery(receiver, type, event, request, now));
      told.add(receiver.id);
    }
  }
  const last = events.at(-1);
  if (last) await tx.receivers.passed(last.sequence);
  return { told, isMore: events.length === mostEvents };
}

/** Whether a receiver is told: of its connection and the requests of that, or of the requests its owner made. */
function concerns(
  { connectionId, owner, events }: Receiver,
  type: CallbackEvent,
  event: StatusEvent,
  request: AccessRequest | undefined,
): boolean {
  if (!(events?.includes(type) ?? true)) return false;
  return connectionId === undefined ? request?.origin === owner : event.connectionId === connectionId;
}

function toDelivery(
  receiver: Receiver,
  type: CallbackEvent,
  event: StatusEvent,
  request: AccessRequest | undefined,
  now: number,
): CallbackDelivery {
  const own = receiver.connectionId === undefined ? request?.callbackUrl : undefined;
  return {
    // The same also where a database is restored from a copy: whoever was told knows it again.
    id: `msg_${sha256Of(`${receiver.id} ${event.sequence} ${event.at}`).slice(0, 32)}`,
    ...{ receiverId: receiver.id, sequence: event.sequence, event: type },
    ...{ subjectId: event.id, connectionId: event.connectionId },
    url: own !== undefined && liesBelow(own, receiver.url) ? own : receiver.url,
    body: request ? requestMessage(type, event, request) : connectionMessage(type, event),
    ...{ state: 'pending', attempts: 0, nextAt: now, createdAt: now, updatedAt: now },
  };
}
