import { AppError } from '../errors.js';
import type { Receiver } from '../model/callback.js';
import type { Service } from '../service.js';
import { reaches, requireRight, type Caller } from './caller.js';

/** The receivers a caller may see: their own; with the right to all, those of the connections the key reaches, too. */
export async function listCallbacks(
  { callbacks }: Pick<Service, 'callbacks'>,
  caller: Caller,
): Promise<Receiver[]> {
  const reach = requireRight(caller, 'callbacks');
  const own = reach === 'own' ? caller.id : undefined;
  return (await callbacks.list(own)).filter((one) => isSeen(caller, one));
}

/** A receiver the caller may see; a foreign one does not exist for them. Throws AppError. */
export async function findCallback(
  { callbacks }: Pick<Service, 'callbacks'>,
  caller: Caller,
  id: string,
): Promise<Receiver> {
  const reach = requireRight(caller, 'callbacks');
  const receiver = await callbacks.find(id);
  const isOurs = receiver && (reach === 'all' || receiver.owner === caller.id);
  if (!isOurs || !isSeen(caller, receiver))
    throw new AppError('not_found', 'There is no callback with this id.');
  return receiver;
}

/** One of a key tells of all connections of that key: only who is limited to none sees those of others. */
const isSeen = (caller: Caller, { owner, connectionId }: Receiver) =>
  connectionId === undefined
    ? owner === caller.id || caller.connections === undefined
    : reaches(caller, connectionId);
