import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { featureFlag } from './feature-flag.js';
import { webinarTypes } from './meeting-types.js';

/**
 * Webinars the person scheduled, as far as they have not expired. The official document pages this list by
 * number only although its answer carries a token: the token is tried first.
 */
export const webinars = defineSource({
  id: 'webinars',
  title: 'Webinars you scheduled',
  category: 'Meetings and webinars',
  groups: ['webinars', 'core'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/users/{userId}/webinars',
  asks: [
    {
      endpoint: '/users/{subject}/webinars',
      scopes: {
        granular: ['webinar:read:list_webinars', 'webinar:read:list_webinars:admin'],
        classic: ['webinar:read', 'webinar:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token-or-number', size: 300 },
      query: [{ type: 'scheduled' }, { type: 'upcoming' }],
      list: 'webinars',
    },
  ],
  licence: [featureFlag('webinar')],
  record: z.looseObject({ uuid: z.string(), topic: z.string().optional() }),
  recordId: ({ uuid, id, start_time }) => keyOf(uuid ?? id, start_time),
  copies: 'merged',
  columns: [
    { field: 'start_time', heading: 'Begins', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'type', heading: 'Kind of webinar', codes: webinarTypes },
    { field: 'duration', heading: 'Planned length', kind: 'minutes' },
    { field: 'agenda', heading: 'Description' },
    { field: 'created_at', heading: 'Scheduled on', kind: 'moment' },
    { field: 'id', heading: 'Webinar ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
    { field: 'timezone', heading: 'Time zone of the webinar', isDetail: true },
    { field: 'join_url', heading: 'Link to join', isDetail: true },
    { field: 'host_id', heading: 'User ID of the host', isDetail: true },
    { field: 'is_simulive', heading: 'Recorded beforehand and shown as live', isDetail: true },
    { field: 'is_events_webinar', heading: 'Made in Zoom Events', isDetail: true },
  ],
  moment: ['start_time', 'created_at'],
  thirdParties: [
    { id: 'host_id', email: 'host_email' },
    { name: 'contact_name', email: 'contact_email' },
  ],
  secrets: ['start_url', 'password', 'encrypted_passcode', 'join_url?pwd', 'join_url?tk'],
});
