import type { PersonFields, WindowRule } from '../../../src/contract/index.js';
import { zoomOpened } from './earliest.js';

/** The person's own chat is told for six months, whoever asks. */
export const chatWindow = {
  maxDays: 30,
  earliest: zoomOpened,
  lookBackMonths: 6,
  olderElsewhere:
    'Older messages can be read only where the company holds them for a legal matter (legal hold). This report does not ask for that.',
  ifWider: 'not documented',
} as const satisfies Partial<WindowRule>;

/** Kinds of chats, in the words of the account's report and in those of the person's own list. */
export const chatKinds = {
  '1:1': 'Between two people',
  Group: 'Channel or group',
  groupchat: 'Channel or group',
};

/** Who takes part in a chat of two; where it is the subject, it stays. */
export const chatSessionPeople: readonly PersonFields[] = [
  { email: ['member_emails', 'peer_contact_email'], id: ['peer_contact_user_id', 'peer_contact_member_id'] },
];

/** Who wrote, read, reacted and was named. */
export const chatMessagePeople: readonly PersonFields[] = [
  { name: 'sender_display_name', email: 'sender', id: ['sender_member_id', 'send_member_id'] },
  { email: 'receiver' },
  { email: 'external_sender_email' },
  { in: 'reactions', id: ['user_ids', 'member_ids'] },
  { in: 'custom_emoji_reactions', id: ['user_ids', 'member_ids'] },
  { in: 'senders', id: ['user_id', 'member_id'] },
  { in: 'at_items', id: ['at_contact', 'at_contact_member_id'] },
];
