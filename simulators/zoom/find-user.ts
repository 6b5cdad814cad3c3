import { decodePathValue } from './decode-path-value.js';
import { invitationExpired } from './invitation-expired.js';
import type { Exchange } from './operation.js';
import { Refusal } from './refusal.js';
import type { WorldUser } from './world/world-user.js';

/** Error of an operation for a user that is not there: HTTP status, code and message with `{userId}`. */
export interface UserRefusal {
  status: number;
  code: number;
  message: string;
}

const notThere: UserRefusal = { status: 404, code: 1001, message: 'User does not exist: {userId}.' };

/**
 * The user a path names by id or e-mail (in any case). A raw `+` counts as a space, so that e-mails must be encoded.
 * Pending users have no id, and their data is not there; an expired invitation answers 1120.
 */
export function findUser(exchange: Exchange, refusal: UserRefusal = notThere): WorldUser {
  const name = decodePathValue((exchange.parameters.userId ?? '').replaceAll('+', ' '));
  const user = exchange.state.world.users.find((candidate) => isNamed(candidate, name, exchange));
  if (user?.invitationExpired && refusal.code === notThere.code) throw invitationExpired();
  if (!user) throw new Refusal(refusal.status, refusal.code, refusal.message.replace('{userId}', name));
  return user;
}

/** As `findUser`, for data that only people with an accepted invitation have. */
export function findMember(exchange: Exchange, refusal: UserRefusal = notThere): WorldUser {
  const user = findUser(exchange, refusal);
  if (user.status !== 'pending') return user;
  throw new Refusal(refusal.status, refusal.code, refusal.message.replace('{userId}', user.email));
}

function isNamed(user: WorldUser, name: string, exchange: Exchange): boolean {
  if (exchange.query.get('search_by_unique_id') === 'true') return user.profile.employee_unique_id === name;
  // Server-to-server apps act as the owner but must not use `me`: https://developers.zoom.us/docs/internal-apps/
  if (name === 'me')
    return exchange.access.kind === 'user' && user.email === exchange.state.world.account.ownerEmail;
  if (user.id !== undefined && user.id === name) return true;
  const addresses = [user.email, ...(user.aliases ?? [])].map((address) => address.toLowerCase());
  return user.foundByEmail !== false && addresses.includes(name.toLowerCase());
}
