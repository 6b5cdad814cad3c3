import { findMember } from '../find-user.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Operation } from '../operation.js';
import type { WorldUser } from '../world/world-user.js';

/**
 * Without dates today only. The report's fields under the names of this list: no id, and of two the other one.
 * Source: https://developers.zoom.us/docs/api/team-chat/#tag/chat-sessions/get/chat/users/{userId}/sessions
 */
export const listChatSessions: Operation = {
  template: '/chat/users/{userId}/sessions',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['team_chat:read:list_user_sessions', 'team_chat:read:list_user_sessions:admin'],
    classic: ['chat_message:read', 'chat_message:read:admin'],
  },
  answer: (exchange) => {
    const user = findMember(exchange);
    const window = windowOf(exchange, {
      ...{ withoutDates: 'today', dateTimes: true, sixMonths: false, badWindowCode: 300 },
      longWindows: exchange.state.settings.longWindows,
    });
    const rows = rowsBetween(user.chat.sessions, 'last_message_sent_time', window, false);
    const page = pageOf(exchange, rows, {
      ...{ maximum: 50, defaultSize: 10, badTokenCode: 300, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size } = page.fields;
    const sessions = page.rows.map((session) => ownForm(session, user));
    const { from, to } = window;
    return { status: 200, body: { from, to, next_page_token, page_size, sessions } };
  },
};

function ownForm(session: JsonObject, user: WorldUser): JsonObject {
  const { channel_id, last_message_sent_time, name, type, member_emails } = session;
  if (type !== '1:1') return { channel_id, last_message_sent_time, name, type: 'groupchat' };
  const members = Array.isArray(member_emails) ? member_emails : [];
  const peer = members.find((member) => member !== user.email) ?? user.email;
  return { last_message_sent_time, name: peer, type, peer_contact_email: peer };
}
