import { findUser } from '../find-user.js';
import { isoSeconds } from '../iso-seconds.js';
import type { JsonObject } from '../json.js';
import type { Operation } from '../operation.js';
import type { WorldUser } from '../world/world-user.js';

/** Source: https://developers.zoom.us/docs/api/users/#tag/users/get/users/{userId} */
export const getUser: Operation = {
  template: '/users/{userId}',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['user:read:user', 'user:read:user:admin'],
    classic: [
      'user:read',
      'user:write',
      'user:read:admin',
      'user:write:admin',
      'user_profile',
      'user_info:read',
    ],
  },
  answer: (exchange) => {
    const { world, settings } = exchange.state;
    const record = userRecord(findUser(exchange), settings.now());
    return { status: 200, body: { ...record, account_id: record.account_id ?? world.account.id } };
  },
};

/** The user as the API shows it: pending users have no id and, as `created_at`, the time of the call. */
export function userRecord(user: WorldUser, now: Date): JsonObject {
  const { profile, id, email, status } = user;
  if (status === 'pending') return { ...profile, email, status, created_at: isoSeconds(now) };
  return { id, ...profile, email, status };
}
