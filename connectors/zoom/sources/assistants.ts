import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';

/** Whom the person lets schedule meetings for them. */
export const assistants = defineSource({
  id: 'assistants',
  title: 'Who may schedule for you',
  category: 'People you work with',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}/assistants',
  asks: [
    {
      endpoint: '/users/{subject}/assistants',
      scopes: {
        granular: ['user:read:list_assistants', 'user:read:list_assistants:admin'],
        classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin', 'user_profile'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'assistants',
    },
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  thirdParties: [{ email: 'email', id: 'id' }],
  columns: [
    { field: 'email', heading: 'E-mail' },
    { field: 'can_manage_host_private_event', heading: 'May change private events' },
    { field: 'id', heading: 'User ID', isDetail: true },
  ],
});
