import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { byUuid, heldMeetings, uuidOf } from './meeting-parents.js';
import { light, meetingScopes } from './meeting-scopes.js';
import { meetingTypes } from './meeting-types.js';

/** Each occurrence of the person's meetings by itself: it alone tells whether the assistant wrote a summary. */
export const pastMeetings = defineSource({
  id: 'past-meetings',
  title: 'Single meetings that took place',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/past_meetings/{meetingId}',
  limits: ['Zoom answers for meetings of the last year.'],
  forEach: heldMeetings(),
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/past_meetings/{uuid}',
      values: uuidOf,
      scopes: meetingScopes('past_meeting'),
      rateLimit: light,
      reach: { months: 12, dateField: 'start_time' },
    },
  ],
  record: z.looseObject({ uuid: z.string() }),
  recordId: ({ uuid }) => keyOf(uuid),
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'type', heading: 'Kind of meeting', codes: { 0: 'Scheduled beforehand', ...meetingTypes } },
    { field: 'user_name', heading: 'Host' },
    { field: 'duration', heading: 'Length', kind: 'minutes' },
    { field: 'participants_count', heading: 'Participants' },
    { field: 'has_meeting_summary', heading: 'A summary was written' },
    { field: 'end_time', heading: 'Ended', kind: 'moment', isDetail: true },
    { field: 'total_minutes', heading: 'Minutes of all participants together', isDetail: true },
    { field: 'dept', heading: 'Department of the host', isDetail: true },
    { field: 'source', heading: 'Made with', isDetail: true },
    { field: 'user_email', heading: 'E-mail of the host', isDetail: true },
    { field: 'host_id', heading: 'User ID of the host', isDetail: true },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: [{ id: 'host_id', name: 'user_name', email: 'user_email' }],
});
