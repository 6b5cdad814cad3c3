import { decodePathValue } from '../decode-path-value.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { textOf } from '../text-of.js';
import type { ChatLists } from '../world/world-user.js';
import { withFileAddresses } from './chat-files.js';
import { chatReportWindow } from './report-chat-sessions.js';

/** Fields that come only where a query asks for them. */
const optional = {
  include_bot_message: 'bot_message',
  include_reactions: 'reactions',
  include_custom_emoji_reactions: 'custom_emoji_reactions',
};

/**
 * Deleted and changed messages stand in lists of their own, on every page: the page size counts messages only.
 * Source: https://developers.zoom.us/docs/api/team-chat/#tag/reports/get/report/chat/sessions/{sessionId}
 */
export const reportChatMessages: Operation = {
  template: '/report/chat/sessions/{sessionId}',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['report:read:chat_session:admin'],
    classic: ['report_chat:read:admin', 'imchat:read:admin'],
  },
  answer: (exchange) => {
    const window = chatReportWindow(exchange);
    const lists = listsOf(exchange);
    const included = (exchange.query.get('include_fields') ?? '').split(',');
    const page = pageOf(exchange, rowsBetween(lists.messages, 'date_time', window, false), {
      ...{ maximum: 100, badTokenCode: 300, byToken: true, byNumber: false },
    });
    const shown = (rows: readonly JsonObject[]) => rows.map((row) => shownOf(exchange, row));
    const within = (rows: readonly JsonObject[] = []) =>
      rows.filter((row) => {
        const time = timeOf(exchange, row);
        return time >= window.fromMs && time <= window.toMs;
      });
    const { next_page_token, page_size } = page.fields;
    return {
      status: 200,
      body: {
        ...{ from: window.from, to: window.to, next_page_token, page_size, messages: shown(page.rows) },
        ...(included.includes('edited_messages') && { edited_messages: shown(within(lists.edited)) }),
        ...(included.includes('deleted_messages') && { deleted_messages: shown(within(lists.deleted)) }),
      },
    };
  },
};

/** With `query_all_modifications` by the time of the change, else by the time of the message. */
function timeOf({ query }: Exchange, { action_timestamp, date_time }: JsonObject): number {
  const isByChange = query.get('query_all_modifications') === 'true' && typeof action_timestamp === 'number';
  return isByChange ? action_timestamp : Date.parse(textOf(date_time));
}

function shownOf({ query, state }: Exchange, message: JsonObject): JsonObject {
  const hidden = Object.entries(optional).flatMap(([name, field]) =>
    query.get(name) === 'true' ? [] : [field],
  );
  const fields = Object.entries(message).filter(([name]) => !hidden.includes(name));
  return withFileAddresses(Object.fromEntries(fields), state);
}

function listsOf({ parameters, state }: Exchange): ChatLists {
  const id = decodePathValue(parameters.sessionId ?? '');
  const owner = state.world.users.find(({ chat }) => Object.hasOwn(chat.messages, id));
  if (owner) return owner.chat.messages[id] ?? { messages: [] };
  const isKnown = state.world.users.some(({ chat }) => chat.sessions.some((session) => session.id === id));
  if (isKnown) return { messages: [] };
  throw new Refusal(400, 300, 'Invalid parameter: sessionId.');
}
