import type { JsonObject } from '../json.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { callHistoryRefusal, findPhoneUser } from './find-phone-user.js';
import { phonePage } from './phone-page.js';

/**
 * `call_elements[]`, and until November 2026 the transitional `call_logs[]`.
 * Source: https://developers.zoom.us/docs/api/phone/#tag/call-history/get/phone/users/{userId}/call_history
 */
export const listCallHistory: Operation = {
  template: '/phone/users/{userId}/call_history',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_call_logs:admin', 'phone:read:list_call_logs'],
    classic: ['phone:read:admin', 'phone_call_log:read'],
  },
  answer: (exchange) => {
    const { callHistory } = exchange.state.world.account;
    if (callHistory === 'not_offered') {
      throw new Refusal(400, 2300, `This API endpoint is not recognized: ${exchange.path}`);
    }
    const user = findPhoneUser(exchange, callHistoryRefusal);
    const { rows, fields } = phonePage(exchange, user, user.phone.callElements, {
      timeField: exchange.query.get('time_type') === 'end_time' ? 'end_time' : 'start_time',
      defaultHours: 24,
      badWindowCode: 301,
    });
    const elements = callHistory === 'call_logs' ? {} : { call_elements: rows };
    const logs = callHistory === 'call_elements' ? {} : { call_logs: rows.map(transitionalCallLog) };
    return { status: 200, body: { ...fields, ...elements, ...logs } };
  },
};

// The second generation named the ids of the very same legs otherwise.
function transitionalCallLog({
  call_element_id: id,
  call_history_uuid: pathId,
  ...rest
}: JsonObject): JsonObject {
  return { id, call_path_id: pathId, ...rest };
}
