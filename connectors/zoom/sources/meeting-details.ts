import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { meetingIdOf } from './meeting-parents.js';
import { light, meetingScopes } from './meeting-scopes.js';
import { meetingTypes } from './meeting-types.js';

const registration = { 0: 'Everybody who registers is let in', 1: 'The host decides', 2: 'None' };
const audio = {
  both: 'Phone and computer',
  telephony: 'Phone',
  voip: 'Computer',
  thirdParty: 'Another provider',
};

/** What was set for each scheduled meeting: its settings, invited people, rooms, and every date of a series, also past ones. */
export const meetingDetails = defineSource({
  id: 'meeting-details',
  title: 'What you set for your meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/meetings/{meetingId}',
  limits: [
    'Zoom forgets what was set for a meeting some time after its last date; instant meetings have no such record.',
  ],
  forEach: [{ source: 'meetings' }],
  asks: [
    {
      endpoint: '/meetings/{meetingId}',
      values: meetingIdOf,
      query: [{ show_previous_occurrences: 'true' }],
      scopes: meetingScopes('meeting'),
      rateLimit: light,
    },
  ],
  record: z.looseObject({ uuid: z.string() }),
  recordId: ({ id, uuid }) => keyOf(id ?? uuid),
  columns: [
    { field: 'start_time', heading: 'Begins', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'type', heading: 'Kind of meeting', codes: meetingTypes },
    { field: 'duration', heading: 'Planned length', kind: 'minutes' },
    { field: 'settings.approval_type', heading: 'Registration', codes: registration },
    { field: 'agenda', heading: 'Description' },
    { field: 'created_at', heading: 'Scheduled on', kind: 'moment', isDetail: true },
    { field: 'settings.meeting_invitees.email', heading: 'Invited', isDetail: true },
    { field: 'settings.alternative_hosts', heading: 'Other hosts', isDetail: true },
    { field: 'settings.breakout_room.rooms.participants', heading: 'Assigned to rooms', isDetail: true },
    { field: 'settings.audio', heading: 'Sound by', codes: audio, isDetail: true },
    { field: 'settings.auto_recording', heading: 'Recorded automatically', isDetail: true },
    {
      field: 'settings.auto_start_meeting_summary',
      heading: 'Summary is written automatically',
      isDetail: true,
    },
    { field: 'occurrences.start_time', heading: 'Dates', kind: 'moment', isDetail: true },
    { field: 'occurrences.status', heading: 'State of the date', isDetail: true },
    { field: 'host_email', heading: 'Host', isDetail: true },
    { field: 'assistant_id', heading: 'User ID of who scheduled it', isDetail: true },
    { field: 'timezone', heading: 'Time zone of the meeting', isDetail: true },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: ['start_time', 'created_at'],
  thirdParties: [
    { id: 'host_id', email: 'host_email' },
    { id: 'assistant_id' },
    { name: 'contact_name', email: 'contact_email' },
    { email: ['alternative_hosts', 'participants'] },
    { in: 'authentication_exception', name: 'name', email: 'email' },
    { in: 'interpreters', email: 'email' },
    { in: 'meeting_invitees', email: 'email' },
  ],
  secrets: [
    'start_url',
    'password',
    'encrypted_password',
    'h323_password',
    'pstn_password',
    'dynamic_host_key',
    'join_url?pwd',
    'join_url?tk',
    'chat_join_url?*',
  ],
});
