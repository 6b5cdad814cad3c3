import { z } from 'zod';
import {
  defineSource,
  keyOf,
  textOf,
  type About,
  type Given,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { chatKinds, chatSessionPeople, chatWindow } from './chat-words.js';
import { isAddressOf } from './is-subject.js';

const dates = { ...chatWindow, dateField: 'last_message_sent_time', dateMoves: true } as const;

/**
 * Chats of the person. The account's report comes first, because only by it messages that were deleted or changed can be
 * read. Of a chat of two it names the addresses, of a group only the channel.
 */
export const chatSessions = defineSource({
  id: 'chat-sessions',
  title: 'Your chats',
  category: 'Chat',
  groups: ['chat'],
  docs: 'https://developers.zoom.us/docs/api/team-chat/#tag/reports/GET/report/chat/sessions',
  asks: [
    {
      endpoint: '/report/chat/sessions',
      scopes: {
        granular: ['report:read:list_chat_sessions:admin'],
        classic: ['report_chat:read:admin', 'imchat:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      list: 'sessions',
      window: dates,
    },
    {
      endpoint: '/chat/users/{subject}/sessions',
      scopes: {
        granular: ['team_chat:read:list_user_sessions', 'team_chat:read:list_user_sessions:admin'],
        classic: ['chat_message:read', 'chat_message:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      // Without a page size there would be ten.
      pages: { follow: 'token', size: 50 },
      list: 'sessions',
      window: { ...dates, format: 'moment' },
    },
  ],
  heldAgainst: { source: 'chat-channels', names: ({ id }) => [textOf(id) ?? ''] },
  about,
  limits: [
    'Chats of channels and groups are recognised by the channels of today; those of channels that the person has left are not in this report.',
    'What was written in another company’s channel is kept by that company.',
  ],
  record: z.looseObject({ type: z.string() }),
  recordId: ({ id, channel_id, peer_contact_member_id, peer_contact_email }) =>
    keyOf(id ?? channel_id ?? peer_contact_member_id ?? peer_contact_email),
  columns: [
    { field: 'last_message_sent_time', heading: 'Last message', kind: 'moment' },
    { field: 'name', heading: 'Name' },
    { field: 'type', heading: 'Kind', codes: chatKinds },
    { field: ['member_emails', 'peer_contact_email'], heading: 'Between' },
    { field: 'status', heading: 'State', codes: { active: 'Active', deleted: 'Deleted' } },
    { field: 'has_external_member', heading: 'With people outside the company', isDetail: true },
    { field: 'channel_id', heading: 'Channel ID', isDetail: true },
    { field: 'id', heading: 'ID of the chat', isDetail: true },
  ],
  thirdParties: chatSessionPeople,
});

/** The person's own list names no members, because it has no chats of others. */
function about(session: VendorRecord, { subject, held }: Given): About {
  const { id, type, channel_id, member_emails } = session;
  if (textOf(id) === undefined) return 'subject';
  const channel = textOf(channel_id);
  if (channel !== undefined) return held?.has(channel) ? 'subject' : 'nobody';
  const members = Array.isArray(member_emails) ? (member_emails as unknown[]) : [];
  if (members.some((member) => isAddressOf(subject, member))) return 'subject';
  return members.some((member) => textOf(member) !== undefined) || type !== '1:1' ? 'nobody' : 'unnamed';
}
