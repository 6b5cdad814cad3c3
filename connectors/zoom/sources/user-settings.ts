import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';

const options = ['meeting_authentication', 'recording_authentication', 'meeting_security'];

/** The person's settings. Zoom answers one of four shapes, selected by `option`; all four are asked. */
export const userSettings = defineSource({
  id: 'user-settings',
  title: 'Your Zoom settings',
  category: 'Account settings',
  groups: ['account', 'core'],
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}/settings',
  asks: [
    {
      endpoint: '/users/{subject}/settings',
      scopes: {
        granular: ['user:read:settings', 'user:read:settings:admin'],
        classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      query: [{}, ...options.map((option) => ({ option }))],
    },
  ],
  label: (query) => ({ settings_option: query.option ?? 'all' }),
  record: z.looseObject({}),
  recordId: (_record, query) => query.option ?? 'all',
  columns: [
    {
      field: 'settings_option',
      heading: 'Part of the settings',
      codes: {
        all: 'All settings',
        meeting_authentication: 'Who may join meetings',
        recording_authentication: 'Who may watch recordings',
        meeting_security: 'Security of meetings',
      },
    },
  ],
  thirdParties: [{ name: 'contact_name', email: 'contact_email' }],
  secrets: [
    'pmi_password',
    'default_password_for_scheduled_meetings',
    'password',
    'host_key',
    'pin',
    'pin_code',
  ],
});
