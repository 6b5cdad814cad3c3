import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { meetingTypes } from './meeting-types.js';

const types = ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'];

/**
 * Meetings the person scheduled, as far as they have not expired. Zoom lists a series as one row or one row
 * per occurrence depending on `type`, so a row is known by its UUID and start.
 */
export const meetings = defineSource({
  id: 'meetings',
  title: 'Meetings you scheduled',
  category: 'Meetings and webinars',
  groups: ['meetings', 'core'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/users/{userId}/meetings',
  asks: [
    {
      endpoint: '/users/{subject}/meetings',
      scopes: {
        granular: ['meeting:read:list_meetings', 'meeting:read:list_meetings:admin'],
        classic: ['meeting:read', 'meeting:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: types.map((type) => ({ type })),
      list: 'meetings',
    },
  ],
  record: z.looseObject({ uuid: z.string(), topic: z.string().optional() }),
  recordId: ({ uuid, id, start_time }) => keyOf(uuid ?? id, start_time),
  copies: 'merged',
  columns: [
    { field: 'start_time', heading: 'Begins', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'type', heading: 'Kind of meeting', codes: meetingTypes },
    { field: 'duration', heading: 'Planned length', kind: 'minutes' },
    { field: 'agenda', heading: 'Description' },
    { field: 'created_at', heading: 'Scheduled on', kind: 'moment' },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
    { field: 'pmi', heading: 'Personal meeting ID', isDetail: true },
    { field: 'timezone', heading: 'Time zone of the meeting', isDetail: true },
    { field: 'join_url', heading: 'Link to join', isDetail: true },
    { field: 'host_id', heading: 'User ID of the host', isDetail: true },
  ],
  moment: ['start_time', 'created_at'],
  thirdParties: [
    { id: 'host_id', email: 'host_email' },
    { id: 'assistant_id' },
    { name: 'contact_name', email: 'contact_email' },
  ],
  secrets: [
    'start_url',
    'password',
    'encrypted_password',
    'h323_password',
    'h323_passcode',
    'pstn_password',
    'dynamic_host_key',
    'join_url?pwd',
    'join_url?tk',
  ],
});
