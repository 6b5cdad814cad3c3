import { findMember, type UserRefusal } from '../find-user.js';
import type { Exchange } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { WorldUser } from '../world/world-user.js';

/** Call history documents 404/300 where every other Phone path has 404/1001. */
export const callHistoryRefusal: UserRefusal = {
  status: 404,
  code: 300,
  message: 'User does not exist: {userId}.',
};

/** Refuses every Phone path of an account without Phone. */
export function requirePhone(exchange: Exchange): void {
  if (exchange.state.world.account.hasPhone) return;
  throw new Refusal(403, 2031, 'Zoom Phone has not been enabled for this account.');
}

/** The user of a Phone path; without a Phone licence refused with 400/300 or as unknown, both documented. */
export function findPhoneUser(exchange: Exchange, refusal?: UserRefusal): WorldUser {
  requirePhone(exchange);
  const user = findMember(exchange, refusal);
  const name = exchange.parameters.userId ?? '';
  const isKnown = user.phoneKnows === undefined || (user.phoneKnows === 'id') === (name === user.id);
  if (user.licences.phone && isKnown) return user;
  if (refusal === undefined && exchange.state.world.account.unlicensedPhone === 'invalid_user_id') {
    throw new Refusal(400, 300, 'Invalid user id.');
  }
  const { status, code, message } = refusal ?? {
    status: 404,
    code: 1001,
    message: 'User does not exist: {userId}.',
  };
  throw new Refusal(status, code, message.replace('{userId}', user.id ?? user.email));
}
