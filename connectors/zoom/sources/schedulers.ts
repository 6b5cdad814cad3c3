import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';

/** For whom the person may schedule meetings. */
export const schedulers = defineSource({
  id: 'schedulers',
  title: 'For whom you may schedule',
  category: 'People you work with',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}/schedulers',
  asks: [
    {
      endpoint: '/users/{subject}/schedulers',
      scopes: {
        granular: ['user:read:list_schedulers', 'user:read:list_schedulers:admin'],
        classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin', 'user_profile'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'schedulers',
    },
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  thirdParties: [{ email: 'email', id: ['id', 'pmi'] }],
  columns: [
    { field: 'email', heading: 'E-mail' },
    { field: 'id', heading: 'User ID', isDetail: true },
    { field: 'pmi', heading: 'Their personal meeting ID', isDetail: true },
  ],
});
