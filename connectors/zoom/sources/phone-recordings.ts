import { z } from 'zod';
import { defineSource, keyOf, textOf, type Column, type VendorRecord } from '../../../src/contract/index.js';
import { callPeople, peopleInCallTranscripts } from './call-people.js';
import { phoneFlags, phoneLicence } from './phone-licence.js';
import { directions } from './phone-call-columns.js';
import { numberTypes } from './phone-voicemails.js';
import { zoomOpened } from './earliest.js';

const classic = ['phone:read', 'phone:read:admin', 'phone_recording:read', 'phone_recording:read:admin'];

const recordingTypes = { OnDemand: 'On demand', Automatic: 'Automatic' };

/** How time is cut for recordings of calls. */
export const callRecordingWindow = {
  maxDays: 30,
  earliest: zoomOpened,
  dateField: 'date_time',
  ifWider: 'not documented',
} as const;

/** What the person's own list reaches. */
const sixMonths = {
  lookBackMonths: 6,
  // https://developers.zoom.us/docs/api/phone/#tag/recordings/GET/phone/recordings states no limit.
  olderElsewhere:
    'Whether Zoom’s list of all phone recordings of the account reaches further back is not documented. This report does not ask that list for the person’s own recordings.',
};

/** The fields of a recording of a call. */
export const callRecordingColumns: readonly Column[] = [
  { field: 'date_time', heading: 'Recorded on', kind: 'moment' },
  { field: 'direction', heading: 'Made or received', codes: directions },
  { field: 'caller_name', heading: 'From' },
  { field: 'caller_number', heading: 'From number' },
  { field: 'callee_name', heading: 'To' },
  { field: 'callee_number', heading: 'To number' },
  { field: 'duration', heading: 'Length', kind: 'seconds' },
  { field: 'recording_type', heading: 'Kind of recording', codes: recordingTypes, isDetail: true },
  {
    field: 'caller_number_type',
    heading: 'Kind of number of the caller',
    codes: numberTypes,
    isDetail: true,
  },
  { field: 'callee_number_type', heading: 'Kind of number called', codes: numberTypes, isDetail: true },
  { field: 'id', heading: 'Recording ID', isDetail: true },
  { field: 'call_id', heading: 'Call ID', isDetail: true },
  { field: 'meeting_uuid', heading: 'ID of the meeting', isDetail: true },
];

/** Recordings of phone calls, with their audio and, where Zoom names one, their transcript. */
export const phoneRecordings = defineSource({
  id: 'phone-recordings',
  title: 'Recordings of your phone calls',
  category: 'Telephony',
  groups: ['phone', 'core'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/recordings/GET/phone/users/{userId}/recordings',
  asks: [
    {
      endpoint: '/phone/users/{subject}/recordings',
      scopes: { granular: ['phone:read:list_recordings', 'phone:read:list_recordings:admin'], classic },
      rateLimit: { family: 'phone', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      list: 'recordings',
      window: { ...callRecordingWindow, ...sixMonths },
    },
  ],
  worthAsking: phoneLicence,
  licence: phoneFlags,
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  attachments: [
    {
      id: 'audio',
      list: (record) => [fileOf(record, 'recording', record.download_url, 'mp3')],
      scopes: { granular: ['phone:read:call_recording', 'phone:read:call_recording:admin'], classic },
      rateLimit: { family: 'phone', label: 'medium' },
      kinds: { recording: 'Recording' },
    },
    {
      id: 'transcript',
      list: (record) =>
        record.transcript_download_url
          ? [fileOf(record, 'transcript', record.transcript_download_url, 'json')]
          : [],
      scopes: {
        granular: ['phone:read:recording_transcript', 'phone:read:recording_transcript:admin'],
        classic,
      },
      rateLimit: { family: 'phone', label: 'light' },
      kinds: { transcript: 'Transcript' },
      people: peopleInCallTranscripts,
      // https://developers.zoom.us/docs/api/phone/#tag/recordings/GET/phone/recording_transcript/download/{recordingId}
      spoken: { list: 'timeline', text: 'text', from: 'ts', to: 'end_ts' },
    },
  ],
  columns: callRecordingColumns,
  thirdParties: callPeople,
  secrets: ['download_url?*', 'transcript_download_url?*'],
});

function fileOf(record: VendorRecord, kind: string, address: unknown, extension: string) {
  return { key: keyOf(record.id ?? address, kind) ?? kind, kind, url: textOf(address), extension };
}
