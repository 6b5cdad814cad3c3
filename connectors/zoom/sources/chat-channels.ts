import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';

/** The channels and group chats of which the person is a member. */
export const chatChannels = defineSource({
  id: 'chat-channels',
  title: 'Your chat channels and groups',
  category: 'Chat',
  groups: ['chat'],
  docs: 'https://developers.zoom.us/docs/api/team-chat/#tag/chat-channels/GET/chat/users/{userId}/channels',
  asks: [
    {
      endpoint: '/chat/users/{subject}/channels',
      scopes: {
        granular: ['team_chat:read:list_user_channels', 'team_chat:read:list_user_channels:admin'],
        classic: [
          ...['chat_channel:read', 'chat_channel:write'],
          ...['chat_channel:read:admin', 'chat_channel:write:admin'],
        ],
      },
      rateLimit: { family: 'main', label: 'medium' },
      // Without a page size there would be ten.
      pages: { follow: 'token', size: 1_000 },
      list: 'channels',
    },
  ],
  limits: [
    'Zoom lists the channels of today; those that the person has left are not told.',
    'Zoom tells the contacts kept in chat only to an app that the person connected for themselves, so they are not in this report.',
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  columns: [
    { field: 'name', heading: 'Name' },
    {
      field: 'type',
      heading: 'Kind',
      codes: {
        0: 'Unknown',
        1: 'Private channel',
        2: 'Private channel of the company',
        3: 'Public channel',
        4: 'Group chat',
        5: 'Public channel, also for people outside the company',
      },
    },
    {
      field: 'channel_settings.posting_permissions',
      heading: 'Who may write',
      codes: {
        1: 'All members',
        2: 'Owners and administrators',
        3: 'Owners, administrators and some members',
      },
    },
    {
      field: 'channel_settings.add_member_permissions',
      heading: 'Who may add members',
      codes: { 1: 'All members', 2: 'Owners and administrators' },
      isDetail: true,
    },
    {
      field: 'channel_settings.allow_to_add_external_users',
      heading: 'Who may add people outside the company',
      codes: { 0: 'Nobody', 1: 'All members', 2: 'Members of the company', 3: 'Owners and administrators' },
      isDetail: true,
    },
    {
      field: 'channel_settings.mention_all_permissions',
      heading: 'Who may call all',
      codes: { 1: 'All members', 2: 'Owners and administrators', 3: 'Nobody' },
      isDetail: true,
    },
    {
      field: 'channel_settings.new_members_can_see_previous_messages_files',
      heading: 'New members see what was written before',
      isDetail: true,
    },
    { field: 'channel_url', heading: 'Link', isDetail: true },
    { field: 'id', heading: 'Channel ID', isDetail: true },
    { field: 'jid', heading: 'Chat address', isDetail: true },
  ],
});
