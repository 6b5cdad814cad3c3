import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';

/** What Zoom shows of the person at the moment it is asked; the documents misspell one of the states, so both forms count. */
export const presence = defineSource({
  id: 'presence',
  title: 'Your presence when this was asked',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}/presence_status',
  asks: [
    {
      endpoint: '/users/{subject}/presence_status',
      scopes: {
        granular: ['user:read:presence_status', 'user:read:presence_status:admin'],
        classic: ['user:read', 'user:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
    },
  ],
  record: z.looseObject({ status: z.string() }),
  recordId: () => 'presence',
  limits: ['Zoom tells the state of the moment and keeps no list of earlier ones that could be asked for.'],
  columns: [
    {
      field: 'status',
      heading: 'State',
      codes: {
        Away: 'Away',
        Do_Not_Disturb: 'Does not want to be disturbed',
        Do_No_Disturb: 'Does not want to be disturbed',
        Available: 'Available',
        In_Calendar_Event: 'In an event of the calendar',
        In_A_Calendar_Event: 'In an event of the calendar',
        Presenting: 'Shows something',
        In_A_Zoom_Meeting: 'In a meeting',
        In_A_Meeting: 'In a meeting',
        On_A_Call: 'On the phone',
        In_A_Call: 'On the phone',
        On_Phone_Call: 'On the phone',
        Out_of_Office: 'Out of office',
        Busy: 'Busy',
        Offline: 'Offline',
      },
    },
    { field: 'end_time', heading: 'Until', kind: 'moment' },
    { field: 'remaining_time', heading: 'For', kind: 'seconds' },
  ],
});
