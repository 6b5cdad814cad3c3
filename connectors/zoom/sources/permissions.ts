import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';

/** What the role of the person allows in the account, as Zoom names it. */
export const permissions = defineSource({
  id: 'permissions',
  title: 'What you may do in the account',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}/permissions',
  asks: [
    {
      endpoint: '/users/{subject}/permissions',
      scopes: {
        granular: ['user:read:list_permissions', 'user:read:list_permissions:admin'],
        classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin', 'user_profile'],
      },
      rateLimit: { family: 'main', label: 'light' },
    },
  ],
  record: z.looseObject({ permissions: z.array(z.string()) }),
  recordId: () => 'permissions',

  columns: [{ field: 'permissions', heading: 'Permission' }],
});
