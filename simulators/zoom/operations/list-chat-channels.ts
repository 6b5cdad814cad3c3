import { findMember } from '../find-user.js';
import { pageOf } from '../lists/page-of.js';
import type { Operation } from '../operation.js';

/** Source: https://developers.zoom.us/docs/api/team-chat/#tag/chat-channels/get/chat/users/{userId}/channels */
export const listChatChannels: Operation = {
  template: '/chat/users/{userId}/channels',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['team_chat:read:list_user_channels', 'team_chat:read:list_user_channels:admin'],
    classic: [
      'chat_channel:read',
      'chat_channel:write',
      'chat_channel:read:admin',
      'chat_channel:write:admin',
    ],
  },
  answer: (exchange) => {
    const { rows, fields } = pageOf(exchange, findMember(exchange).chat.channels, {
      ...{ maximum: 1_000, defaultSize: 10, badTokenCode: 300, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size, total_records } = fields;
    return { status: 200, body: { next_page_token, page_size, total_records, channels: rows } };
  },
};
