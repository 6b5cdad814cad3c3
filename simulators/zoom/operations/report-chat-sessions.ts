import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange, Operation } from '../operation.js';

/** The report of a month of chats, within six months; both dates must be given. */
export const chatReportWindow = (exchange: Exchange) =>
  windowOf(exchange, {
    ...{ withoutDates: 'refused', dateTimes: false, sixMonths: true, badWindowCode: 300 },
    longWindows: exchange.state.settings.longWindows,
  });

/**
 * Chats of the whole account, by their latest message: whether a chat is also named in months before is not documented.
 * Source: https://developers.zoom.us/docs/api/team-chat/#tag/reports/get/report/chat/sessions
 */
export const reportChatSessions: Operation = {
  template: '/report/chat/sessions',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['report:read:list_chat_sessions:admin'],
    classic: ['report_chat:read:admin', 'imchat:read:admin'],
  },
  answer: (exchange) => {
    const window = chatReportWindow(exchange);
    const rows = rowsBetween(chatsOf(exchange), 'last_message_sent_time', window, false);
    const page = pageOf(exchange, rows, {
      ...{ maximum: 300, badTokenCode: 300, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size } = page.fields;
    const { from, to } = window;
    return { status: 200, body: { from, to, next_page_token, page_size, sessions: page.rows } };
  },
};

/** Every chat once, whoever of the account takes part in it. */
function chatsOf({ state }: Exchange): JsonObject[] {
  const known = new Set<JsonObject[string]>();
  return state.world.users.flatMap(({ chat }) => {
    const fresh = chat.sessions.filter(({ id }) => !known.has(id));
    for (const { id } of chat.sessions) known.add(id);
    return fresh;
  });
}
