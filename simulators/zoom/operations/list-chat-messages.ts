import { findMember } from '../find-user.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { sixMonthsBefore } from '../lists/six-months-before.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { textOf } from '../text-of.js';
import type { WorldUser } from '../world/world-user.js';
import { withFileAddresses } from './chat-files.js';

/**
 * Messages of one chat: today's where no date is given, and `date` wins over `from`. Ten where no page size is.
 * Source: https://developers.zoom.us/docs/api/team-chat/#tag/chat-messages/get/chat/users/{userId}/messages
 */
export const listChatMessages: Operation = {
  template: '/chat/users/{userId}/messages',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['team_chat:read:list_user_messages', 'team_chat:read:list_user_messages:admin'],
    classic: [
      'chat_message:read',
      'chat_message:write',
      'chat_message:read:admin',
      'chat_message:write:admin',
    ],
  },
  answer: (exchange) => {
    const user = findMember(exchange);
    const rows = rowsBetween(messagesOf(exchange, user), 'date_time', windowIn(exchange), false);
    const page = pageOf(exchange, rows, {
      ...{ maximum: 50, defaultSize: 10, badTokenCode: 300, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size } = page.fields;
    const [from, to, date] = ['from', 'to', 'date'].map((name) => exchange.query.get(name) ?? undefined);
    const messages = page.rows.map((message) => withFileAddresses(message, exchange.state));
    return {
      status: 200,
      body: {
        ...(date === undefined ? { ...(from && { from }), ...(to && { to }) } : { date }),
        ...{ next_page_token, page_size, messages },
      },
    };
  },
};

function windowIn(exchange: Exchange) {
  const { query, state } = exchange;
  const date = query.get('date');
  const asked = new URLSearchParams(query);
  if (date !== null) for (const name of ['from', 'to']) asked.set(name, date);
  const window = windowOf(
    { ...exchange, query: asked },
    {
      ...{ withoutDates: 'today', dateTimes: true, sixMonths: false, badWindowCode: 300 },
      longWindows: state.settings.longWindows,
    },
  );
  if (window.fromMs < sixMonthsBefore(state.settings.now().getTime()))
    throw new Refusal(400, 300, 'Only provide past chat messages in recent 6 months.');
  return window;
}

/** The report's fields under the names of this list; deleted and changed ones only where they are asked for. */
function messagesOf({ query }: Exchange, { chat, email }: WorldUser): JsonObject[] {
  const [channel, contact] = [query.get('to_channel'), query.get('to_contact')];
  if (channel === null && contact === null)
    throw new Refusal(400, 300, 'Must provide either contact or channel parameter.');
  const session = chat.sessions.find(({ channel_id, member_emails }) =>
    channel === null
      ? Array.isArray(member_emails) && member_emails.includes(contact) && contact !== email
      : channel_id === channel,
  );
  if (!session && channel !== null) throw new Refusal(404, 4130, `Channel does not exist: ${channel}.`);
  if (!session) throw new Refusal(404, 1001, `User does not exist: ${contact ?? ''}.`);
  const { messages = [], edited = [], deleted = [] } = chat.messages[textOf(session.id)] ?? {};
  if (query.get('include_deleted_and_edited_message') !== 'true')
    return messages.map((message) => ownForm(message));
  return [
    ...messages.map((message) => ownForm(message, 'Normal')),
    ...edited.map((message) => ownForm(message, 'Edited')),
    ...deleted.map((message) => ownForm(message, 'Deleted')),
  ];
}

function ownForm(message: JsonObject, status?: string): JsonObject {
  const { sender_member_id, id, date_time, message: text, sender, sender_display_name } = message;
  const { timestamp, files, reply_main_message_id, reply_main_message_timestamp, rich_text } = message;
  const shown: JsonObject = {
    ...{ id, date_time, message: text, sender, send_member_id: sender_member_id, sender_display_name },
    ...{ timestamp, files, reply_main_message_id, reply_main_message_timestamp, rich_text, status },
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}
