import type { JsonObject } from '../../json.js';
import type { WorldUser } from '../world-user.js';
import type { DemoContext } from './demo-context.js';

/** Channels and groups of the demo person. */
export function demoChat(context: DemoContext): WorldUser['chat'] {
  const channels = [
    channel(context, 'Customer success', 2),
    channel(context, 'Everybody', 3),
    channel(context, 'Lunch at noon?', 4),
  ];
  return { channels };
}

function channel({ random }: DemoContext, name: string, type: number): JsonObject {
  const id = random.bytes(16).toString('hex');
  return {
    id,
    jid: `${id}@conference.xmpp.example.com`,
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
