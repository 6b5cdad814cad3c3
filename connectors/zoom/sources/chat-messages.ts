import { z } from 'zod';
import {
  defineSource,
  isVendorRecord,
  keyOf,
  textOf,
  type FailureRule,
  type Given,
  type Query,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { chatFilesOf, chatMessageColumns } from './chat-message-words.js';
import { chatMessagePeople, chatWindow } from './chat-words.js';
import { isAddressOf } from './is-subject.js';

const dates = { ...chatWindow, dateField: 'date_time' } as const;

const gone: FailureRule = {
  code: [1001, 4130],
  then: {
    do: 'stop',
    outcome: 'failed',
    reason: 'not_found',
    remedy: 'Zoom lists the chat but no longer has it. Ask the account owner whether it was deleted.',
  },
};

/**
 * Messages of every chat, with those that were deleted or changed afterwards, what robots wrote, reactions and files. The
 * person's own list stands in where the account's report is not granted.
 */
export const chatMessages = defineSource({
  id: 'chat-messages',
  title: 'Messages in your chats',
  category: 'Chat',
  groups: ['chat'],
  docs: 'https://developers.zoom.us/docs/api/team-chat/#tag/reports/GET/report/chat/sessions/{sessionId}',
  forEach: [{ source: 'chat-sessions', carry: ['name', 'type'] }],
  asks: [
    {
      endpoint: '/report/chat/sessions/{session}',
      scopes: {
        granular: ['report:read:chat_session:admin'],
        classic: ['report_chat:read:admin', 'imchat:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 100 },
      query: [
        {
          include_fields: 'edited_messages,deleted_messages',
          include_bot_message: 'true',
          include_reactions: 'true',
          include_custom_emoji_reactions: 'true',
          query_all_modifications: 'true',
        },
      ],
      list: messagesOf,
      values: ({ parent }) => {
        const session = textOf(parent?.id);
        return session === undefined ? undefined : { session };
      },
      window: dates,
    },
    {
      endpoint: '/chat/users/{subject}/messages',
      scopes: {
        granular: ['team_chat:read:list_user_messages', 'team_chat:read:list_user_messages:admin'],
        classic: [
          ...['chat_message:read', 'chat_message:write'],
          ...['chat_message:read:admin', 'chat_message:write:admin'],
        ],
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 50 },
      // No `date`: it would win over `from` and `to`.
      query: (given) => [{ ...counterpartOf(given), include_deleted_and_edited_message: 'true' }],
      list: 'messages',
      values: (given) => (counterpartOf(given) ? {} : undefined),
      window: { ...dates, format: 'moment' },
      failures: [gone],
    },
  ],
  limits: [
    'Whether a message that was deleted is still told depends on how long the company keeps what was deleted.',
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  attachments: [{ id: 'files', list: chatFilesOf, kinds: { file: 'File' } }],
  columns: chatMessageColumns,
  thirdParties: chatMessagePeople,
  secrets: ['download_url?*'],
});

/** By whom or what the person's own list is asked for a chat. */
function counterpartOf({ parent, subject }: Given): Query | undefined {
  const channel = textOf(parent?.channel_id);
  if (channel !== undefined) return { to_channel: channel };
  const { peer_contact_email, peer_contact_member_id, member_emails } = parent ?? {};
  const members = Array.isArray(member_emails) ? member_emails.flatMap((one) => textOf(one) ?? []) : [];
  const contact =
    textOf(peer_contact_email) ??
    textOf(peer_contact_member_id) ??
    members.find((member) => !isAddressOf(subject, member));
  return contact === undefined ? undefined : { to_contact: contact };
}

/** Three lists of one answer; what was deleted or changed says so, in the word of the person's own list. */
function messagesOf({ messages, edited_messages, deleted_messages }: VendorRecord): unknown {
  const lists = [messages, edited_messages, deleted_messages];
  if (!lists.some(Array.isArray)) return undefined;
  return [
    ...asList(messages),
    ...asList(edited_messages).map((message) => marked(message, 'Edited')),
    ...asList(deleted_messages).map((message) => marked(message, 'Deleted')),
  ];
}

const asList = (list: unknown): readonly unknown[] => (Array.isArray(list) ? (list as unknown[]) : []);

const marked = (message: unknown, status: string): unknown =>
  isVendorRecord(message) ? { status, ...message } : message;
