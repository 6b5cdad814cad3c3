import type { ConnectionInfo } from '../connections/connection.js';
import { AppError } from '../errors.js';
import type { AccessRequest } from '../model/access-request.js';
import type { Service } from '../service.js';
import { reaches, requireRight, type Caller, type Right } from './caller.js';

/** A request the caller may see; a foreign one does not exist for them. Throws AppError. */
export async function findRequest(
  { requests }: Pick<Service, 'requests'>,
  caller: Caller,
  id: string,
  right: Right,
): Promise<AccessRequest> {
  const reach = requireRight(caller, right);
  const request = await requests.find(id);
  const isSeen = request && reaches(caller, request.connectionId);
  if (!isSeen || (reach === 'own' && request.origin !== caller.id))
    throw new AppError('not_found', 'There is no access request with this id.');
  return request;
}

/** A connection the caller's key reaches; another one does not exist for them. Throws AppError. */
export async function findConnection(
  { connections }: Pick<Service, 'connections'>,
  caller: Caller,
  id: string,
): Promise<ConnectionInfo> {
  requireRight(caller, 'connections');
  const connection = reaches(caller, id) ? await connections.find(id) : undefined;
  if (!connection) throw new AppError('not_found', 'There is no connection with this id.');
  return connection;
}
