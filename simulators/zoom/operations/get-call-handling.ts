import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { findPhoneUser } from './find-phone-user.js';

const named = {
  holiday_hours: { parameter: 'holiday_hour_id', code: 15102, words: 'Holiday hour does not exist' },
  break_hours: { parameter: 'break_hour_id', code: 15101, words: 'Break hour does not exist' },
};

/** Source: https://developers.zoom.us/docs/api/phone/#tag/users/get/phone/users/{userId}/call_handling/settings */
export const getCallHandling: Operation = {
  template: '/phone/users/{userId}/call_handling/settings',
  family: 'phone',
  label: 'light',
  scopes: {
    granular: ['phone:read:user_call_handling_setting:admin', 'phone:read:user_call_handling_setting'],
    classic: ['phone:read:admin', 'phone:read'],
  },
  answer: (exchange) => {
    const { callHandling } = findPhoneUser(exchange, {
      ...{ status: 404, code: 404, message: 'User does not exist: {userId}.' },
    });
    const type = exchange.query.get('hour_type') ?? 'business_hours';
    if (type !== 'holiday_hours' && type !== 'break_hours')
      return { status: 200, body: callHandling[type] ?? {} };
    const { parameter, code, words } = named[type];
    const id = exchange.query.get(parameter) ?? '';
    const found = callHandling[id];
    if (!found) throw new Refusal(400, code, `${words}: ${id}.`);
    return { status: 200, body: found };
  },
};
