import { defineSource } from '../../../src/contract/index.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import { aboutParticipant, participantId, participantPeople, participantRecord } from './participant-rows.js';
import { classicWebinarScopes, heldWebinars, ofWebinars } from './webinar-parents.js';

/** Who took part in webinars of the person, one row for each stay. */
export const webinarParticipants = defineSource({
  ...ofWebinars,
  id: 'webinar-participants',
  title: 'Who took part in your webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/past_webinars/{webinarId}/participants',
  forEach: heldWebinars,
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/past_webinars/{uuid}/participants',
      values: uuidOf,
      scopes: {
        granular: ['webinar:read:list_past_participants', 'webinar:read:list_past_participants:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      list: 'participants',
    },
  ],
  record: participantRecord,
  recordId: participantId,
  about: aboutParticipant,
  limits: ['People outside the company have no e-mail address in this list unless they registered.'],
  columns: [
    { field: 'start_time', heading: 'Webinar began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'name', heading: 'Who took part' },
    { field: 'user_email', heading: 'E-mail' },
    { field: 'join_time', heading: 'Joined', kind: 'moment' },
    { field: 'leave_time', heading: 'Left', kind: 'moment' },
    { field: 'duration', heading: 'Time in the webinar', kind: 'seconds' },
    {
      field: 'status',
      heading: 'Where',
      codes: { in_meeting: 'In the webinar', in_waiting_room: 'In the waiting room' },
      isDetail: true,
    },
    { field: 'internal_user', heading: 'Of this account', isDetail: true },
    { field: 'registrant_id', heading: 'ID of the registration', isDetail: true },
    { field: 'id', heading: 'User ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'join_time',
  thirdParties: participantPeople,
});
