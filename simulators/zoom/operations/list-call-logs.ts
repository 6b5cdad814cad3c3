import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { findPhoneUser } from './find-phone-user.js';
import { phonePage } from './phone-page.js';

/**
 * The deprecated predecessor of the call history.
 * Source: https://developers.zoom.us/docs/api/phone/#tag/call-logs/get/phone/users/{userId}/call_logs
 */
export const listCallLogs: Operation = {
  template: '/phone/users/{userId}/call_logs',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_call_logs', 'phone:read:list_call_logs:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_call_log:read', 'phone_call_log:read:admin'],
  },
  answer: (exchange) => {
    if (!exchange.state.world.account.offersCallLogs) {
      throw new Refusal(400, 2300, `This API endpoint is not recognized: ${exchange.path}`);
    }
    const user = findPhoneUser(exchange);
    const onlyMissed = exchange.query.get('type') === 'missed';
    const { rows, fields } = phonePage(exchange, user, user.phone.callLogs, {
      timeField: exchange.query.get('time_type') === 'endTime' ? 'call_end_time' : 'date_time',
      defaultHours: 24,
      badWindowCode: 300,
      ...(onlyMissed ? { keeps: (record) => record.result === 'Missed' } : {}),
    });
    return { status: 200, body: { ...fields, call_logs: rows } };
  },
};
