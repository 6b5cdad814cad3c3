import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { meetingTypes, webinarTypes } from './meeting-types.js';
import { zoomOpened } from './earliest.js';

/**
 * Meetings and webinars that took place, hosted or attended. It is the only list with instant, one-person and
 * joined meetings. `pastJoined` comes first because its rows also tell when the person joined: a row without
 * that time that says nothing else is a poorer copy of one that has it.
 */
export const meetingHistory = defineSource({
  id: 'meeting-history',
  title: 'Meetings and webinars you hosted or attended',
  category: 'Meetings and webinars',
  groups: ['meetings', 'core'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/users/{userId}/meetings',
  asks: [
    {
      endpoint: '/report/users/{subject}/meetings',
      scopes: { granular: ['report:read:user:admin'], classic: ['report:read:admin'] },
      rateLimit: { family: 'main', label: 'heavy' },
      pages: { follow: 'token', size: 300 },
      query: [{ type: 'pastJoined' }, { type: 'past' }, { type: 'pastOne' }],
      list: 'meetings',
      window: {
        maxDays: 30,
        earliest: zoomOpened,
        lookBackMonths: 6,
        dateField: 'start_time',
        ifWider: 'not documented',
        // https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/past_meetings/{meetingId}/instances
        olderElsewhere:
          'For a meeting whose number is known, Zoom still lists the dates it took place on for 15 months: they stand under “Dates on which your meetings took place” where that was asked for.',
      },
    },
  ],
  record: z.looseObject({ uuid: z.string(), start_time: z.string() }),
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'type', heading: 'Kind of meeting', codes: { ...meetingTypes, ...webinarTypes } },
    { field: ['host_name', 'user_name'], heading: 'Host' },
    { field: 'duration', heading: 'Length', kind: 'minutes' },
    { field: 'participants_count', heading: 'Participants' },
    { field: 'join_time', heading: 'Joined', kind: 'moment' },
    { field: 'leave_time', heading: 'Left', kind: 'moment', isDetail: true },
    { field: 'end_time', heading: 'Ended', kind: 'moment', isDetail: true },
    { field: 'schedule_time', heading: 'Scheduled for', kind: 'moment', isDetail: true },
    { field: 'join_waiting_room_time', heading: 'Entered the waiting room', kind: 'moment', isDetail: true },
    { field: 'total_minutes', heading: 'Minutes of all participants together', isDetail: true },
    { field: 'participants_count_my_account', heading: 'Participants of this account', isDetail: true },
    { field: 'user_email', heading: 'E-mail of the host', isDetail: true },
    { field: 'host_organization', heading: 'Organisation of the host', isDetail: true },
    { field: 'source', heading: 'Made with', isDetail: true },
    { field: 'has_screen_share', heading: 'Screen was shared', isDetail: true },
    { field: 'has_recording', heading: 'Recording was used', isDetail: true },
    { field: 'has_chat', heading: 'Chat was used', isDetail: true },
    {
      field: 'meeting_encryption_status',
      heading: 'Encryption',
      codes: { 1: 'End to end', 2: 'Enhanced' },
      isDetail: true,
    },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  // The document does not say that the two are one person: host of the row, and user of the row.
  thirdParties: [{ name: 'user_name', email: 'user_email' }, { name: 'host_name' }],
  recordId: ({ uuid, join_time }) => {
    const meeting = keyOf(uuid);
    const attendance = textOf(join_time) && keyOf(uuid, join_time);
    return meeting && attendance ? [attendance, meeting] : meeting;
  },
});
