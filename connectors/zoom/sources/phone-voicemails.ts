import { z } from 'zod';
import { defineSource, keyOf, textOf, type Column, type VendorRecord } from '../../../src/contract/index.js';
import { callPeople } from './call-people.js';
import { phoneFlags, phoneLicence } from './phone-licence.js';
import { zoomOpened } from './earliest.js';

const scopes = {
  granular: ['phone:read:voicemail', 'phone:read:voicemail:admin'],
  classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read', 'phone_voicemail:read:admin'],
};

/** What `caller_number_type` and `callee_number_type` say of a voicemail or a call recording. */
export const numberTypes = { 1: 'Internal number', 2: 'External number', 3: 'Customised emergency number' };

const transcripts = {
  0: 'Not available',
  1: 'In the making',
  2: 'Ready',
  4: 'Disabled',
  5: 'Enabled',
  9: 'Web error',
  11: 'Download error',
  12: 'Upload error',
  13: 'Database error',
  14: 'Upload error of the account’s own storage',
  409: 'Asked for twice',
  415: 'Kind of sound not supported',
  422: 'Cannot be processed',
  500: 'Server error',
  601: 'Error of the transcription service, also after another try',
  602: 'The transcription service could not be given the sound',
  603: 'The transcript could not be fetched from the transcription service',
  999: 'Error of the transcription service',
};

/** How time is cut for voicemails. */
export const voicemailWindow = {
  maxDays: 30,
  earliest: zoomOpened,
  lookBackMonths: 6,
  dateField: 'date_time',
  ifWider: 'not documented',
} as const;

/** The fields of a voicemail. */
export const voicemailColumns: readonly Column[] = [
  { field: 'date_time', heading: 'Left on', kind: 'moment' },
  { field: 'caller_name', heading: 'From' },
  { field: 'caller_number', heading: 'From number' },
  { field: 'duration', heading: 'Length', kind: 'seconds' },
  { field: 'status', heading: 'Listened to', codes: { read: 'Yes', unread: 'No' } },
  { field: 'transcription.content', heading: 'In words' },
  { field: 'callee_name', heading: 'For', isDetail: true },
  { field: 'callee_number', heading: 'Number called', isDetail: true },
  {
    field: 'caller_number_type',
    heading: 'Kind of number of the caller',
    codes: numberTypes,
    isDetail: true,
  },
  { field: 'callee_number_type', heading: 'Kind of number called', codes: numberTypes, isDetail: true },
  { field: 'transcription.status', heading: 'State of the transcript', codes: transcripts, isDetail: true },
  { field: 'transcription.engine', heading: 'Transcript made by', isDetail: true },
  { field: 'deleted_time', heading: 'Deleted on', kind: 'moment', isDetail: true },
  { field: 'days_left_auto_permantely_delete', heading: 'Days until it is gone for good', isDetail: true },
  {
    field: 'soft_deleted_type',
    heading: 'Deleted by',
    codes: { Manual: 'A person', 'Data Retention': 'The account’s retention rule' },
    isDetail: true,
  },
  { field: 'id', heading: 'Voicemail ID', isDetail: true },
  { field: 'call_id', heading: 'Call ID', isDetail: true },
];

/**
 * Voicemails received, also those in the trash, with their audio. The list has no transcription: it comes with
 * one further call per voicemail.
 */
export const phoneVoicemails = defineSource({
  id: 'phone-voicemails',
  title: 'Your voicemails',
  category: 'Telephony',
  groups: ['phone', 'core'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/voicemails/GET/phone/users/{userId}/voice_mails',
  asks: [
    {
      endpoint: '/phone/users/{subject}/voice_mails',
      scopes: {
        granular: ['phone:read:list_voicemails', 'phone:read:list_voicemails:admin'],
        classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read', 'phone_voicemail:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: [{}, { trash: 'true' }],
      list: 'voice_mails',
      window: voicemailWindow,
    },
  ],
  worthAsking: phoneLicence,
  licence: phoneFlags,
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  details: [
    {
      id: 'voicemail',
      endpoint: '/phone/voice_mails/{id}',
      scopes,
      rateLimit: { family: 'phone', label: 'light' },
      values: ({ parent }) => {
        const id = textOf(parent?.id);
        return id === undefined ? undefined : { id };
      },
      expect: ({ id }) => textOf(id) !== undefined,
    },
  ],
  attachments: [
    {
      id: 'audio',
      list: audioOf,
      scopes,
      rateLimit: { family: 'phone', label: 'medium' },
      kinds: { voicemail: 'Voicemail' },
    },
  ],
  columns: voicemailColumns,
  thirdParties: callPeople,
  secrets: ['download_url?*'],
});

function audioOf({ id, download_url }: VendorRecord) {
  const url = textOf(download_url);
  return [{ key: textOf(id) ?? url ?? '', kind: 'voicemail', url, extension: 'mp3' }];
}
