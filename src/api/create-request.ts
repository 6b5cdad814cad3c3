import type { Actor } from '../ledger/ledger.js';
import type { TakenIn } from '../requests/intake.js';
import type { Service } from '../service.js';
import { requireRight, type Caller } from './caller.js';
import { readOrder } from './read-order.js';

/** Who orders, and how the same order is known again. */
export interface OrderedBy {
  caller: Caller;
  actor: Actor;
  /** The same key and body give the same request. */
  idempotencyKey?: string;
}

/** Takes a request in, from an order as the API spells it; it is on the disk when this resolves. Throws AppError. */
export async function createRequest(
  service: Pick<Service, 'requests' | 'connections' | 'connectors' | 'callbacks'>,
  body: unknown,
  { caller, actor, idempotencyKey }: OrderedBy,
): Promise<TakenIn> {
  requireRight(caller, 'create');
  const { order, connectionId } = await readOrder(service, caller, body);
  const { connection_id: _same, due_at, third_parties, time_zone, callback_url, ...rest } = order;
  const dueAt = due_at === undefined ? undefined : Date.parse(due_at);
  if (callback_url !== undefined) await service.callbacks.requireOwn(caller.id, callback_url);
  const own = { connectionId, origin: caller.id };
  return service.requests.accept(
    { ...rest, timeZone: time_zone, thirdParties: third_parties, dueAt, callbackUrl: callback_url, ...own },
    { idempotencyKey, actor },
  );
}
