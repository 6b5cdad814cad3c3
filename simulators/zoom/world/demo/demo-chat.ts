import type { JsonObject } from '../../json.js';
import { textOf } from '../../text-of.js';
import type { ChatLists, WorldUser } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import { minutesAgo } from './demo-times.js';

const hour = 60;
const day = 24 * hour;
const colleague = { email: 'blair.office@example.com', name: 'Blair Office' };
/** What was written in a chat, newest first: how long ago, by whom, and what. */
type Line = [minutes: number, isOwn: boolean, text: string];

/** Channels, groups and chats of the demo person, with a message that was deleted, one that was changed, and files. */
export function demoChat(context: DemoContext): WorldUser['chat'] {
  const channels = [
    channel(context, 'Customer success', 2),
    channel(context, 'Everybody', 3),
    channel(context, 'Lunch at noon?', 4),
  ];
  const chat: WorldUser['chat'] = { channels, sessions: [], messages: {} };
  const ofTwo = { name: '', type: '1:1', member_emails: [context.person.email, colleague.email] };
  add(context, chat, ofTwo, [
    [50, false, 'Shall we go through the contract at four?'],
    [2 * day, true, 'Here are my notes.'],
    [70 * day, false, 'Welcome to the team!'],
  ]);
  for (const { id, name } of channels)
    add(context, chat, { name, type: 'Group', channel_id: id, status: 'active' }, [
      [3 * hour, true, `A word to everybody in ${textOf(name)}.`],
      [12 * day, false, 'The new table of prices is there.'],
    ]);
  return chat;
}

/** Chats in which the demo person takes no part: the account's report lists them all the same. */
export function demoChatOfOthers(context: DemoContext): WorldUser['chat'] {
  const chat: WorldUser['chat'] = { channels: [], sessions: [], messages: {} };
  const ofTwo = { name: '', type: '1:1', member_emails: [colleague.email, 'owner@example.com'] };
  add(context, chat, ofTwo, [[4 * hour, false, 'This is between the two of us.']]);
  const group = { name: 'Board', type: 'Group', channel_id: context.random.bytes(16).toString('hex') };
  add(context, chat, group, [[5 * day, false, 'Figures of the quarter.']]);
  return chat;
}

function add(context: DemoContext, chat: WorldUser['chat'], fields: JsonObject, lines: Line[]): void {
  const id = context.random.bytes(32).toString('hex');
  const minutes = lines[0]?.[0] ?? 0;
  chat.sessions.push({ id, last_message_sent_time: minutesAgo(context, minutes), ...fields });
  const messages = lines.map((line, index) => message(context, line, index === 1));
  const lists: ChatLists = { messages };
  if (fields.type === '1:1') {
    const { reactions, ...edited } = message(context, [2 * day + 5, true, 'Here are my nots.'], false);
    // The list of changed messages tells no reactions.
    lists.edited = reactions === undefined ? [] : [edited];
    lists.deleted = [message(context, [3 * day, true, 'Please forget this.'], false)];
  }
  chat.messages[id] = lists;
}

function message(context: DemoContext, [minutes, isOwn, text]: Line, hasFile: boolean): JsonObject {
  const { random, person } = context;
  const sender = isOwn ? person : colleague;
  const date_time = minutesAgo(context, minutes);
  return {
    id: random.uuid(),
    date_time,
    message: text,
    sender: sender.email,
    sender_display_name: sender.name,
    sender_member_id: `member of ${sender.email}`,
    timestamp: Date.parse(date_time),
    action_timestamp: Date.parse(date_time),
    ...(hasFile && { files: [file(context)] }),
    reactions: [{ emoji: 'U+1F44D', total_count: 1, user_ids: [person.id], member_ids: [] }],
  };
}

function file({ random, media }: DemoContext): JsonObject {
  const id = random.id();
  const bytes = random.int(6_000, 24_000);
  media.set(id, { id, contentType: 'image/png', bytes });
  return { file_id: id, file_name: 'notes.png', file_size: bytes, download_url: `media:${id}` };
}

function channel({ random }: DemoContext, name: string, type: number): JsonObject {
  const id = random.bytes(16).toString('hex');
  return {
    id,
    jid: `${id}@example.com`,
    name,
    type,
    channel_settings: {
      add_member_permissions: 1,
      new_members_can_see_previous_messages_files: true,
      posting_permissions: 1,
      mention_all_permissions: 2,
      allow_to_add_external_users: 0,
    },
  };
}
