import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { userRecord } from './get-user.js';

const fields = [
  'id',
  'first_name',
  'last_name',
  'display_name',
  'email',
  'type',
  'status',
  'pmi',
  'timezone',
  'verified',
  'dept',
  'created_at',
  'user_created_at',
  'last_login_time',
  'last_client_version',
  'group_ids',
  'im_group_ids',
  'role_id',
  'employee_unique_id',
  'license_info_list',
  'login_types',
];

/** One status a call, `active` by default. Source: https://developers.zoom.us/docs/api/users/#tag/users/get/users */
export const listUsers: Operation = {
  template: '/users',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['user:read:list_users:admin'],
    classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin'],
  },
  answer: (exchange) => {
    const status = exchange.query.get('status') ?? 'active';
    if (!['active', 'inactive', 'pending'].includes(status))
      throw new Refusal(400, 300, 'Invalid parameter: status.');
    const users = exchange.state.world.users.filter((user) => user.status === status);
    const page = pageOf(exchange, users, {
      maximum: 2_000,
      badTokenCode: 300,
      byToken: true,
      byNumber: true,
    });
    const shown = [...fields, ...(exchange.query.get('include_fields') ?? '').split(',')];
    const now = exchange.state.settings.now();
    return {
      status: 200,
      body: { ...page.fields, users: page.rows.map((user) => only(userRecord(user, now), shown)) },
    };
  },
};

function only(record: JsonObject, shown: string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([field]) => shown.includes(field)));
}
