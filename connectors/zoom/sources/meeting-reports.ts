import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { byUuid, heldMeetings, uuidOf } from './meeting-parents.js';
import { heavy, reportScopes } from './meeting-scopes.js';
import { meetingTypes } from './meeting-types.js';

/** The report of each single meeting: the company's own fields that no other list has. */
export const meetingReports = defineSource({
  id: 'meeting-reports',
  title: 'Reports of your single meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/meetings/{meetingId}',
  limits: ['Zoom answers for meetings of the last year.'],
  forEach: heldMeetings(),
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/report/meetings/{uuid}',
      values: uuidOf,
      scopes: reportScopes('meeting'),
      rateLimit: heavy,
      reach: { months: 12, dateField: 'start_time' },
    },
  ],
  record: z.looseObject({ uuid: z.string() }),
  recordId: ({ uuid }) => keyOf(uuid),
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'type', heading: 'Kind of meeting', codes: meetingTypes },
    { field: 'duration', heading: 'Length', kind: 'minutes' },
    { field: 'participants_count', heading: 'Participants' },
    { field: 'user_name', heading: 'Host' },
    { field: 'end_time', heading: 'Ended', kind: 'moment', isDetail: true },
    { field: 'total_minutes', heading: 'Minutes of all participants together', isDetail: true },
    { field: 'dept', heading: 'Department of the host', isDetail: true },
    { field: 'tracking_fields.field', heading: 'Field of the company', isDetail: true },
    { field: 'tracking_fields.value', heading: 'Its value', isDetail: true },
    { field: 'custom_keys.key', heading: 'Key of a program', isDetail: true },
    { field: 'custom_keys.value', heading: 'Value of a program', isDetail: true },
    { field: 'user_email', heading: 'E-mail of the host', isDetail: true },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: [{ name: 'user_name', email: 'user_email' }],
});
