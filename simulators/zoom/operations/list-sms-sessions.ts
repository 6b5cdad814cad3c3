import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { textOf } from '../text-of.js';
import type { WorldUser } from '../world/world-user.js';
import { findPhoneUser } from './find-phone-user.js';

type TimesOf = (session: JsonObject, messages: readonly JsonObject[]) => JsonObject[string][];

const times: Record<string, TimesOf> = {
  last_message_time: ({ last_access_time }) => [last_access_time],
  sent_message_time: (_session, messages) => timesOf(messages, 'Out'),
  received_message_time: (_session, messages) => timesOf(messages, 'In'),
  // What a session last shows was sent or received, also where its messages are gone.
  sent_received_message_time: ({ last_access_time }, messages) => [
    last_access_time,
    ...timesOf(messages, 'In'),
    ...timesOf(messages, 'Out'),
  ],
};

const timesOf = (messages: readonly JsonObject[], direction: string) =>
  messages.filter((message) => message.direction === direction).map(({ date_time }) => date_time);

/**
 * Without `session_type` the person's own line only; without `filter_type` by the last message. The answer echoes no
 * dates and states no total.
 * Source: https://developers.zoom.us/docs/api/phone/#tag/sms/get/phone/users/{userId}/sms/sessions
 */
export const listSmsSessions: Operation = {
  template: '/phone/users/{userId}/sms/sessions',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_sms_sessions', 'phone:read:list_sms_sessions:admin'],
    classic: ['phone:read:admin', 'phone:read', 'phone_sms:read', 'phone_sms:read:admin'],
  },
  answer: (exchange) => {
    const rows = sessionsOf(exchange, findPhoneUser(exchange));
    const { rows: sms_sessions, fields } = pageOf(exchange, rows, {
      ...{ maximum: 100, badTokenCode: 400, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size } = fields;
    return { status: 200, body: { next_page_token, page_size, sms_sessions } };
  },
};

function sessionsOf(exchange: Exchange, { sms }: WorldUser): JsonObject[] {
  const { query, state } = exchange;
  const type = query.get('session_type') ?? 'user';
  if (!['user', 'call_queue', 'auto_receptionist', 'all'].includes(type))
    throw new Refusal(400, 400, 'SMS session type is invalid.');
  const timesBy = times[query.get('filter_type') ?? 'last_message_time'];
  if (!timesBy) throw new Refusal(400, 300, 'Invalid parameter: filter_type.');
  const { fromMs, toMs } = windowOf(exchange, {
    withoutDates: { lastHours: 30 * 24 },
    dateTimes: true,
    sixMonths: false,
    longWindows: state.settings.longWindows,
    badWindowCode: 300,
  });
  return sms.sessions.filter((session) => {
    const isOfType = type === 'all' || session.session_type === type;
    const messages = sms.messages[textOf(session.session_id)] ?? [];
    const isWithin = (time: JsonObject[string]) => {
      const ms = Date.parse(textOf(time));
      return ms >= fromMs && ms <= toMs;
    };
    return isOfType && timesBy(session, messages).some(isWithin);
  });
}
