import { decodePathValue } from '../decode-path-value.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { withFileAddresses } from './chat-files.js';
import { requirePhone } from './find-phone-user.js';

const classic = ['phone:read:admin', 'phone:read', 'phone_sms:read', 'phone_sms:read:admin'];

/**
 * A month at most, 30 days where none is asked; the answer echoes no dates and states no total.
 * Source: https://developers.zoom.us/docs/api/phone/#tag/sms/get/phone/sms/sessions/{sessionId}
 */
export const getSmsSession: Operation = {
  template: '/phone/sms/sessions/{sessionId}',
  family: 'phone',
  label: 'medium',
  scopes: { granular: ['phone:read:sms_session', 'phone:read:sms_session:admin'], classic },
  answer: (exchange) => {
    const window = windowOf(exchange, {
      ...{ withoutDates: { lastHours: 30 * 24 }, dateTimes: true, sixMonths: false, badWindowCode: 300 },
      longWindows: exchange.state.settings.longWindows,
    });
    const rows = rowsBetween(messagesOf(exchange), 'date_time', window, false);
    const { rows: shown, fields } = pageOf(exchange, rows, {
      ...{ maximum: 100, badTokenCode: 400, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size } = fields;
    const sms_histories = shown.map((message) => withFileAddresses(message, exchange.state));
    return { status: 200, body: { next_page_token, page_size, sms_histories } };
  },
};

/** Source: https://developers.zoom.us/docs/api/phone/#tag/sms/get/phone/sms/sessions/{sessionId}/messages/{messageId} */
export const getSmsMessage: Operation = {
  template: '/phone/sms/sessions/{sessionId}/messages/{messageId}',
  family: 'phone',
  label: 'medium',
  scopes: { granular: ['phone:read:sms_message', 'phone:read:sms_message:admin'], classic },
  answer: (exchange) => {
    const id = decodePathValue(exchange.parameters.messageId ?? '');
    const message = messagesOf(exchange).find((one) => one.message_id === id);
    if (!message) throw new Refusal(404, 7012, 'Error retrieving SMS.');
    return { status: 200, body: withFileAddresses(message, exchange.state) };
  },
};

function messagesOf(exchange: Exchange): JsonObject[] {
  requirePhone(exchange);
  const id = decodePathValue(exchange.parameters.sessionId ?? '');
  const owner = exchange.state.world.users.find(({ sms }) => Object.hasOwn(sms.messages, id));
  if (!owner) throw new Refusal(404, 7013, 'Error retrieving SMS history.');
  return owner.sms.messages[id] ?? [];
}
